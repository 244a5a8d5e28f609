import Faults
import Formats
import Foundation

extension Manifest {
  /// The file of weights that lie in the zoo folder, or the address of those that do not.
  /// - Throws: `Fault` of kind `missing` when the file is not there and `data` when it is no regular file or a
  ///   link that leaves the folder.
  public func url(of weights: PublishedWeights) throws -> URL {
    switch weights.source {
    case .address(let url): return url
    case .path(let path):
      guard let folder else {
        throw Fault(
          .missing, at: location(of: "weights"),
          "\(quoted(path)) lies in a zoo folder, and '\(name)' is built in.")
      }
      return try containedFile(path, in: folder, name: "\(folder.relativePath)/\(path)")
    }
  }
}
