import Fixtures
import Formats
import Foundation
import Jobs
import LSTM
import Protocols
import TestSupport
import Testing
import Weights

/// A folder with the weights of one entry: those that a training of `lstm-jm60` starts from.
struct Workshop {
  let folder: URL

  /// Makes the folder for one test and removes it afterwards.
  static func open(_ body: (Workshop) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let workshop = Workshop(folder: folder)
      try weights.get().write(to: folder.appending(path: ".hipzoo/weights/lstm-jm60.safetensors"))
      try body(workshop)
    }
  }

  private static let weights = Result {
    let text = try String(contentsOf: Fixtures.url("../../zoo/lstm-jm60.yaml").standardized, encoding: .utf8)
    let manifest = try Manifest(yaml: Array(text.utf8), file: "lstm-jm60.yaml")
    let configured = try manifest.configured(among: [LSTM.self])
    return try Artifact(
      entry: manifest.name, architecture: "LSTM", task: manifest.task.name,
      configuration: configured.configuration.json,
      standardisation: Standardisation(
        mean: [Float](repeating: 0, count: 10), deviation: [Float](repeating: 20, count: 10)),
      inputs: manifest.task.inputs, outputs: manifest.task.outputs, unit: manifest.task.unit,
      rawUnit: manifest.task.rawUnit, weights: configured.parameters(of: manifest.task).weights)
  }

  func run(_ arguments: String...) throws -> Command { try run(arguments) }
  func run(_ arguments: [String]) throws -> Command { try Command(arguments, in: folder) }

  func url(_ name: String) -> URL { folder.appending(path: name) }

  /// The path of a fixture.
  func npz(_ name: String) -> String { Fixtures.url("npz/\(name).npz").path }

  /// The cells of a CSV file.
  func table(_ name: String) throws -> [[String]] {
    try String(contentsOf: url(name), encoding: .utf8).split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Writes a manifest into the folder `more`.
  func write(_ manifest: String, to name: String) throws {
    try FileManager.default.createDirectory(at: url("more"), withIntermediateDirectories: true)
    try Data(manifest.utf8).write(to: url("more/\(name)"))
  }
}
