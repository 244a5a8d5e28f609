import Faults
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing
import Weights

@Suite("Weights that another program wrote")
struct ForeignWeightsTests {
  typealias Writer = CheckpointWriter
  typealias View = CheckpointWriter.View

  @Test(
    "is read when parameters are halves, doubles or whole numbers",
    arguments: [
      ("HalfStorage", Data([0, 0x3C, 0, 0xC0]), [1, -2] as [Float]),
      ("BFloat16Storage", Data([0x80, 0x3F, 0, 0xC0]), [1, -2]),
      ("DoubleStorage", Data([0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0]), [1, -2]),
      ("IntStorage", Data([1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF]), [1, -2]),
    ])
  func storages(_ type: String, _ bytes: Data, _ values: [Float]) throws {
    let view = View(type: type, storage: 2, size: [2], stride: [1])
    let file = try Writer.file(Writer.ordered([("w", view.pickle)]), files: ["archive/data/0": bytes])
    #expect(try TorchCheckpoint(file).weights.first?.values == values)
  }

  @Test("is read with parameters, beside anything that is not needed")
  func parameters() throws {
    let parameter = Writer.call(
      Writer.global("torch._utils", "_rebuild_parameter"), Writer.tuple(View().pickle, Writer.yes, Writer.ordered([])))
    let run = Writer.call(Writer.global("os", "system"), Writer.tuple(Writer.text("touch RUN")))
    let file = try Writer.file(
      Writer.dictionary([
        ("state_dict", Writer.ordered([("w", parameter)])), ("loss", View(size: [], stride: []).pickle), ("hook", run),
      ]))
    #expect(try TorchCheckpoint(file).weights.map(\.name) == ["w"])
    #expect(!FileManager.default.fileExists(atPath: "RUN"))
  }

  @Test("gives the same means from an array, a tensor, a list and [1, 1, n]")
  func means() throws {
    let row = View(size: [1, 1, 6], stride: [6, 6, 1]).pickle
    let list = Writer.list((0..<6).map { Writer.integer($0) })
    for mean in [Writer.row([0, 1, 2, 3, 4, 5]), row, list, Writer.list([Writer.list([list])])] {
      let state = ("state_dict", Writer.ordered([("w", View().pickle)]))
      let fields = [state, ("mu_x", mean), ("sd_x", Writer.row([1, 1, 1, 1, 1, 1]))]
      let checkpoint = try TorchCheckpoint(Writer.file(Writer.dictionary(fields)))
      #expect(checkpoint.standardisation?.mean == [0, 1, 2, 3, 4, 5])
    }
  }

  @Test(
    "gives the weights and means of the reference, whatever else lies in the checkpoint",
    arguments: [
      "loss_is_a_tensor", "loss_is_a_numpy_number", "mean_is_a_tensor", "mean_is_a_list", "mean_keeps_its_axes",
      "history_is_a_defaultdict",
    ])
  func cases(_ name: String) throws {
    func read(_ name: String) throws -> TorchCheckpoint {
      try TorchCheckpoint.read(Fixtures.url("cases/14-checkpoint-with-something-more-in-it/\(name).pt"))
    }
    let (reference, found) = (try read("reference"), try read(name))
    #expect(found.weights == reference.weights && found.weights.count == 10)
    #expect(found.standardisation == reference.standardisation && found.standardisation?.mean.count == 10)
    #expect(found.outputs == reference.outputs && found.remarks.isEmpty)
  }

  @Test("that would take gigabytes is refused")
  func hostile() {
    expectFault(.data, "pt_pickled_bytes.pt: 'mu_x'", "512 MiB") {
      try TorchCheckpoint.read(Fixtures.url("cases/hostile/pt_pickled_bytes.pt"))
    }
  }

  /// A safetensors file as PyTorch writes it: names and numbers, nothing else.
  private func withPyTorch(prefix: String = "", _ body: (URL, WeightsImport) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let tensors = Tiny.weights.map { Safetensors.Entry(prefix + $0.name, shape: $0.shape, floats: $0.values) }
      let file = folder.appending(path: "mine.safetensors")
      try Safetensors(tensors: tensors).write(to: file)
      try body(file, WeightsImport(Tiny.catalogue(), architectures: [Tiny.self]))
    }
  }

  @Test("by PyTorch as safetensors takes the standardisation from options or a JSON beside it, or asks for it")
  func safetensors() throws {
    let (mean, deviation) = ("0,0,0,0,0,0,0,0,0,0", "1,1,1,1,1,1,1,1,1,1")
    try withPyTorch { file, importing in
      expectFault(.data, "mine.safetensors: ", "--mean", "--standardisation", "--as ENTRY") {
        try importing.imported(file)
      }
      let given = try WeightsDescription(mean: mean, deviation: deviation, file: nil)
      let imported = try importing.imported(file, as: "tiny-jm60", describedBy: given)
      #expect(imported.artifact.standardisation.deviation == [Float](repeating: 1, count: 10))
      #expect(imported.artifact.weights == Tiny.weights.sorted { $0.name < $1.name } && imported.remarks.isEmpty)
      let json = file.deletingPathExtension().appendingPathExtension("json")
      try Data("{\"mu_x\": [\(mean)], \"std\": [\(deviation)], \"entry\": \"tiny-jm60\"}".utf8).write(to: json)
      let beside = try importing.imported(file)
      #expect(beside.artifact == imported.artifact)
      #expect(beside.remarks == ["mean and deviation are those of 'mine.json' beside it"])
    }
    expectFault(.usage, "belong together") { try WeightsDescription(mean: mean, deviation: nil, file: nil) }
    expectFault(.usage, "'x' is no number") { try WeightsDescription(mean: "x", deviation: deviation, file: nil) }
    expectFault(.usage, "above 0") { try WeightsDescription(mean: "1", deviation: "0", file: nil) }
  }

  @Test(
    "loses the prefixes of wrappers, and says so", arguments: ["module.", "_orig_mod.", "model.", "module._orig_mod."])
  func prefixes(_ prefix: String) throws {
    try withPyTorch(prefix: prefix) { file, importing in
      let row = [Float](repeating: 1, count: 10)
      var given = WeightsDescription()
      given.standardisation = .init(mean: row, deviation: row)
      let imported = try importing.imported(file, as: "tiny-jm60", describedBy: given)
      #expect(imported.artifact.weights.map(\.name) == ["map.bias", "map.weight"])
      #expect(imported.remarks == ["the prefix '\(prefix)' was taken off the names of all 2 tensors"])
    }
  }
}
