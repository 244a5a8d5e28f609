import Fetching
import Formats
import Foundation
import Publishing
import Registry
import Runs
import TestSupport
import Testing
import Weights

@Suite("A checkpoint of strangers that is published") struct PublishedCheckpointTests {
  @Test func `is published as safetensors, without what else was in it`() throws {
    try withTemporaryFolder { folder in
      let home = HomeFolder(folder.appending(path: "home").path)
      let path = "/home/somebody/results/metrics.csv"
      let data = try Tiny.checkpoint(words: path)
      #expect(data.range(of: Data(path.utf8)) != nil)
      let sha256 = Digest.sha256(of: data)
      let file = folder.appending(path: "tiny.pt")
      try data.write(to: file)
      _ = try BlobCache(home.blobs).take(file, .init(sha256: sha256, bytes: nil, name: "tiny.pt"))
      let catalogue = try Tiny.catalogue(sha256: sha256)
      let site = folder.appending(path: "site")
      let publication = Publication(try RegistryIndex(home: home), catalogue, architectures: [Tiny.self])
      let weights = try #require(try publication.write(to: site).entries.first?.weights)
      #expect(weights.map(\.format) == ["safetensors"] && weights.first?.license == "CC-BY-4.0")
      for name in try FileManager.default.subpathsOfDirectory(atPath: site.path) {
        let url = site.appending(path: name)
        guard !url.hasDirectoryPath, let bytes = try? Data(contentsOf: url) else { continue }
        #expect(bytes.range(of: Data("/home/".utf8)) == nil, "\(name)")
      }
      // Whoever asks the zoo as a mirror finds them by its index, since their digest is not the manifest's.
      let other = HomeFolder(folder.appending(path: "other").path)
      let pull = Pull(
        catalogue, architectures: [Tiny.self], installed: InstalledWeights(other.weights),
        cache: BlobCache(other.blobs),
        sources: .init(mirror: site.path))
      let installed = try pull.install("tiny-jm60")
      #expect(installed.sha256 == weights.first?.sha256)
      #expect(try Artifact.read(installed.url).provenance["source_sha256"] == sha256)
    }
  }
}
