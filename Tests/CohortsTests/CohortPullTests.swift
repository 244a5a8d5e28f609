import Cohorts
import Faults
import Fetching
import Fixtures
import Formats
import Foundation
import Protocols
import Synchronization
import TestSupport
import Testing

/// Cohorts that are fetched from a record, which answers well or lies.
@Suite("A described cohort") struct CohortPullTests {
  @Test(arguments: [
    "object_float64_deflated", "unicode_float32", "bytes_big_endian", "fortran_order", "swapped_columns",
  ])
  func `comes by the record's checksum and is held to it afterwards`(_ fixture: String) throws {
    try withRecord(fixture) { record in
      let pulled = try record.pull()
      #expect(pulled.map(\.key) == ["walkers_JM60.npz"])
      let file = URL(filePath: pulled[0].path)
      #expect(try Data(contentsOf: file) == record.bytes)
      #expect(pulled[0].sha256 == Digest.sha256(of: record.bytes))
      let lock = try #require(try CohortLock.read(in: record.folder))
      #expect(try lock.files["walkers_JM60.npz"]?.md5 == Digest.of(record.bytes, .md5))

      let asked = record.requests.count
      #expect(try record.pull().map(\.source) == ["the cache"])
      #expect(record.requests.count == asked, "what is there is not asked for again")
      #expect(try record.pull(offline: true).count == 1)

      let cohort = try Cohort.read(file)
      #expect(cohort.described?.name == "walkers" && cohort.described?.doi == "10.5281/zenodo.7")
      #expect(try cohort.statedPopulation().origin == .description)
      #expect(try cohort.selecting([0]).described == cohort.described)
      try Data(record.bytes + [0]).write(to: file)
      expectFault(.data, "was changed after it came", "hipzoo cohort pull walkers") { try Cohort.read(file) }
    }
  }

  @Test func `names the program to the server, as records ask for`() throws {
    try withRecord { record in
      _ = try record.pull()
      for request in record.requests {
        #expect(request.contains("User-Agent: hipzoo/") && request.contains(" (https://"))
      }
    }
  }

  @Test func `is read from the older form of a record`() throws {
    try withRecord(listing: { #"{"files": [{"filename": "\#($0)", "filesize": \#($1), "checksum": "\#($2)"}]}"# }) {
      let pulled = try $0.pull()
      #expect(pulled.count == 1)
    }
  }

  @Test(arguments: [
    (Lie.wrongMD5, Fault.Kind.data, "its MD5 is"), (.short, .io, "tried 2 times"),
    (.webPage, .data, "a web page instead"),
    (.forbidden, .missing, "--from DIR"), (.tooMany, .io, "asks to come again in 3600 s"),
    (.away, .data, "not followed"),
    (.pageForRecord, .data, "a web page instead"), (.noRecord, .missing, "404"),
    (.changed, .data, "another version now"),
    (.otherFile, .missing, "has no file 'walkers_JM60.npz' any more; it has: other.npz"),
  ])
  func `is left alone when the server lies`(_ lie: Lie, _ kind: Fault.Kind, _ words: String) throws {
    try withRecord(lie: lie) { record in
      expectFault(kind, words) { try record.pull() }
      #expect(!FileManager.default.fileExists(atPath: record.folder.appending(path: "walkers_JM60.npz").path))
    }
  }

  @Test func `waits as long as the server asks for, when that is short`() throws {
    try withRecord(lie: .busyOnce) { record in
      let pulled = try record.pull()
      #expect(pulled.count == 1)
    }
  }

  @Test func `is taken from a folder that a browser fetched it into, and checked there too`() throws {
    try withRecord { record in
      try record.bytes.write(to: record.downloads.appending(path: "walkers_JM60.npz"))
      #expect(try record.pull(md5: true, from: record.downloads).count == 1)
      #expect(record.requests.isEmpty)
    }
    try withRecord { record in
      try Data("something else".utf8).write(to: record.downloads.appending(path: "walkers_JM60.npz"))
      expectFault(.data, "its MD5 is") { try record.pull(md5: true, from: record.downloads) }
      expectFault(.missing, "--offline fetches nothing") { try record.pull(offline: true) }
    }
  }

  @Test func `is neither kept nor pinned when it is not what its description says`() throws {
    try withRecord { record in
      try Data(contentsOf: Fixtures.url("npz/bad_nan.npz"))
        .write(to: record.downloads.appending(path: "walkers_JM60.npz"))
      expectFault(.data, "walkers_JM60.npz") { try record.pull(from: record.downloads) }
      let lock = try CohortLock.read(in: record.folder)
      #expect(lock == nil)
      let pulled = try record.pull()
      #expect(pulled.map(\.isUnchecked) == [false])
    }
  }

  @Test func `writes its description from a record`() throws {
    try withRecord { record in
      let found = try ZenodoRecord.fetch(7, from: ZenodoAddress(record.address), record.patience)
      let text = try found.description(name: "theirs", population: "onfh", keys: [])
      let description = try CohortDescription(yaml: Array(text.utf8), file: "theirs.yaml")
      #expect(description.population.rawValue == "onfh" && description.source.zenodo == 7)
      #expect(description.files.map(\.task) == ["joint-moment"])
      #expect(try description.files[0].md5 == Digest.of(record.bytes, .md5) && description.license == "cc-by-4.0")
    }
  }

  enum Lie: Sendable {
    case none, wrongMD5, short, webPage, forbidden, tooMany, busyOnce, away, pageForRecord, noRecord, changed, otherFile
  }

  private func withRecord(
    _ fixture: String = "object_float64_deflated", lie: Lie = .none,
    listing: (@Sendable (String, Int, String) -> String)? = nil, _ body: (Record) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let record = try Record(folder, fixture, lie, listing)
      defer { record.stop() }
      try body(record)
    }
  }
}

