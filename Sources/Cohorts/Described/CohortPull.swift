import Faults
import Fetching
import Formats
import Foundation
import Protocols

/// Fetches the files of a described cohort, checks them and keeps them under its name.
public struct CohortPull: Sendable {
  /// Where the files may come from beside the description's source.
  public struct Sources: Sendable {
    /// A folder of files that a browser fetched; nothing else is asked then.
    public var from: URL?
    /// A server that answers like the source.
    public var mirror: String?
    /// Whether the network stays untouched.
    public var isOffline: Bool

    /// Makes the sources.
    public init(from: URL? = nil, mirror: String? = nil, isOffline: Bool = false) {
      (self.from, self.mirror, self.isOffline) = (from, mirror, isOffline)
    }
  }

  /// A file that is there.
  public struct Pulled: Sendable, Encodable {
    /// Its name.
    public let key: String
    /// Where it is.
    public let path: String
    /// SHA-256 of its bytes.
    public let sha256: String
    /// Where the bytes came from, for a person.
    public let source: String
    /// Whether neither the description, nor a record, nor an earlier pull says what its checksum must be.
    public let isUnchecked: Bool
  }

  let description: CohortDescription
  let folder: URL
  let cache: BlobCache
  let sources: Sources
  /// How long is waited for servers.
  public var patience = Patience()
  /// Called with the name of the file, the bytes that have come and all that are expected.
  public var progress: @Sendable (String, Int, Int?) -> Void = { _, _, _ in }

  /// Prepares a pull into a folder.
  public init(_ description: CohortDescription, into folder: URL, cache: BlobCache, sources: Sources) {
    (self.description, self.folder, self.cache, self.sources) = (description, folder, cache, sources)
  }

  /// Fetches files, those of the tasks when none are named.
  ///
  /// - Throws: ``Fault``: `missing` for a name that the description does not have, and for what is not at hand offline;
  ///   `data` when what came is not what it should be; `io` when it did not come.
  public func files(named keys: [String] = []) throws -> [Pulled] {
    let known = description.files.map(\.key)
    for key in keys where !known.contains(key) {
      throw Fault(
        .missing, "the cohort '\(description.name)' has no file '\(key)'; it has: \(known.joined(separator: ", ")).")
    }
    let wanted = description.files.filter { keys.isEmpty ? $0.task != nil : keys.contains($0.key) }
    var lock = try CohortLock.read(in: folder) ?? CohortLock(of: description)
    var record: ZenodoRecord?
    return try wanted.map { file in
      let (url, source) = try find(file, lock.files[file.key], &record)
      // Only what is good is kept and pinned.
      if let task = file.task { try check(url, of: file.key, task: task) }
      let digest = try Digest.sha256(ofFile: url)
      let target = folder.appending(path: file.key)
      try place(url, at: target)
      let bytes = try RegularFile(target).size
      let md5 = file.md5 ?? record?.md5(of: file.key)
      let isUnchecked = file.sha256 == nil && md5 == nil && lock.files[file.key] == nil
      lock.files[file.key] = .init(bytes: bytes, sha256: digest, md5: md5)
      try lock.write(in: folder)
      return Pulled(key: file.key, path: target.relativePath, sha256: digest, source: source, isUnchecked: isUnchecked)
    }
  }

  /// Holds a file that came against the checks before a score and the description's facts.
  private func check(_ url: URL, of key: String, task: String) throws {
    let cohort = try locating(.file(key)) { try Cohort.read(url, task: PredictionTasks.named(task)) }
    let problems =
      Soundness(of: cohort).findings.filter(\.spoilsAScore).map(\.description)
      + description.facts.contradictions(subjects: cohort.subjects, fingerprint: cohort.fingerprint, task: task)
    guard problems.isEmpty else {
      throw Fault(.data, at: .file(key), "\(problems.joined(separator: "; ")). It is not kept under the cohort's name.")
    }
  }

