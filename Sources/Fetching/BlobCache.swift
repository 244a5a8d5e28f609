import Faults
import Formats
import Foundation

/// Files under their SHA-256: `cache/blobs/<sha256>` in the home folder.
///
/// A name says what the bytes must be, so that fetching twice changes nothing and no lock is needed.
public struct BlobCache: Sendable {
  private let folder: URL

  /// The cache in a folder, which need not be there yet.
  public init(_ folder: URL) { self.folder = folder }

  /// Where the file of a digest is, or would be.
  public func url(of sha256: String) -> URL { folder.appending(path: sha256) }

  /// The file of a digest when it is there and still is what its name says; a file that changed is removed.
  /// - Throws: ``Fault`` of kind `io`.
  public func file(_ wanted: ExpectedFile) throws -> URL? {
    guard let sha256 = wanted.sha256 else { return nil }
    let url = url(of: sha256)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    if try Digest.sha256(ofFile: url) == sha256 { return url }
    unlink(url.path)
    return nil
  }

  /// Copies a file into the cache after checking it.
  /// - Throws: ``Fault`` of kind `data` when it is not what is wanted; `missing` when it is not there.
  public func take(_ source: URL, _ wanted: ExpectedFile) throws -> URL {
    let data = try BoundedFile.read(source, limit: wanted.bytes ?? Download.largestFile)
    let digest = Digest.sha256(of: data)
    let md5 = wanted.needsMD5 ? try Digest.of(data, .md5) : nil
    let contradiction = wanted.contradiction(sha256: digest, md5: md5)
    let size = wanted.bytes.flatMap { $0 == data.count ? nil : "it has \(counted(data.count, "byte")), expected \($0)" }
    if let wrong = contradiction ?? size { throw Fault(.data, at: .file(source.path), "\(wrong).") }
    try AtomicFile.write(data, to: url(of: digest))
    return url(of: digest)
  }

  /// A file of the cache.
  public struct CheckedFile: Sendable {
    /// The SHA-256 that it is named by.
    public let sha256: String
    /// Whether its bytes still have that.
    public let isSound: Bool
  }

  /// Every file, with whether it still is what its name says.
  public func check() throws -> [CheckedFile] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return try names.filter { $0.count == 64 }.map {
      CheckedFile(sha256: $0, isSound: try Digest.sha256(ofFile: url(of: $0)) == $0)
    }
  }

  // MARK: On the way in

  func temporary(for key: String) throws -> URL {
    let temporary = underway.appending(path: TemporaryFile.name(for: key))
    do {
      for place in [folder, temporary.deletingLastPathComponent(), partial(key).deletingLastPathComponent()] {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      }
    } catch { throw Fault(.io, "Cannot make a folder in '\(folder.path)': \(error.localizedDescription)") }
    return temporary
  }

  /// Where files are while they come.
  private var underway: URL { folder.deletingLastPathComponent().appending(path: "tmp") }

  /// Takes what killed downloads left of a file for the next one to go on from, or of every file.
  ///
  /// Of several parts of one file the largest is kept.
  package func recover(_ key: String? = nil) {
    let manager = FileManager.default
    func size(_ url: URL) -> Int { ((try? manager.attributesOfItem(atPath: url.path))?[.size] as? Int) ?? 0 }
    for name in ((try? manager.contentsOfDirectory(atPath: underway.path)) ?? []).sorted() {
      let left = underway.appending(path: name)
      let target = TemporaryFile.target(of: name)
      guard key == nil || target == key, TemporaryFile.isAbandoned(left) else { continue }
      // Two commands may find the same file; the one that renames it first has it.
      guard let target, size(left) > size(partial(target)),
        (try? manager.createDirectory(
          at: partial(target).deletingLastPathComponent(), withIntermediateDirectories: true))
          != nil, rename(left.path, partial(target).path) == 0
      else {
        unlink(left.path)
        continue
      }
    }
  }

  func partial(_ key: String) -> URL { folder.deletingLastPathComponent().appending(path: "partial/\(key)") }

  /// Makes renamings into the cache survive a power cut.
  func synchronise() throws {
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = fsync(descriptor)
  }
}
