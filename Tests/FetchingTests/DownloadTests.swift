import Faults
import Fetching
import Formats
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A download") struct DownloadTests {
  @Test func `is in the cache under its digest, and nothing is left beside it`() throws {
    try Wanted.open { wanted in
      let file = try wanted.fetch { _, _ in .whole(wanted.bytes) }
      #expect(file.lastPathComponent == wanted.sha256)
      #expect(try Data(contentsOf: file) == wanted.bytes)
      try wanted.expect(cached: [wanted.sha256], leftovers: [])
      #expect(wanted.requests.count == 1)
      let request = try #require(wanted.requests.first)
      #expect(
        request.hasPrefix("GET /file HTTP/1.1\r\n") && request.contains("User-Agent: hipzoo/\(hipzooVersion) (https://")
      )
      #expect(!request.contains("Range:"))
    }
  }

  @Test func `tells how much has come and how much will`() throws {
    try Wanted.open { wanted in
      let steps = Mutex([(Int, Int?)]())
      _ = try wanted.fetch(progress: { count, all in steps.withLock { $0.append((count, all)) } }) { _, _ in
        .whole(wanted.bytes)
      }
      let told = steps.withLock { $0 }
      #expect(told.last?.0 == wanted.bytes.count && told.allSatisfy { $0.1 == wanted.bytes.count })
      #expect(told.map(\.0) == told.map(\.0).sorted())
    }
  }

  @Test func `whose size nobody knows is taken when its digest is right`() throws {
    try Wanted.open { wanted in
      var unsized = wanted
      unsized.size = nil
      let file = try unsized.fetch { _, _ in .whole(wanted.bytes) }
      #expect(try Data(contentsOf: file) == wanted.bytes)
    }
  }

  @Test func `that breaks half way is gone on from where it broke`() throws {
    try Wanted.open { wanted in
      _ = try wanted.fetch { _, request in wanted.part(of: request, limit: 2000) }
      let ranges = wanted.requests.map { request in
        request.firstRange(of: "Range: bytes=").map { String(request[$0.upperBound...].prefix(5)) }
      }
      #expect(ranges == [nil, "2000-", "4000-"])
      try wanted.expect(cached: [wanted.sha256])
    }
  }

  @Test func `whose command was killed is gone on from the largest part that is left`() throws {
    try Wanted.open { wanted in
      // No process has a number above the largest that Linux gives.
      for count in [1000, 2000, 30] { try wanted.leave(count, by: "-4194305-") }
      let file = try wanted.fetch { _, request in wanted.part(of: request, limit: 5000) }
      #expect(try Data(contentsOf: file) == wanted.bytes)
      #expect(wanted.requests.count == 1 && wanted.requests.first?.contains("Range: bytes=2000-") == true)
      try wanted.expect(cached: [wanted.sha256], leftovers: [])
    }
  }

  @Test func `that another command is at is left to it`() throws {
    try Wanted.open { wanted in
      let own = try wanted.leave(2000, by: "-\(getpid())-")
      _ = try wanted.fetch { _, request in wanted.part(of: request, limit: 5000) }
      #expect(wanted.requests.first?.contains("Range:") == false)
      #expect(try Data(contentsOf: own).count == 2000)
    }
  }

  @Test func `is begun anew by a server that ignores ranges`() throws {
    try Wanted.open { wanted in
      _ = try wanted.fetch { number, _ in number == 0 ? wanted.cut(100) : .whole(wanted.bytes) }
      #expect(wanted.requests.count == 2)
    }
  }

  @Test func `is begun anew by a server that has not so many bytes`() throws {
    try Wanted.open { wanted in
      var patient = wanted
      patient.attempts = 3
      _ = try patient.fetch { number, _ in
        switch number {
        case 0: wanted.cut(100)
        case 1: .init("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close")
        default: .whole(wanted.bytes)
        }
      }
      #expect(wanted.requests.map { $0.contains("Range:") } == [false, true, false])
    }
  }

  @Test func `of which another part comes than was asked for is refused`() throws {
    try Wanted.open { wanted in
      expectFault(.data, "another part of the file") {
        try wanted.fetch { number, _ in
          number == 0
            ? wanted.cut(100)
            : .init(
              "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 99-200/5000\r\nContent-Length: 102",
              Data(wanted.bytes[99...200]))
        }
      }
      try wanted.expect(cached: [], leftovers: [])
    }
  }

  @Test func `that fails keeps what came, and the next one goes on from there`() throws {
    try Wanted.open { wanted in
      // After the first hundred bytes nothing more comes.
      expectFault(.io, "run the command again to go on", "tried 2 times") {
        try wanted.fetch { number, _ in number == 0 ? wanted.cut(100) : .init("HTTP/1.1 503 Later\r\nContent-Length: 0")
        }
      }
      try wanted.expect(cached: [], leftovers: [wanted.sha256])
      wanted.forgetRequests()
      _ = try wanted.fetch { _, request in wanted.part(of: request, limit: 5000) }
      #expect(wanted.requests.map { $0.contains("Range: bytes=100-\r\n") } == [true])
      try wanted.expect(cached: [wanted.sha256], leftovers: [])
    }
  }

  @Test func `whose earlier part was of another file is fetched whole once more`() throws {
    try Wanted.open { wanted in
      _ = try wanted.fetch { number, request in
        number == 0
          ? .init("HTTP/1.1 200 OK\r\nContent-Length: 5000", Data(repeating: 0, count: 100))
          : wanted.part(of: request, limit: 5000)
      }
      #expect(wanted.requests.map { $0.contains("Range:") } == [false, true, false])
    }
  }

  @Test func `is asked for as often as patience says and not once more`() throws {
    try Wanted.open { wanted in
      expectFault(.io, "the server answers 503; tried 2 times.") {
        try wanted.fetch { _, _ in .init("HTTP/1.1 503 Later\r\nContent-Length: 0\r\nConnection: close") }
      }
      #expect(wanted.requests.count == 2)
    }
  }

  @Test(arguments: Lie.allCases) func `of a server that lies is a clear error and no file`(_ lie: Lie) throws {
    try Wanted.open { wanted in
      expectFault(lie.kind, lie.word) { try wanted.fetch { _, _ in lie.answer(wanted.bytes) } }
      try wanted.expect(cached: [], leftovers: lie == .tooShort ? [wanted.sha256] : [])
    }
  }

  @Test func `of a file that is shorter than its index says ends after as many requests as patience has`() throws {
    try Wanted.open { wanted in
      expectFault(.io, "tried 2 times") {
        try wanted.fetch { _, request in
          request.contains("Range:")
            ? .init("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close")
            : .whole(Data(wanted.bytes.prefix(100)))
        }
      }
      #expect(wanted.requests.count == 2)
    }
  }

  @Test(arguments: [Int.max, .max - 99]) func `whose answer states an impossible length is refused`(
    _ length: Int
  ) throws {
    try Wanted.open { wanted in
      expectFault(.data, "it says it has more than 2^63 bytes") {
        try wanted.fetch { number, _ in
          number == 0
            ? wanted.cut(100)
            : .init("HTTP/1.1 206 P\r\nContent-Length: \(length)\r\nContent-Range: bytes 100-/*", Data([1]))
        }
      }
    }
  }

  @Test func `from a server that sends a byte now and then ends, and says how slow it was`() throws {
    try Wanted.open { wanted in
      var hasty = wanted
      (hasty.grace, hasty.rate) = (0, 1000)
      expectFault(.io, "at least 1000 bytes a second are expected") {
        try hasty.fetch { _, _ in
          .init("HTTP/1.1 200 OK\r\nContent-Length: 5000", Data(wanted.bytes.prefix(20)), pause: 0.002)
        }
      }
      try wanted.expect(cached: [], leftovers: [wanted.sha256])
    }
  }

  @Test func `is waited for as the server asks, and that is no slowness of it`() throws {
    try Wanted.open { wanted in
      var hasty = wanted
      hasty.grace = 2
      _ = try hasty.fetch { number, _ in number == 0 ? .later(3) : .whole(wanted.bytes) }
      #expect(wanted.requests.count == 2)
    }
  }

  @Test(arguments: [[21], [1, 20]]) func `is not waited for long, all pauses together`(_ pauses: [Int]) throws {
    try Wanted.open { wanted in
      var patient = wanted
      patient.attempts = 5
      expectFault(.io, "asks to come again in \(pauses[pauses.count - 1]) s") {
        try patient.fetch { number, _ in .later(pauses[min(number, pauses.count - 1)]) }
      }
      #expect(wanted.requests.count == pauses.count)
    }
  }

  @Test func `that takes longer than any file may ends, and is gone on from`() throws {
    try Wanted.open { wanted in
      var hasty = wanted
      hasty.whole = 0
      expectFault(.io, "the most that one file may take; run the command again to go on") {
        try hasty.fetch { _, _ in .whole(wanted.bytes) }
      }
    }
  }

  @Test(arguments: [5, 6]) func `follows five redirects and not six`(_ count: Int) throws {
    try Wanted.open { wanted in
      let fetch = {
        try wanted.fetch { number, _ in
          number < count
            ? .init("HTTP/1.1 302 Found\r\nLocation: /next\(number)\r\nContent-Length: 0\r\nConnection: close")
            : .whole(wanted.bytes)
        }
      }
      if count == 5 { _ = try fetch() } else { expectFault(.data, "more than 5 times") { try fetch() } }
      #expect(wanted.requests.last?.hasPrefix("GET /next4 ") == true)
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308]) func `follows every kind of redirect`(_ status: Int) throws {
    try Wanted.open { wanted in
      _ = try wanted.fetch { number, _ in
        number == 0
          ? .init("HTTP/1.1 \(status) Elsewhere\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close")
          : .whole(wanted.bytes)
      }
      #expect(wanted.requests.last?.hasPrefix("GET /there ") == true)
    }
  }

  @Test func `by two at the same time is one whole file`() async throws {
    try await onOwnThread {
      try Wanted.open { wanted in
        let server = try LyingServer { _, request in wanted.part(of: request, limit: 5000) }
        defer { server.stop() }
        let failures = Mutex([String]())
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
          do { _ = try wanted.download(from: server).fetch() } catch { failures.withLock { $0.append("\(error)") } }
        }
        #expect(failures.withLock { $0 } == [])
        try wanted.expect(cached: [wanted.sha256], leftovers: [])
      }
    }
  }
}

