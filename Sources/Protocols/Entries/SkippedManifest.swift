import Faults
import Foundation

/// A file of a folder of manifests that is no entry here, with the reason.
public struct SkippedManifest: Codable, Sendable, Equatable {
  /// The name of the entry that it would be: the one in it, else the file's.
  public let name: String
  /// The file, as messages name it.
  public let file: String
  /// The line of what is wrong, from 1, where that is known.
  public let row: Int?
  /// The column, from 1.
  public let column: Int?
  /// What is wrong and what to do.
  public let reason: String

  /// The one line that a command says which goes on without it.
  public var line: String { "skipped \(fault.description)" }

  /// What a command ends with that was to use it.
  public var fault: Fault {
    Fault(.data, at: Place(file: file, position: row.map { .init(line: $0, column: column) }), reason)
  }

  init(
    _ file: String, _ bytes: [UInt8]?, _ error: any Error, advice: String? = nil, named name: String? = nil
  ) {
    let fault = error as? Fault ?? Fault(.data, "\(error)")
    self.name = name ?? bytes.flatMap { Self.statedName($0) } ?? Self.stem(of: file)
    self.file = fault.place?.file ?? file
    (row, column) = (fault.place?.position?.line, fault.place?.position?.column)
    let parts = (fault.place?.parts ?? []).map { "\($0): " }.joined()
    reason = parts + ([fault.text] + [advice].compactMap(\.self)).joined(separator: " ")
  }

  /// The name that a broken file gives itself, where that much of it can be read.
  private static func statedName(_ bytes: [UInt8]) -> String? {
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("name:") }
    let name = line?.dropFirst("name:".count).trimmingCharacters(in: .whitespaces)
    return name.flatMap { Manifest.isName($0) ? $0 : nil }
  }

  private static func stem(of file: String) -> String {
    URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
  }

  static let buildCommand = "swift build -c release --product hipzoo"
  /// What makes a program that knows what a file of the checkout names.
  static let build = "If its code is there, build this program anew: \(buildCommand)."
}
