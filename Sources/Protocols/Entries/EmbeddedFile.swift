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

  var bytes: [UInt8] { Array(text.utf8) }
}

extension Manifest {
  /// Reads a manifest that is inside the program.
  /// - Throws: `Fault` with `file:line:column`.
  package init(_ file: EmbeddedFile) throws { try self.init(yaml: file.bytes, file: file.name) }
}
