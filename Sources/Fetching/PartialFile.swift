import Faults
import Formats
import Foundation

/// A file on its way into the cache, hashed as it comes; one process has it for itself.
final class PartialFile {
  /// The bytes so far.
  private(set) var count = 0
  /// Whether a part of it came by an earlier connection.
  private(set) var isResumed = false
  /// Whether the next piece is the first of an answer.
  var expectsHead = true
  private var hash = Digest()
  private var md5: Digest?
  private let wanted: ExpectedFile
  private let cache: BlobCache
  private let url: URL
  private let handle: FileHandle

  /// Takes what an earlier call left of the file, by renaming it, or begins a new one.
  /// - Throws: ``Fault`` of kind `io`.
  init(claiming wanted: ExpectedFile, in cache: BlobCache) throws {
    self.wanted = wanted
    self.cache = cache
    // Before there is anything to be left behind: not every system has one.
    md5 = wanted.needsMD5 ? try Digest(.md5) : nil
    url = try cache.temporary(for: wanted.key)
    cache.recover(wanted.key)
    let left = cache.partial(wanted.key).path
    let isClaimed = rename(left, url.path) == 0
    let descriptor = open(url.path, O_RDWR | O_CLOEXEC | (isClaimed ? 0 : O_CREAT | O_EXCL), 0o666)
    guard descriptor >= 0 else {
      throw Fault(.io, "Cannot write '\(url.path)': \(String(cString: strerror(errno))).")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard isClaimed else { return }
    try attempt {
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        hash.update(piece)
        md5?.update(piece)
        count += piece.count
      }
    }
    isResumed = count > 0
    if count > wanted.bytes ?? Download.largestFile { try restart() }
  }

  /// SHA-256 of the bytes so far.
  var digest: String { hash.hexadecimal }

  /// What is wrong with the bytes so far as the whole file; nil when they are what is wanted.
  var contradiction: String? { wanted.contradiction(sha256: digest, md5: md5?.hexadecimal) }

  /// Takes the next bytes.
  func append(_ piece: Data) throws {
    try attempt { try handle.write(contentsOf: piece) }
    hash.update(piece)
    md5?.update(piece)
    count += piece.count
  }

  /// Begins the next connection.
  func reconnect() {
    expectsHead = true
    if count > 0 { isResumed = true }
  }

  /// Forgets all bytes.
  func restart() throws {
    try attempt {
      try handle.truncate(atOffset: 0)
      try handle.seek(toOffset: 0)
    }
    hash = Digest()
    if wanted.needsMD5 { md5 = try Digest(.md5) }
    (count, isResumed) = (0, false)
  }

  /// Puts the file into the cache under its digest.
  func keep() throws -> URL {
    let target = cache.url(of: digest)
    try attempt { try handle.synchronize() }
    guard rename(url.path, target.path) == 0 else {
      throw Fault(.io, "Cannot write '\(target.path)': \(String(cString: strerror(errno))).")
    }
    try cache.synchronise()
    return target
  }

  /// Leaves the bytes so far for a later call.
  func leave() {
    if count == 0 || rename(url.path, cache.partial(wanted.key).path) != 0 { discard() }
  }

  func discard() { unlink(url.path) }

  private func attempt(_ work: () throws -> Void) throws {
    do { try work() } catch { throw Fault(.io, "Cannot write '\(url.path)': \(error.localizedDescription)") }
  }
}
