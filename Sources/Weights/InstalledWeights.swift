import Foundation

/// The folder of installed weights: one `ENTRY.safetensors` an entry.
public struct InstalledWeights: Sendable {
  /// Where it is; it need not be there yet.
  public let folder: URL

  /// The weights installed in a folder.
  public init(_ folder: URL) { self.folder = folder }

  /// The weights file of an entry, which need not be there.
  public func file(of entry: String) -> URL { folder.appending(path: "\(entry).safetensors") }

  /// The weights file of an entry, or nil when none is installed.
  public func existingFile(of entry: String) -> URL? {
    let file = file(of: entry)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }

  /// Makes weights those of their entry, whatever it had before.
  /// - Returns: the file that they are in now.
  /// - Throws: ``Fault``: as ``Artifact/write(to:allowNonFinite:)``.
  @discardableResult
  public func install(_ artifact: Artifact) throws -> URL {
    let file = file(of: artifact.entry)
    try artifact.write(to: file)
    return file
  }

  /// Makes the weights in a file those of an entry, unless it has others already: nobody's weights are lost to a training.
  ///
  /// - Returns: the file that they are in now, or nil when the entry keeps the weights it had.
  /// - Throws: ``Fault`` when the file cannot be read or copied.
  @discardableResult
  public func install(_ weights: URL, unlessThereAreOthersOf entry: String) throws -> URL? {
    guard existingFile(of: entry) == nil else { return nil }
    let file = file(of: entry)
    try Artifact.read(weights).write(to: file)
    return file
  }
}
