import Formats
import Foundation

/// JSON for programs: keys sorted, two spaces.
func jsonText(_ value: some Encodable) throws -> String { String(decoding: try JSONText.pages(value), as: UTF8.self) }

/// JSON on one line, for a program that reads line by line.
func jsonLine(_ value: some Encodable) throws -> String {
  String(decoding: try JSONText.line(value).dropLast(), as: UTF8.self)
}
