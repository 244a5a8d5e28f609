/// A YAML file that the build put into the program.
public struct EmbeddedFile: Sendable, Equatable {
  /// The name that messages use.
  public let name: String
  /// The whole text.
  public let text: String

  /// Makes a file of a name and a text.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Makes a file of a name and the bytes of a text.
  init(name: String, bytes: [UInt8]) { self.init(name: name, text: String(decoding: bytes, as: UTF8.self)) }

  var bytes: [UInt8] { Array(text.utf8) }
}

extension Manifest {
  /// Reads a manifest that is inside the program.
  /// - Throws: `Fault` with `file:line:column`.
  package init(_ file: EmbeddedFile) throws { try self.init(yaml: file.bytes, file: file.name) }
}