  private func find(
    _ file: CohortDescription.File, _ locked: CohortLock.File?, _ record: inout ZenodoRecord?
  ) throws -> (URL, source: String) {
    if let expected = file.sha256, let locked, locked.sha256 != expected {
      throw Fault(
        .data, at: .file(folder.appending(path: CohortLock.fileName).path),
        "it holds '\(file.key)' to SHA-256 \(locked.sha256), the description to \(expected); delete the line of the one "
          + "that is wrong.")
    }
    let pinned = file.sha256 ?? locked?.sha256
    if let pinned, let cached = try cache.file(.init(sha256: pinned, bytes: nil, name: file.key)) {
      return (cached, "the cache")
    }
    if let from = sources.from {
      let expected = try expectation(file, pinned, nil)
      return (try cache.take(from.appending(path: file.key), expected), from.appending(path: file.key).relativePath)
    }
    guard !sources.isOffline else {
      throw Fault(
        .missing, "'\(file.key)' of the cohort '\(description.name)' is not here, and --offline fetches nothing.")
    }
    return try fetch(file, pinned, &record)
  }

  private func fetch(
    _ file: CohortDescription.File, _ pinned: String?, _ record: inout ZenodoRecord?
  ) throws -> (URL, source: String) {
    let address: Address
    if let id = description.source.zenodo {
      let server = try ZenodoAddress(sources.mirror)
      if record == nil { record = try ZenodoRecord.fetch(id, from: server, patience) }
      guard let listed = try record?.file(file.key) else { throw Fault(.software, "a record came and is not there.") }
      if let md5 = file.md5, let now = listed.md5, md5 != now {
        throw Fault(
          .data, at: .file(server.page(id).absoluteString),
          "the record lists MD5 \(now) for '\(file.key)', the description \(md5): the record has another version now.")
      }
      address = try server.file(file.key, of: id)
    } else if let base = description.source.address {
      let mirror = try sources.mirror.map { text in
        guard let url = URL(string: text) else { throw Fault(.usage, "'\(text)' is no address.") }
        return url
      }
      address = try Address((mirror ?? base).appending(path: file.key))
    } else {
      throw Fault(
        .missing,
        "the description of '\(description.name)' names no place to fetch from; give a folder of its files with "
          + "--from DIR.")
    }
    let wanted = try expectation(file, pinned, record.flatMap { try? $0.file(file.key) })
    var download = Download(wanted: wanted, address: address, cache: cache)
    download.patience = patience
    download.progress = { [progress] in progress(file.key, $0, $1) }
    return (try download.fetch(), address.url.absoluteString)
  }

  /// What a file must be: its SHA-256 where somebody knows it, else the MD5 of the record.
  private func expectation(
    _ file: CohortDescription.File, _ pinned: String?, _ listed: ZenodoRecord.File?
  ) throws -> ExpectedFile {
    let bytes = file.bytes ?? listed?.bytes
    if let bytes, bytes > Download.largestFile {
      throw Fault(
        .data,
        "'\(file.key)' has \(bytes) bytes; files of more than \(Download.largestFile) are not fetched here. Fetch it with "
          + "a browser and use it by its path.")
    }
    if let pinned { return ExpectedFile(sha256: pinned, bytes: bytes, name: file.key) }
    return ExpectedFile(md5: file.md5 ?? listed?.md5, bytes: bytes, name: file.key)
  }

  /// Puts a file of the cache where the cohort's files are, without a second copy where the file system allows it.
  private func place(_ url: URL, at target: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let temporary = folder.appending(path: TemporaryFile.name(for: target.lastPathComponent))
    do {
      do { try FileManager.default.linkItem(at: url, to: temporary) } catch {
        try FileManager.default.copyItem(at: url, to: temporary)
      }
      guard rename(temporary.path, target.path) == 0 else {
        throw Fault(.io, at: .file(target.path), "it cannot be written: \(String(cString: strerror(errno))).")
      }
      // Renaming a link to what is there already does nothing and leaves both names.
      try? FileManager.default.removeItem(at: temporary)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw error as? Fault ?? Fault(.io, at: .file(target.path), "it cannot be written: \(error.localizedDescription)")
    }
  }
}

extension ZenodoRecord {
  fileprivate func md5(of key: String) -> String? { files.first { $0.key == key }?.md5 }

  /// Asks for a record.
  /// - Throws: ``Fault``: `missing` when there is none; `data` for an answer that is none; `io` when none came.
  public static func fetch(_ id: Int, from server: ZenodoAddress, _ patience: Patience = Patience()) throws
    -> ZenodoRecord
  {
    let address = try server.record(id)
    let bytes = try Answer.get(address, largest: largestAnswer, patience)
    return try ZenodoRecord(bytes, id: id, from: address.url.absoluteString)
  }
}
