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

  @Test func whatIsNotWhatWasPublishedIsNeitherKeptNorInstalled() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let server = try LyingServer { _, request in zoo.answer(request, .whole(Data(zoo.bytes.reversed()))) }
      defer { server.stop() }
      expectFault(.data, "SHA-256", zoo.sha256) { _ = try zoo.pull(home, from: server.address).install("tiny") }
      #expect(try zoo.cached(in: home) == [])
      #expect(!FileManager.default.fileExists(atPath: InstalledWeights(home.weights).file(of: "tiny").path))
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
      // This server is honest, but waits for a thread while other tests run.
      (pull.patience.stall, pull.patience.grace, pull.patience.answer) = (600, 600, 600)
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
