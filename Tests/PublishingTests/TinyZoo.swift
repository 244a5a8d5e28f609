import Fetching
import Formats
import Foundation
import LSTM
import Protocols
import Runs
import TestSupport
import Weights

/// A zoo of one small entry, with weights.
struct TinyZoo {
  let catalogue: Catalogue
  let bytes: Data
  let sha256: String

  init() throws {
    let configuration = "{hidden: 4, layers: 1, dropout: 0.0}"
    let head = """
      schema: 1
      name: tiny
      architecture: LSTM
      task: joint-moment
      configuration: \(configuration)
      license: MIT
      """
    let manifest = try Manifest(yaml: Array(head.utf8), file: "tiny.yaml")
    let configured = try manifest.configured(among: [LSTM.self])
    let task = manifest.task
    let artifact = try Artifact(
      entry: "tiny", architecture: "LSTM", task: task.name, configuration: configured.configuration.json,
      standardisation: Standardisation(
        mean: [Float](repeating: 0, count: 10), deviation: [Float](repeating: 20, count: 10)),
      inputs: task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit,
      weights: configured.parameters(of: task).weights, provenance: ["license": "MIT"])
    bytes = try artifact.encoded()
    sha256 = Digest.sha256(of: bytes)
    let text = """
      \(head)
      weights:
        - source: https://weights.invalid/tiny.safetensors
          sha256: \(sha256)
          bytes: \(bytes.count)
          license: MIT
      """
    catalogue = try Catalogue(builtIn: [.init(name: "tiny.yaml", text: text)], architectures: ["LSTM"])
  }

  /// A pull that loses patience soon.
  func pull(_ home: HomeFolder, from: String? = nil, isOffline: Bool = false) -> Pull {
    var pull = Pull(
      catalogue, architectures: [LSTM.self], installed: InstalledWeights(home.weights), cache: BlobCache(home.blobs),
      sources: .init(from: from, isOffline: isOffline))
    (pull.patience.attempts, pull.patience.pause, pull.patience.stall) = (2, 0.01, 1)
    return pull
  }

  /// The index of a published zoo that says the truth, or the answer of a test to all else.
  func answer(_ request: String, _ other: LyingServer.Answer) -> LyingServer.Answer {
    guard request.hasPrefix("GET /index.json ") else { return other }
    let index = """
      {"schema":1,"hipzoo":"0.1.0","entries":[{"name":"tiny","task":"joint-moment","architecture":"LSTM",
      "manifest":"zoo/tiny.yaml","card":"cards/tiny.md","weights":[{"file":"tiny.safetensors","sha256":"\(sha256)",
      "bytes":\(bytes.count),"format":"safetensors"}]}]}
      """
    return .whole(Data(index.utf8))
  }

  /// The names in the cache.
  func cached(in home: HomeFolder) throws -> [String] { try BlobCache(home.blobs).check().map(\.sha256) }

  func keepInCache(_ home: HomeFolder) throws -> URL {
    let file = try makeFolder(home.url).appending(path: "tiny.safetensors")
    try bytes.write(to: file)
    return try BlobCache(home.blobs).take(file, .init(sha256: sha256, bytes: bytes.count, name: "tiny.safetensors"))
  }

  func makeFolder(_ url: URL) throws -> URL {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }
}
