import Faults
import Formats
import Foundation

/// Files that are written together: none of them is there before, or none is written.
public struct NewFiles: Sendable {
  /// A file with its text.
  public struct File: Sendable {
    /// Where it is written.
    public let url: URL
    /// All that will be in it.
    public let text: String
  }

  /// The files with their text, in the order in which they are written.
  public private(set) var files: [File] = []
  /// A file that is there and changes; it is written last.
  public private(set) var change: File?

  /// Collects files.
  init(_ files: [File], change: File? = nil) {
    self.files = files
    self.change = change
  }

  /// Writes them.
  /// - Throws: ``Fault`` of kind `data` when one is there already, `io` when writing fails.
  public func write() throws {
    for file in files where FileManager.default.fileExists(atPath: file.url.path) {
      throw Fault(
        .data, "'\(file.url.relativePath)' is there already; nothing was written. Choose another name or remove it.")
    }
    for file in files + [change].compactMap({ $0 }) { try AtomicFile.write(Data(file.text.utf8), to: file.url) }
  }
}
