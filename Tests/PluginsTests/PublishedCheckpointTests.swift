import Faults
import Fixtures
import Formats
import Foundation
import Tensors
import Testing
import Weights

/// What a published checkpoint predicts for x[t, c] = sin(0.05 (t + 1) (c + 1)), in float64 (docs/semantics.md,
/// section 10).
struct Golden: Sendable, CustomTestStringConvertible {
  let file, entry: String
  let mean: Double
  /// The first three outputs of frames 0, 89 and 179.
  let frames: [[Double]]

  var testDescription: String { file }

  init(_ file: String, _ entry: String, _ mean: Double, _ frames: [[Double]]) {
    (self.file, self.entry, self.mean, self.frames) = (file, entry, mean, frames)
  }

  static let all = [
    Golden(
      "LSTM_JM60", "lstm-jm60", -0.109662852,
      [
        [0.1036022, -0.0818477, -0.0347670], [0.1486056, -0.4396961, 0.0040079], [-0.1679627, -0.3397712, 0.0184546],
      ]),
    Golden(
      "Transformer_JM60", "transformer-jm60", -0.048004581,
      [
        [0.6388183, -0.2396239, 0.0114753], [0.4647179, -0.3756727, -0.0942964], [0.4133592, -0.0079102, -0.0141626],
      ]),
    Golden(
      "Mamba_JM60", "mamba-jm60", -0.052476830,
      [
        [0.0806509, -0.1335159, 0.0322332], [0.2478588, -0.1774650, -0.0061271], [-0.2109770, 0.0431810, 0.0106760],
      ]),
    Golden(
      "LSTM_MF60", "lstm-mf60", 1.367386767,
      [[0.0659539, 0.0334681, 0.0932290], [0.1979551, 0.2115897, 0.1178751], [0.4070302, 0.7464164, 0.7428460]]),
    Golden(
      "Transformer_MF60", "transformer-mf60", 1.101415364,
      [[0.2863128, 0.7588176, 0.5970536], [0.2734867, 0.6381481, 0.2466621], [0.1704613, 0.3460293, 0.4122355]]),
    Golden(
      "Mamba_MF60", "mamba-mf60", 1.249629563,
      [[-0.0356460, 0.6619577, 0.2996632], [0.3247026, 1.1741482, 0.5215144], [0.1775161, 0.3403301, 0.3229128]]),
  ]
}

@Suite("A published checkpoint", .enabled(if: Fixtures.isShared("published"), "needs ../shared/published"))
struct PublishedCheckpointTests {
  static func artifact(_ golden: Golden) throws -> Artifact {
    try WeightsImport(PublishedParametersTests.catalogue.get(), architectures: shippedArchitectures)
      .artifact(Fixtures.shared.appending(path: "published/\(golden.file).pt"))
  }

  @Test("finds its entry by its digest and predicts what PyTorch predicts in float64", arguments: Golden.all)
  func predictions(_ golden: Golden) throws {
    let artifact = try Self.artifact(golden)
    #expect(artifact.entry == golden.entry)
    let expected = try Safetensors.read(
      Fixtures.shared.appending(path: "published/expected/\(golden.file).safetensors"))
    let angles = try #require(expected["x_degrees"])
    let outputs = try #require(expected["y_float64"]).doubles()
    let predictor = try artifact.predictor(among: shippedArchitectures)
    for threads in [1, 2] {
      let values = predictor.predict(angles.floats(), frames: 180, threads: threads)
      #expect(values.count == outputs.count)
      expectClose(values, outputs, within: 2e-5, "predictions with \(threads) threads")
    }
  }

  @Test("gives the golden outputs for sine waves", arguments: Golden.all)
  func sines(_ golden: Golden) throws {
    let predictor = try Self.artifact(golden).predictor(among: shippedArchitectures)
    let x = (0..<180).flatMap { t in (0..<10).map { c in Float(sin(0.05 * Double((t + 1) * (c + 1)))) } }
    let y = predictor.model(Tensor(x, shape: [1, 180, 10]), .evaluation).values
    let tolerance: Float = golden.file.hasSuffix("JM60") ? 1e-6 : 1.5e-5
    let width = predictor.outputs
    for (frame, expected) in zip([0, 89, 179], golden.frames) {
      for (value, expected) in zip(y[(frame * width)...], expected) {
        #expect((value - Float(expected)).magnitude < tolerance, "frame \(frame)")
      }
    }
    let mean = y.reduce(0) { $0 + Double($1) } / Double(y.count)
    #expect((mean - golden.mean).magnitude < Double(tolerance))
  }

  @Test("survives the way through a weights file, which holds no path of its authors", arguments: Golden.all)
  func files(_ golden: Golden) throws {
    let artifact = try Self.artifact(golden)
    let bytes = try artifact.encoded()
    #expect(try Artifact(bytes) == artifact)
    let header = String(decoding: bytes.prefix(20_000), as: UTF8.self)
    for trace in ["/home/", "/root/", "\\Users", ".csv"] { #expect(!header.contains(trace), "\(trace)") }
    #expect(artifact.provenance["source_file"] == "\(golden.file).pt")
    #expect(artifact.provenance["license"] == "MIT")
  }

  @Test("keeps the subjects of the published hold-out", arguments: Golden.all)
  func subjects(_ golden: Golden) throws {
    let checkpoint = try TorchCheckpoint.read(Fixtures.shared.appending(path: "published/\(golden.file).pt"))
    #expect(
      checkpoint.testSubjects == [
        "H29", "H56", "H19", "H25", "H08", "H18", "H28", "H51", "H60", "H40", "H45", "H06",
      ])
    #expect(checkpoint.seed == 2025)
  }

  @Test("is refused as the weights of another entry")
  func otherEntry() throws {
    let importing = WeightsImport(try PublishedParametersTests.catalogue.get(), architectures: shippedArchitectures)
    let file = Fixtures.shared.appending(path: "published/LSTM_JM60.pt")
    for (entry, words) in [
      ("transformer-jm60", "'input_proj.weight' of shape [128, 10] is missing"),
      ("lstm-mf60", "the checkpoint predicts"),
      ("lstm-jm61", "Did you mean"),
    ] {
      let fault = #expect(throws: Fault.self) { try importing.artifact(file, as: entry) }
      #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
    }
  }
}
