import Foundation

/// The files that tests read.
public enum Fixtures {
  /// A file of this folder, for example `npz/bad_nan.npz`.
  public static func url(_ path: String) -> URL { folder.appending(path: path) }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// The folder of reference material that is not part of the repository: `$HIPZOO_SHARED`, else `../shared`
  /// beside the checkout.
  public static let shared: URL = {
    if let path = ProcessInfo.processInfo.environment["HIPZOO_SHARED"] { return URL(fileURLWithPath: path) }
    return url("../../../shared").standardized
  }()

  /// Whether a file or folder of ``shared`` is there; tests that need it are skipped, saying so, when it is not.
  public static func isShared(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: shared.appending(path: path).path)
  }
}
