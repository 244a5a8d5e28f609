import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

@Suite("hipzoo train") struct TrainTests {
  /// A folder with a small entry, six people of a trial each and a protocol of one epoch.
  private func withSmallEntry(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      var arrays = try NPZ.read(Fixtures.url("npz/unicode_float32.npz"))
      arrays["subject_id"] = try NumPyArray(.strings((1...6).map { "S\($0)" }))
      try NPZ.write(arrays, to: folder.appending(path: "six_JM60.npz"))
      let quick = try String(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized, encoding: .utf8)
      let once = quick.replacing("name: quick", with: "name: once").replacing("epochs: 30", with: "epochs: 1")
        .replacing("patience: 10", with: "patience: 1")
      try Data(once.utf8).write(to: folder.appending(path: "once.yaml"))
      let zoo = folder.appending(path: "entries")
      try FileManager.default.createDirectory(at: zoo, withIntermediateDirectories: true)
      let entry =
        "name: tiny\narchitecture: LSTM\ntask: joint-moment\nconfiguration: {hidden: 2, layers: 1, dropout: 0}\n"
      try Data(entry.utf8).write(to: zoo.appending(path: "tiny.yaml"))
      try body(folder)
    }
  }

  private func train(_ folder: URL, seed: Int) throws -> Command {
    let run = try Command(
      [
        "train", "tiny", "--protocol", "once.yaml", "--zoo", "entries", "--cohort", "six_JM60.npz", "--quiet", "--seed",
        "\(seed)",
      ], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  @Test func `installs the weights of an entry that has none, and never takes another's place`() throws {
    try withSmallEntry { folder in
      let installed = folder.appending(path: ".hipzoo/weights/tiny.safetensors")
      let first = try train(folder, seed: 1)
      #expect(first.output.contains("wrote .hipzoo/weights/tiny.safetensors"))
      let bytes = try Data(contentsOf: installed)
      let second = try train(folder, seed: 2)
      #expect(try Data(contentsOf: installed) == bytes)
      #expect(
        second.output.contains(
          "tiny keeps the weights it had; for these: hipzoo weights import .hipzoo/runs/tiny-once-s2-"))
      // The second training has weights of its own, which are others.
      let runs = folder.appending(path: ".hipzoo/runs")
      let weights = try FileManager.default.contentsOfDirectory(atPath: runs.path).filter { $0.hasPrefix("tiny-") }
        .sorted()
        .map {
          try Data(contentsOf: runs.appending(path: "\($0)/weights.safetensors"))
        }
      #expect(weights.count == 2 && weights[0] == bytes && weights[1] != bytes)
    }
  }
}
