import Faults
import Fetching
import Formats
import Foundation
import LSTM
import Protocols
import Publishing
import Registry
import Runs
import TestSupport
import Testing
import Weights

@Suite struct PullTests {
  @Test func whatAPublishedZooServesIsInstalledAndTakenFromTheCacheTheNextTime() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let server = try LyingServer { _, request in zoo.answer(request, .whole(zoo.bytes)) }
      let installed = try zoo.pull(home, from: server.address).install("tiny")
      server.stop()
      #expect(installed.sha256 == zoo.sha256)
      #expect(try Data(contentsOf: InstalledWeights(home.weights).file(of: "tiny")) == zoo.bytes)
      #expect(try zoo.cached(in: home) == [zoo.sha256])
      let blob = BlobCache(home.blobs).url(of: zoo.sha256)
      #expect(try Data(contentsOf: blob) == zoo.bytes)
    }
  }

  @Test func aConnectionThatBreaksHalfWayIsGoneOnFromWhereItBroke() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let half = zoo.bytes.count / 2
      let server = try LyingServer { _, request in
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(zoo.bytes.count)"
        let rest = Data(zoo.bytes.dropFirst(half))
        let isResumed = request.contains("Range: bytes=\(half)-\r\n")
        return zoo.answer(
          request,
          isResumed
            ? .init(
              "HTTP/1.1 206 Partial Content\r\nContent-Length: \(rest.count)\r\n"
                + "Content-Range: bytes \(half)-\(zoo.bytes.count - 1)/\(zoo.bytes.count)", rest)
            : .init(head, Data(zoo.bytes.prefix(half))))
      }
      defer { server.stop() }
      #expect(try zoo.pull(home, from: server.address).install("tiny").sha256 == zoo.sha256)
    }
  }

  @Test func aServerThatIgnoresRangesStartsTheFileAnew() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let server = try LyingServer { number, request in
        // The index is request 0; the first download breaks, the second is whole whatever was asked for.
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(zoo.bytes.count)"
        return zoo.answer(
          request, number == 1 ? .init(head, Data(zoo.bytes.prefix(100))) : .whole(zoo.bytes))
      }
      defer { server.stop() }
      #expect(try zoo.pull(home, from: server.address).install("tiny").sha256 == zoo.sha256)
    }
  }

  @Test func aFailedPullIsGoneOnFromByTheNextOne() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let breaking = try LyingServer { _, request in
        // The second answer brings nothing more, and so do all after it.
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(zoo.bytes.count)"
        let rest = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 100-200/300\r\nContent-Length: 101"
        return zoo.answer(
          request, request.contains("Range:") ? .init(rest) : .init(head, Data(zoo.bytes.prefix(100))))
      }
      expectFault(.io, "kept") { _ = try zoo.pull(home, from: breaking.address).install("tiny") }
      breaking.stop()
      #expect(try zoo.cached(in: home) == [])
      let server = try LyingServer { _, request in
        let rest = Data(zoo.bytes.dropFirst(100))
        let range = "bytes 100-\(zoo.bytes.count - 1)/\(zoo.bytes.count)"
        let whole = LyingServer.Answer("HTTP/1.1 500 No")
        return zoo.answer(
          request,
          request.contains("Range: bytes=100-")
            ? .init("HTTP/1.1 206 Partial\r\nContent-Range: \(range)\r\nContent-Length: \(rest.count)", rest) : whole)
      }
      defer { server.stop() }
      #expect(try zoo.pull(home, from: server.address).install("tiny").sha256 == zoo.sha256)
    }
  }

  @Test(arguments: Lie.allCases)
  func aLieIsAClearErrorAndNoFileInTheCache(_ lie: Lie) throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let server = try LyingServer { _, request in zoo.answer(request, lie.answer(zoo.bytes)) }
      defer { server.stop() }
      expectFault(lie.kind, lie.word) { _ = try zoo.pull(home, from: server.address).install("tiny") }
      #expect(try zoo.cached(in: home) == [])
      #expect(!FileManager.default.fileExists(atPath: InstalledWeights(home.weights).file(of: "tiny").path))
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

  @Test func offlineSaysWhatIsMissingAndWorksFromTheCache() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      expectFault(.missing, "tiny.safetensors", zoo.sha256, "--offline") {
        _ = try zoo.pull(home, isOffline: true).install("tiny")
      }
      _ = try zoo.keepInCache(home)
      #expect(try zoo.pull(home, isOffline: true).install("tiny").source == "the cache")
    }
  }

  @Test(arguments: ["http://192.0.2.1/zoo", "ftp://127.0.0.1/", "http://127.0.0.1.example.com/"])
  func onlyHTTPSAndLoopbackAreAsked(_ address: String) throws {
    try withHome { home in
      expectFault(.usage, "https") { _ = try TinyZoo().pull(home, from: address).install("tiny") }
    }
  }

  @Test func aCachedFileThatChangedIsNotUsed() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let blob = try zoo.keepInCache(home)
      try Data("other".utf8).write(to: blob)
      expectFault(.missing, "not in the cache") { _ = try zoo.pull(home, isOffline: true).install("tiny") }
    }
  }

  @Test func aPublishedFolderIsPulledFromByPathAndOverHTTP() async throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "hipzoo-publish-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let zoo = try TinyZoo()
    let (home, site) = (HomeFolder(root.appending(path: "home").path), root.appending(path: "site"))
    try zoo.bytes.write(to: try zoo.makeFolder(home.weights).appending(path: "tiny.safetensors"))
    let publication = Publication(try RegistryIndex(home: home), zoo.catalogue, architectures: [LSTM.self])
    let index = try publication.write(to: site)
    #expect(index.entries.map(\.name) == ["tiny"])
    #expect(index.entries[0].weights.map(\.sha256) == [zoo.sha256])
    let card = try String(contentsOf: site.appending(path: "cards/tiny.md"), encoding: .utf8)
    for word in ["Nm/kg", "diagnosis", "MIT", "Citation"] { #expect(card.contains(word), "\(word)") }
    // The manifest that was published is one that can be read again.
    let manifest = try Manifest(
      yaml: [UInt8](Data(contentsOf: site.appending(path: "zoo/tiny.yaml"))), file: "tiny.yaml")
    #expect(manifest.name == "tiny")
    let first = try Data(contentsOf: site.appending(path: "leaderboard.json"))
    _ = try publication.write(to: site)
    #expect(try Data(contentsOf: site.appending(path: "leaderboard.json")) == first)

    let server = try await StaticServer(site, port: 0)
    let task = Task { try await server.run() }
    defer { task.cancel() }
    let taken = await #expect(throws: Fault.self) { try await StaticServer(site, port: server.port) }
    #expect(taken?.description.hasSuffix(": Address already in use; choose another with --port.") == true)
    for (number, place) in [site.path, "http://127.0.0.1:\(server.port)"].enumerated() {
      let other = HomeFolder(root.appending(path: "other-\(number)").path)
      var pull = zoo.pull(other, from: place)
      pull.patience.stall = 60  // This server is honest, but waits for a thread while other tests run.
      let installed = try await onThread { [pull] in try pull.install("tiny") }
      #expect(installed.sha256 == zoo.sha256, "\(place)")
    }
    for path in ["/../home/registry.sqlite", "/%2e%2e/home/registry.sqlite", "/blobs", "/.hidden", "//etc/passwd"] {
      let text = try await onThread { try ask(server.port, "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n") }
      #expect(text.hasPrefix("HTTP/1.1 404"), "\(path): \(text.prefix(80))")
    }
    let refused = try await onThread { try ask(server.port, "PUT /index.json HTTP/1.1\r\nHost: x\r\n\r\n") }
    #expect(refused.hasPrefix("HTTP/1.1 405"))
  }
}

/// Work that blocks, off the threads that serve.
private func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
  }
}

/// Sends bytes to a port of loopback and returns all that comes back.
private func ask(_ port: UInt16, _ request: String) throws -> String {
  let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(connection) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let isConnected = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
  try #require(isConnected)
  _ = request.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
  var (text, buffer) = ("", [UInt8](repeating: 0, count: 4096))
  while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
    text += String(decoding: buffer.prefix(count), as: UTF8.self)
  }
  return text
}
