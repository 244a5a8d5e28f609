import Fixtures
import Formats
import Foundation
import Testing
import Weights

@Suite("hipzoo with weights of one's own")
struct WeightsCommandTests {
  static let mean = [String](repeating: "0", count: 10).joined(separator: ",")
  static let deviation = [String](repeating: "20", count: 10).joined(separator: ",")

  /// A workshop with its entry's weights as PyTorch writes them: names with a prefix and numbers, and nothing else.
  private func withForeign(_ body: (Workshop) throws -> Void) throws {
    try Workshop.open { shop in
      let own = try Artifact.read(shop.url(".hipzoo/weights/lstm-jm60.safetensors"))
      let tensors = own.weights.map { Safetensors.Entry("module." + $0.name, shape: $0.shape, floats: $0.values) }
      try Safetensors(tensors: tensors).write(to: shop.url("mine.safetensors"))
      try body(shop)
    }
  }

  @Test("predicts from a file of PyTorch as from the entry, with the standardisation by option or file")
  func predict() throws {
    try withForeign { shop in
      let input = shop.npz("unicode_float32")
      #expect(try shop.run("predict", "lstm-jm60", "--input", input, "--output", "entry.csv").status == 0)
      let file = ["predict", "mine.safetensors", "--as", "lstm-jm60", "--input", input, "--output"]
      let options = ["--mean", Self.mean, "--deviation", Self.deviation]
      let run = try Command(file + ["file.csv"] + options, in: shop.folder)
      #expect(run.status == 0 && run.errors.contains("the prefix 'module.' was taken off the names of all 10 tensors"))
      #expect(try Data(contentsOf: shop.url("file.csv")) == Data(contentsOf: shop.url("entry.csv")))
      try Data("{\"mean\": [\(Self.mean)], \"deviation\": [\(Self.deviation)]}".utf8).write(to: shop.url("said.json"))
      let said = try Command(file + ["said.csv", "--standardisation", "said.json"], in: shop.folder)
      #expect(said.status == 0, "\(said.errors)")
      #expect(try Data(contentsOf: shop.url("said.csv")) == Data(contentsOf: shop.url("entry.csv")))
      try Command(file + ["none.csv"], in: shop.folder).expectFailure(65, "mine.safetensors: ", "--mean")
      try Command(["predict", "lstm-jm60", "--input", input, "--output", "x.csv"] + options, in: shop.folder)
        .expectFailure(64, "'lstm-jm60' is an entry")
    }
  }

  @Test("imports, inspects and scores such a file")
  func others() throws {
    try withForeign { shop in
      let said = ["--as", "lstm-jm60", "--mean", Self.mean, "--deviation", Self.deviation]
      let cohort = ["--cohort", shop.npz("unicode_float32"), "--population", "onfh"]
      let scored = try Command(["evaluate", "mine.safetensors", "--json"] + said + cohort, in: shop.folder)
      let entry = try Command(["evaluate", "lstm-jm60", "--json"] + cohort, in: shop.folder)
      #expect(scored.status == 0 && entry.status == 0, "\(scored.errors)")
      #expect(scored.output.contains("\"rmse\"") || scored.output.contains("RMSE") || !scored.output.isEmpty)
      let before = try Artifact.read(shop.url(".hipzoo/weights/lstm-jm60.safetensors"))
      let imported = try Command(["weights", "import", "mine.safetensors", "--replace"] + said, in: shop.folder)
      #expect(imported.status == 0 && imported.errors.contains("the prefix 'module.'"), "\(imported.errors)")
      let after = try Artifact.read(shop.url(".hipzoo/weights/lstm-jm60.safetensors"))
      #expect(after.weights == before.weights && after.standardisation == before.standardisation)
      #expect(after.provenance["source_file"] == "mine.safetensors")
      let inspected = try shop.run("weights", "inspect", "mine.safetensors")
      #expect(inspected.status == 0 && inspected.output.contains("module.lstm.weight_hh_l0"))
    }
  }

  @Test(
    "says what a file is when it is something else",
    arguments: [
      ("lfs_pointer.pt", "git lfs pull"), ("page.pt", "a web page"), ("model.onnx", "ONNX is not read"),
      ("old_format.pt", "version 1.6 or later"), ("markers.trc", "inverse kinematics"),
    ])
  func kinds(_ file: String, _ words: String) throws {
    try Workshop.open { shop in
      let path = Fixtures.url("cases/16-no-checkpoint-at-all/\(file)").path
      for command in ["import", "inspect"] { try shop.run("weights", command, path).expectFailure(65, file, words) }
      try shop.run("cohort", "inspect", path).expectFailure(65, file, words)
      try shop.run("predict", "lstm-jm60", "--input", path, "--output", "y.csv")
        .expectFailure(65, file, words)
      try shop.run("predict", path, "--input", shop.npz("unicode_float32"), "--output", "y.csv")
        .expectFailure(65, file, words)
    }
  }

  @Test("refuses a sparse file of 3 GiB before it is read")
  func sparse() throws {
    try Workshop.open { shop in
      for name in ["sparse.pt", "sparse.safetensors", "sparse.npz", "sparse.mot"] {
        #expect(FileManager.default.createFile(atPath: shop.url(name).path, contents: nil))
        let file = try FileHandle(forWritingTo: shop.url(name))
        try file.truncate(atOffset: 3 << 30)
        try file.close()
      }
      for name in ["sparse.pt", "sparse.safetensors"] {
        try shop.run("weights", "inspect", name).expectFailure(65, name)
        try shop.run("weights", "import", name).expectFailure(65, name)
      }
      try shop.run("cohort", "inspect", "sparse.npz").expectFailure(65, "sparse.npz")
      try shop.run("predict", "lstm-jm60", "--input", "sparse.mot", "--mass", "70", "--output", "y.csv")
        .expectFailure(65, "sparse.mot")
    }
  }
}
