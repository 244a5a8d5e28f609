import Formats
import Foundation

/// JSON for programs: keys sorted, two spaces.
func jsonText(_ value: some Encodable) throws -> String { String(decoding: try JSONText.pages(value), as: UTF8.self) }