/// A record with one cohort's file, on loopback.
private struct Record {
  let bytes: Data
  let folder: URL
  let downloads: URL
  private let cache: BlobCache
  private let server: LyingServer
  private let asked = Asked()
  private let lie: CohortPullTests.Lie

  private final class Asked: Sendable { let requests = Mutex([String]()) }

  var requests: [String] { asked.requests.withLock { $0 } }
  var address: String { server.address }
  var patience: Patience {
    var patience = Patience()
    (patience.attempts, patience.pause, patience.stall) = (2, 0.01, 1)
    return patience
  }

  init(
    _ root: URL, _ fixture: String, _ lie: CohortPullTests.Lie, _ listing: (@Sendable (String, Int, String) -> String)?
  ) throws {
    self.lie = lie
    (folder, downloads) = (root.appending(path: "walkers"), root.appending(path: "downloads"))
    try FileManager.default.createDirectory(at: downloads, withIntermediateDirectories: true)
    cache = BlobCache(root.appending(path: "cache/blobs"))
    let bytes = try Data(contentsOf: Fixtures.url("npz/\(fixture).npz"))
    self.bytes = bytes
    let md5 = try Digest.of(lie == .wrongMD5 ? Data() : bytes, .md5)
    let name = lie == .otherFile ? "other.npz" : "walkers_JM60.npz"
    let answer =
      listing?(name, bytes.count, md5)
      ?? #"{"doi": "10.5281/zenodo.7", "metadata": {"title": "Walkers", "license": {"id": "cc-by-4.0"}}, "#
      + #""files": [{"key": "\#(name)", "size": \#(bytes.count), "checksum": "md5:\#(md5)", "links": {"self": "x"}}]}"#
    server = try LyingServer { [asked] _, request in
      let isFirst = asked.requests.withLock { requests in
        requests.append(request)
        return requests.count { $0.contains("/files/") } == 1
      }
      let page = LyingServer.Answer.whole(Data("<!DOCTYPE html>\n<html>Please wait</html>".utf8))
      guard request.contains("/files/") else {
        switch lie {
        case .pageForRecord: return page
        case .noRecord: return .init("HTTP/1.1 404 Not Found\r\nContent-Length: 0")
        default: return .whole(Data(answer.utf8))
        }
      }
      switch lie {
      case .webPage: return page
      case .short: return .init("HTTP/1.1 200 OK\r\nContent-Length: 10", bytes.prefix(10))
      case .forbidden: return .init("HTTP/1.1 403 Forbidden\r\nContent-Length: 0")
      case .tooMany: return .init("HTTP/1.1 429 Too Many\r\nRetry-After: 3600\r\nContent-Length: 0")
      case .away: return .init("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0")
      case .busyOnce where isFirst: return .init("HTTP/1.1 429 Too Many\r\nRetry-After: 0\r\nContent-Length: 0")
      default: return .whole(bytes)
      }
    }
  }

  func stop() { server.stop() }

  func pull(md5: Bool = false, from: URL? = nil, offline: Bool = false) throws -> [CohortPull.Pulled] {
    let digits = try lie == .changed ? String(repeating: "0", count: 32) : Digest.of(bytes, .md5)
    let text = """
      name: walkers
      title: Walkers
      population: healthy
      source: {zenodo: 7, doi: 10.5281/zenodo.7}
      files: [{key: walkers_JM60.npz, task: joint-moment\(md5 || lie == .changed ? ", md5: \"\(digits)\"" : "")}]
      """
    let description = try CohortDescription(yaml: Array(text.utf8), file: "walkers.yaml")
    var pull = CohortPull(
      description, into: folder, cache: cache,
      sources: .init(from: from, mirror: server.address, isOffline: offline))
    pull.patience = patience
    return try pull.files()
  }
}