extension LyingServer.Answer {
  /// Asks to come again.
  fileprivate static func later(_ seconds: Int) -> Self {
    .init("HTTP/1.1 503 Later\r\nRetry-After: \(seconds)\r\nContent-Length: 0\r\nConnection: close")
  }
}

/// What a server may do to a download.
enum Lie: String, CaseIterable, CustomTestStringConvertible {
  case otherBytes, tooLong, longerThanSaid, tooShort, redirectToHTTP, redirectToFile, redirectForEver, silence, gone
  var testDescription: String { rawValue }

  func answer(_ truth: Data) -> LyingServer.Answer {
    switch self {
    case .otherBytes: .whole(Data(truth.reversed()))
    case .tooLong: .whole(truth + Data("more".utf8))
    case .longerThanSaid: .init("HTTP/1.1 200 OK\r\nConnection: close", truth + Data("more".utf8))
    case .tooShort: .whole(Data(truth.dropLast(4)))
    case .redirectToHTTP: .init("HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/w\r\nContent-Length: 0")
    case .redirectToFile: .init("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0")
    case .redirectForEver: .init("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close")
    case .silence: .init("HTTP/1.1 200 OK\r\nContent-Length: \(truth.count)", staysOpen: true)
    case .gone: .init("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close")
    }
  }

