import Faults
import Formats
import Foundation

/// Files that are written together: none of them is there before, or none is written.
public struct NewFiles: Sendable {
  /// The files with their text, in the order in which they are written.
  public private(set) var files: [(url: URL, text: String)] = []
  /// A file that is there and changes; it is written last.
  public private(set) var change: (url: URL, text: String)?

  /// Collects files.
  init(_ files: [(url: URL, text: String)], change: (url: URL, text: String)? = nil) {
    self.files = files
    self.change = change
  }

  /// Writes them.
  /// - Throws: ``Fault`` of kind `data` when one is there already, `io` when writing fails.
  public func write() throws {
    for (url, _) in files where FileManager.default.fileExists(atPath: url.path) {
      throw Fault(
        .data, "'\(url.relativePath)' is there already; nothing was written. Choose another name or remove it.")
    }
    for (url, text) in files { try AtomicFile.write(Data(text.utf8), to: url) }
    if let change { try AtomicFile.write(Data(change.text.utf8), to: change.url) }
  }
}
