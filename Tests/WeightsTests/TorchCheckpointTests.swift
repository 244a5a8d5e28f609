import Faults
import Fixtures
import Foundation
import Protocols
import Tensors
import TestSupport
import Testing
import Weights

@Suite("A PyTorch checkpoint")
struct TorchCheckpointTests {
  typealias Writer = CheckpointWriter
  typealias View = CheckpointWriter.View

  @Test("gives its tensors in row-major order, whatever part of a storage they view")
  func views() throws {
    let data = try Writer.file(
      Writer.ordered([
        ("whole", View().pickle), ("turned", View(size: [3, 2], stride: [1, 3]).pickle),
        ("tail", View(offset: 4, size: [2], stride: [1]).pickle),
        ("scalar", View(offset: 5, size: [], stride: []).pickle),
        ("repeated", View(offset: 1, size: [2, 2], stride: [0, 1]).pickle),
        ("empty", View(size: [0, 4], stride: [4, 1]).pickle),
      ]))
    let weights = try TorchCheckpoint(data).weights
    #expect(
      weights == [
        Weight(name: "whole", shape: [2, 3], values: [0, 1, 2, 3, 4, 5]),
        Weight(name: "turned", shape: [3, 2], values: [0, 3, 1, 4, 2, 5]),
        Weight(name: "tail", shape: [2], values: [4, 5]), Weight(name: "scalar", shape: [], values: [5]),
        Weight(name: "repeated", shape: [2, 2], values: [1, 2, 1, 2]),
        Weight(name: "empty", shape: [0, 4], values: []),
      ])
  }

  @Test("gives what the published files say beside the tensors")
  func fields() throws {
    let checkpoint = try TorchCheckpoint(
      Writer.file(
        Writer.dictionary([
          ("state_dict", Writer.ordered([("w", View().pickle)])), ("model_type", Writer.text("lstm")),
          ("target_unit", Writer.text("Nm/kg")), ("mu_x", Writer.row([1, -2.5])), ("sd_x", Writer.row([3, 4])),
          ("in_cols", Writer.list([Writer.text("hip"), Writer.text("knee")])), ("global_seed", Writer.integer(2025)),
          ("out_cols", Writer.row(["moment", "force"])),
          ("hparams", Writer.dictionary([("hidden", Writer.integer(128)), ("bias", Writer.yes), ("r", Writer.none)])),
          ("cv_metrics_csv", Writer.text("/home/somebody/private.csv")),
        ])))
    #expect(checkpoint.modelType == "lstm" && checkpoint.unit == "Nm/kg" && checkpoint.rawUnit == nil)
    #expect(checkpoint.standardisation == Standardisation(mean: [1, -2.5], deviation: [3, 4]))
    #expect(
      checkpoint.inputs == ["hip", "knee"] && checkpoint.outputs == ["moment", "force"] && checkpoint.seed == 2025)
    #expect(checkpoint.hyperparameters == ["hidden": .number("128"), "bias": .boolean(true), "r": .null])
  }

  /// What is wrong, what the message says, and the pickled value.
  static let lies: [(String, String, Data)] = [
    ("an offset behind the end", "leave its storage of 6", View(offset: 1).pickle),
    ("a negative offset", "leave its storage", View(offset: -1).pickle),
    ("a stride that leaves the storage", "leave its storage", View(stride: [4, 1]).pickle),
    ("a negative stride", "leave its storage", View(stride: [-3, 1]).pickle),
    ("a negative size", "leave its storage", View(size: [-2, 3]).pickle),
    ("sizes beyond all counting", "leave its storage", View(size: [1 << 40, 1 << 40], stride: [0, 0]).pickle),
    ("a reach beyond all counting", "leave its storage", View(size: [1 << 32, 1], stride: [1 << 40, 1]).pickle),
    ("more strides than sizes", "leave its storage", View(stride: [3, 1, 1]).pickle),
    ("a terabyte out of 24 bytes", "span far more bytes", View(size: [1 << 38, 1], stride: [0, 0]).pickle),
    ("a storage larger than its file", "states a storage of 7", View(storage: 7).pickle),
    ("a storage of a negative size", "leave its storage", View(storage: -1, size: [0], stride: [1]).pickle),
    ("a storage that is not there", "'7' is not in the file", View(key: "7").pickle),
    ("a storage outside the archive", "is not in the file", View(key: "../../etc/passwd").pickle),
    ("complex numbers", "type 'torch.ComplexFloatStorage'", View(type: "ComplexFloatStorage").pickle),
    (
      "nine axes", "not a tensor of at most 8 axes",
      View(size: [Int](repeating: 1, count: 9), stride: [Int](repeating: 1, count: 9)).pickle
    ),
    ("a number in place of a tensor", "not a tensor", Writer.integer(3)),
    (
      "a call of the system", "calls 'os.system'",
      Writer.call(Writer.global("os", "system"), Writer.tuple(Writer.text("true")))
    ),
    ("a whole model", "calls 'torch.nn.modules.linear.Linear'", Writer.global("torch.nn.modules.linear", "Linear")),
  ]

  @Test("that lies about a tensor is refused with a message that names it", arguments: lies.indices)
  func lie(_ index: Int) throws {
    let (name, words, tensor) = Self.lies[index]
    let data = try Writer.file(Writer.dictionary([("state_dict", Writer.ordered([("w", tensor)]))]))
    expectRefusal(data, words, name)
  }

  @Test("that is no checkpoint, or of another machine, is refused")
  func containers() throws {
    let good = Writer.ordered([("w", View().pickle)])
    let twice = Writer.ordered([("w", View().pickle), ("w", View().pickle)])
    let many = Writer.ordered((0...4096).map { ("w\($0)", View(size: [0], stride: [1]).pickle) })
    for (data, words) in [
      (Data("PK\u{3}\u{4}".utf8), "ZIP"), (try Writer.file(good, order: "big"), "big-endian"),
      (try Writer.file(good, pickle: "archive/model.pkl"), "no 'data.pkl'"),
      (try Writer.file(twice), "'w' twice"), (try Writer.file(many), "holds 4097 tensors"),
      (try Writer.file(Writer.list([View().pickle])), "holds no dictionary"),
      (try Writer.file(Writer.dictionary([("epoch", Writer.integer(3))])), "neither tensors nor a 'state_dict'"),
      (try Writer.file(Writer.dictionary([("state_dict", Writer.text("w"))])), "'state_dict' is not a dictionary"),
      (try Writer.file(Writer.text(String(repeating: "x", count: 1 << 20 + 1))), "1 MiB"),
      (try Writer.file(Data(count: 4 << 20)), "at most 4194304"),
      (try Writer.file(Data(String(repeating: "(", count: 65).utf8)), "64 values inside"),
      (try Writer.file(Data(String(repeating: "N", count: 10_001).utf8)), "10000 values"),
    ] { expectRefusal(data, words, words) }
  }

  @Test("with fields of the wrong kind is refused with the field's name")
  func wrongFields() throws {
    for (name, value, words) in [
      ("in_cols", Writer.list([Writer.integer(1)]), "'in_cols' is not a list of texts"),
      ("out_cols", Writer.global("os", "system"), "'out_cols' calls 'os.system'"),
      ("mu_x", Writer.text("x"), "'mu_x': is not a pickled NumPy array"),
      ("mu_x", View().pickle, "'mu_x': is no row of finite numbers"),
    ] {
      let fields = [("state_dict", Writer.ordered([("w", View().pickle)])), ("sd_x", Writer.row([1])), (name, value)]
      expectRefusal(try Writer.file(Writer.dictionary(fields)), words, name)
    }
  }

  @Test("whose fields that nothing is computed with are of the wrong kind is read, and says what it left out")
  func unusedFields() throws {
    for (name, value, words) in [
      ("model_type", Writer.integer(1), "'model_type' is not a text; it is left out"),
      ("global_seed", Writer.text("x"), "'global_seed' is not an integer; it is left out"),
      (
        "hparams", Writer.dictionary([("x", Writer.list([]))]), "'hparams': 'x' is no number, text, truth value or None"
      ),
      ("test_metrics_overall", Writer.dictionary([("rmse", Writer.text("x"))]), "'rmse' is no number; it is left out"),
    ] {
      let state = ("state_dict", Writer.ordered([("w", View().pickle)]))
      let checkpoint = try TorchCheckpoint(Writer.file(Writer.dictionary([state, (name, value)])))
      #expect(checkpoint.weights.map(\.values) == [[0, 1, 2, 3, 4, 5]])
      #expect(checkpoint.remarks.count == 1 && checkpoint.remarks[0].contains(words), "\(checkpoint.remarks)")
    }
  }

  @Test("that wants to run something runs nothing")
  func executable() {
    let file = Fixtures.url("npz/bad_executable_checkpoint.pt")
    let fault = #expect(throws: Fault.self) { try TorchCheckpoint.read(file) }
    #expect(fault?.kind == .data)
    for words in ["bad_executable_checkpoint.pt: ", "eval", "runs no code"] {
      #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
    }
    #expect(!FileManager.default.fileExists(atPath: "PICKLE_WAS_EXECUTED"))
  }

  @Test("with an empty tensor of impossible sizes is read or refused, never a crash")
  func impossible() throws {
    for sizes in [[0, 1 << 62, 1 << 62], [1 << 62, 0, 1 << 62], [1 << 62, 1 << 62, 0]] {
      let view = View(storage: 0, size: sizes, stride: [1 << 62, 1 << 62, 1])
      let file = try Writer.file(Writer.ordered([("w", view.pickle)]), files: ["archive/data/0": Data()])
      Damage.expectReadOrFault([file]) { _ = try TorchCheckpoint($0) }
    }
  }

  @Test("cut short anywhere or with any byte changed is read or refused, never a crash")
  func fuzz() throws {
    let data = try Writer.file(
      Writer.dictionary([
        ("state_dict", Writer.ordered([("w", View().pickle)])), ("mu_x", Writer.row([1])), ("sd_x", Writer.row([2])),
      ]))
    Damage.expectReadOrFault(Damage.prefixes(data)) { _ = try TorchCheckpoint($0) }
    Damage.expectReadOrFault(Damage.flips(data, first: data.count)) { _ = try TorchCheckpoint($0) }
  }

  private func expectRefusal(_ data: Data, _ words: String, _ name: String) {
    let fault = #expect(throws: Fault.self, "\(name)") { try TorchCheckpoint(data) }
    guard let fault else { return }
    #expect(fault.kind == .data && fault.description.contains(words), "\(name): \(fault)")
    #expect(!fault.description.contains("\n"))
  }
}
