import Faults
import Foundation

/// NumPy's `.npz`: a ZIP archive of named arrays.
public enum NPZ {
  /// What such an archive may hold (docs/limits.md, section 2).
  public static let limits = ZipLimits(entries: 64, entrySize: 2 << 30, totalSize: 4 << 30)

  /// Reads every array of a file.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file, the array and the reason.
  public static func read(_ url: URL) throws -> [String: NumPyArray] {
    let data = try BoundedFile.read(url, limit: limits.totalSize)
    return try locating(.file(url.lastPathComponent)) { try read(data) }
  }

  /// Reads every array of an archive in memory.
  /// - Throws: ``Fault`` `.data` naming the array and the reason.
  public static func read(_ data: Data) throws -> [String: NumPyArray] {
    let archive = try ZipArchive(data, limits: limits)
    var arrays: [String: NumPyArray] = [:]
    for entry in archive.entries {
      guard entry.name.hasSuffix(".npy") else {
        throw Fault(.data, "entry '\(entry.name)' is no array; every entry of a .npz file ends in '.npy'.")
      }
      let name = String(entry.name.dropLast(4))
      arrays[name] = try locating(.part("array '\(name)'")) {
        try NumPyArray.read(npy: try archive.contents(of: entry))
      }
    }
    return arrays
  }

  /// Writes arrays so that `numpy.load(allow_pickle=False)` reads them; the same arrays give the same bytes.
  /// - Throws: ``Fault`` `.io` with the path.
  public static func write(_ arrays: [String: NumPyArray], to url: URL) throws {
    try AtomicFile.write(try data(arrays), to: url)
  }

  /// The bytes of an archive with the arrays in the order of their names.
  public static func data(_ arrays: [String: NumPyArray]) throws -> Data {
    try ZipWriter.data(arrays.sorted { $0.key < $1.key }.map { ZipWriter.File("\($0.key).npy", $0.value.npy) })
  }
}