  var kind: Fault.Kind {
    switch self {
    case .tooShort, .silence: .io
    case .gone: .missing
    default: .data
    }
  }

  var word: String {
    switch self {
    case .otherBytes: "SHA-256"
    case .tooLong: "says it has"
    case .longerThanSaid: "sends more"
    case .tooShort: "bytes came"
    case .redirectToHTTP: "http://192.0.2.1/w"
    case .redirectToFile: "file:///etc/passwd"
    case .redirectForEver: "more than 5 times"
    case .silence: "tried 2 times"
    case .gone: "404"
    }
  }
}

/// A file of 5000 bytes that is to be fetched, the cache that it goes into, and what a server was asked for it.
private struct Wanted: Sendable {
  let bytes = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 5) })
  let sha256: String
  var size: Int? = 5000
  var attempts = 2
  var (rate, grace, whole) = (1, 30, 3600)
  private let folder: URL
  private let asked = Asked()

  private final class Asked: Sendable { let requests = Mutex([String]()) }

  static func open(_ body: (Wanted) throws -> Void) throws {
    try withTemporaryFolder { try body(Wanted($0)) }
  }

  private init(_ folder: URL) {
    self.folder = folder
    sha256 = Digest.sha256(of: bytes)
  }

  private var cache: BlobCache { BlobCache(folder.appending(path: "blobs")) }

  var requests: [String] { asked.requests.withLock { $0 } }
  func forgetRequests() { asked.requests.withLock { $0 = [] } }

  /// Expects these digests in the cache, and nothing beside it but these parts that failures have kept.
  func expect(cached: [String], leftovers: [String] = [], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let files = try cache.check()
    let wrong = files.filter { !$0.isSound }
    let beside = try ["tmp", "partial"].flatMap {
      try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: $0).path)
    }
    #expect(wrong.isEmpty, sourceLocation: sourceLocation)
    #expect(files.map { $0.sha256 } == cached, sourceLocation: sourceLocation)
    #expect(beside == leftovers, sourceLocation: sourceLocation)
  }

  /// Leaves the first bytes as a command does that was killed.
  @discardableResult
  func leave(_ count: Int, by owner: String) throws -> URL {
    let name = TemporaryFile.name(for: sha256).replacing("-\(getpid())-", with: owner)
    let url = folder.appending(path: "tmp/\(name)")
    try FileManager.default.createDirectory(at: folder.appending(path: "tmp"), withIntermediateDirectories: true)
    try bytes.prefix(count).write(to: url)
    return url
  }

  func download(from server: LyingServer) throws -> Download {
    let address = try Address(try #require(URL(string: server.address + "/file")))
    var download = Download(
      wanted: .init(sha256: sha256, bytes: size, name: "the file"), address: address, cache: cache)
    (download.patience.attempts, download.patience.pause, download.patience.stall) = (attempts, 0.01, 1)
    (download.patience.rate, download.patience.grace, download.patience.whole) = (rate, grace, whole)
    return download
  }

  func fetch(
    progress: @escaping @Sendable (Int, Int?) -> Void = { _, _ in },
    _ answer: @escaping @Sendable (Int, String) -> LyingServer.Answer
  ) throws -> URL {
    let server = try LyingServer { [asked] number, request in
      asked.requests.withLock { $0.append(request) }
      return answer(number, request)
    }
    defer { server.stop() }
    var download = try download(from: server)
    download.progress = progress
    return try download.fetch()
  }

  /// The truth that ends too soon.
  func cut(_ count: Int) -> LyingServer.Answer {
    .init("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)", Data(bytes.prefix(count)))
  }

  /// What a server answers that knows ranges and sends no more than so many bytes a connection.
  func part(of request: String, limit: Int) -> LyingServer.Answer {
    let start = request.firstRange(of: "Range: bytes=").flatMap { Int(request[$0.upperBound...].prefix { $0 != "-" }) }
    guard let start else { return cut(limit) }
    return .init(
      "HTTP/1.1 206 Partial Content\r\nContent-Length: \(bytes.count - start)\r\n"
        + "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)", Data(bytes[start...].prefix(limit)))
  }
}
