import Foundation

/// The folder of installed weights: one `ENTRY.safetensors` an entry.
public struct InstalledWeights: Sendable {
  /// Where it is; it need not be there yet.
  public let folder: URL

  /// The weights installed in a folder.
  public init(_ folder: URL) { self.folder = folder }

  /// The weights file of an entry, which need not be there.
  public func file(of entry: String) -> URL { folder.appending(path: "\(entry).safetensors") }
}
