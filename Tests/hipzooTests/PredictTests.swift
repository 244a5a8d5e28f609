import Fixtures
import Formats
import Foundation
import Testing

@Suite("hipzoo predict")
struct PredictTests {
  static let columns = [
    "trial_idx", "time_idx", "gait_cycle_percent", "subject_id", "height_m", "weight_kg", "speed_label",
    "pred_hip_flexion_r_moment_Nm_per_kg", "pred_hip_adduction_r_moment_Nm_per_kg",
    "pred_hip_rotation_r_moment_Nm_per_kg",
  ]

  @Test("writes the published predictor's columns, a row a frame")
  func csv() throws {
    try Workshop.open { shop in
      let run = try shop.run("predict", "lstm-jm60", "--input", shop.npz("unicode_float32"), "--output", "y.csv")
      #expect(run.status == 0 && run.output.contains("wrote y.csv: 6 gait cycles, joint-moment in Nm/kg"))
      let table = try shop.table("y.csv")
      #expect(table[0] == Self.columns && table.count == 1 + 6 * 180 && table.allSatisfy { $0.count == 10 })
      #expect(Array(table[1][..<7]) == ["0", "0", "0", "H01", "1.71", "66.4", "slow"])
      #expect(Array(table[1080][..<7]) == ["5", "179", "100", "H02", "1.66", "71", "fast"])
    }
  }

  @Test("adds raw units when they are wanted: the values times body mass")
  func rawUnits() throws {
    try Workshop.open { shop in
      let input = shop.npz("unicode_float32")
      #expect(try shop.run("predict", "lstm-jm60", "--input", input, "--output", "y.csv", "--raw-units").status == 0)
      let table = try shop.table("y.csv")
      #expect(
        table[0] == Self.columns + ["flexion", "adduction", "rotation"].map { "pred_hip_\($0)_r_moment_Nm" })
      for row in table.dropFirst() {
        let numbers = row[7...].compactMap(Float.init)
        let mass = try #require(Float(row[5]))
        #expect(numbers.count == 6 && (0..<3).allSatisfy { numbers[$0] * mass == numbers[$0 + 3] })
      }
    }
  }

  @Test("writes the same numbers as NPZ, with the metadata")
  func npz() throws {
    try Workshop.open { shop in
      let input = shop.npz("unicode_float32")
      for output in ["y.csv", "y.npz"] {
        #expect(try shop.run("predict", "lstm-jm60", "--input", input, "--output", output).status == 0)
      }
      let arrays = try NPZ.read(shop.url("y.npz"))
      let predicted = try #require(arrays["Y_pred"])
      #expect(predicted.shape == [6, 180, 3])
      let table = try shop.table("y.csv")
      #expect(predicted.floats == table.dropFirst().flatMap { $0[7...].compactMap(Float.init) })
      #expect(arrays["subject_id"]?.strings == ["H01", "H01", "H01", "H02", "H02", "H02"])
      #expect(arrays["weight_kg"]?.floats?.first == 66.4 && arrays["speed_label"]?.strings?.last == "fast")
      #expect(arrays["out_cols"]?.strings?.count == 3 && arrays["height_m"]?.shape == [6])
    }
  }

  @Test("gives the same bytes for the same trials in any layout, and with any number of threads")
  func layouts() throws {
    try Workshop.open { shop in
      func bytes(_ name: String, _ threads: Int = 2) throws -> Data {
        let run = try shop.run(
          "predict", "lstm-jm60", "--input", shop.npz(name), "--output", "\(name).csv", "--threads", "\(threads)")
        #expect(run.status == 0, "\(run.errors)")
        return try Data(contentsOf: shop.url("\(name).csv"))
      }
      let expected = try bytes("unicode_float32")
      for name in ["swapped_columns", "bytes_big_endian", "fortran_order", "object_float64_deflated"] {
        #expect(try bytes(name) == expected, "\(name)")
      }
      for threads in [1, 3] { #expect(try bytes("unicode_float32", threads) == expected) }
    }
  }

  @Test(
    "warns of angles that look like radians, and of those far from the training's",
    arguments: [
      (0.01, "all 6 trials look like radians, the first: trial 0", 1), (0, "all 6 trials look like radians", 2),
      (40, "all 6 trials have an angle more than 6 training sd away, the first: trial 0", 2),
    ] as [(Float, String, Int)])
  func warnings(_ factor: Float, _ words: String, _ count: Int) throws {
    try Workshop.open { shop in
      var arrays = try NPZ.read(Fixtures.url("npz/unicode_float32.npz"))
      let x = try #require(arrays["X"]?.floats)
      arrays["X"] = try NumPyArray(shape: [6, 180, 10], .floats(x.map { $0 * factor }))
      try NPZ.write(arrays, to: shop.url("odd.npz"))
      let run = try shop.run("predict", "lstm-jm60", "--input", "odd.npz", "--output", "y.csv")
      let lines = run.errors.split(separator: "\n")
      #expect(run.status == 0 && lines.count == count)
      #expect(lines.allSatisfy { $0.hasPrefix("hipzoo: warning: odd.npz: ") }, "\(run.errors)")
      #expect(lines.contains { $0.contains(words) }, "\(run.errors)")
    }
  }

  @Test(
    "refuses a broken file in one line of its own and runs nothing in it",
    arguments: [
      ("bad_executable_pickle", "'subject_id'", "builtins.eval"), ("bad_huge_shape", "'X'", "4611686018427387904"),
      ("bad_missing_Y", "'Y'", "missing"), ("bad_nan", "nan in trial 2, frame 7", "hip_flexion_l"),
      ("bad_not_a_zip", "not a ZIP archive", "PK"), ("bad_shape", "'Y' has the shape [5, 180, 3]", "[6, 180, 3]"),
      ("bad_truncated", "cut short", "directory"), ("bad_unknown_column", "'pelvis_tilt'", "'hip_flexion_r'"),
      ("bad_zero_mass", "'weight_kg' holds 0.0 in trial 0", "20 to 300 kg"),
    ])
  func broken(_ name: String, _ what: String, _ detail: String) throws {
    try Workshop.open { shop in
      let run = try shop.run("predict", "lstm-jm60", "--input", shop.npz(name), "--output", "y.csv")
      run.expectFailure(65, "\(name).npz: ", what, detail)
      let left = try FileManager.default.contentsOfDirectory(atPath: shop.folder.path)
      #expect(left == [".hipzoo"], "\(left)")
    }
  }

  @Test("says in one line what is missing or misunderstood")
  func mistakes() throws {
    try Workshop.open { shop in
      let input = shop.npz("unicode_float32")
      try shop.run("predict", "lstm-jm60", "--input", "no.npz", "--output", "y.csv").expectFailure(66, "no.npz")
      try shop.run("predict", "lstm-jm61", "--input", input, "--output", "y.csv")
        .expectFailure(66, "No entry named 'lstm-jm61'. Did you mean 'lstm-jm60'?")
      try shop.run("predict", "mamba-jm60", "--input", input, "--output", "y.csv")
        .expectFailure(66, "no weights of 'mamba-jm60'", "hipzoo weights import Mamba_JM60.pt")
      try shop.run("predict", "lstm-jm60", "--input", input, "--output", "y.txt").expectFailure(
        64, ".csv, .npz or .sto")
      try shop.run("predict", "lstm-jm60", "--input", input, "--output", "y.sto").expectFailure(64, "no time base")
      try shop.run("predict", "none.safetensors", "--input", input, "--output", "y.csv")
        .expectFailure(66, "none.safetensors")
      for arguments in [
        ["predict"], ["predict", "lstm-jm60", "--inptu", input], ["prdict"], ["list", "--threads", "x"],
      ] {
        let run = try Command(arguments, in: shop.folder)
        #expect(run.status == 64 && run.output.isEmpty && run.errors.contains("Usage"), "\(arguments): \(run.errors)")
      }
      let run = try shop.run("predict", "lstm-jm60", "--input", input, "--output", "/proc/nowhere/y.csv")
      run.expectFailure(74, "/proc/nowhere")
    }
  }

  @Test(
    "with a published checkpoint gives what PyTorch gives",
    .enabled(if: Fixtures.isShared("published"), "needs ../shared/published"),
    arguments: ["LSTM_JM60", "LSTM_MF60", "Mamba_JM60", "Mamba_MF60", "Transformer_JM60", "Transformer_MF60"])
  func published(_ name: String) throws {
    try Workshop.open { shop in
      let source = Fixtures.shared.appending(path: "published")
      let expected = try Safetensors.read(source.appending(path: "expected/\(name).safetensors"))
      let (x, y) = (try #require(expected["x_degrees"]), try #require(expected["y_float64"]).doubles())
      var arrays = try NPZ.read(Fixtures.url("npz/unicode_float32.npz"))
      (arrays["Y"], arrays["out_cols"]) = (nil, nil)
      arrays["X"] = try NumPyArray(shape: x.shape, .floats(x.floats()))
      for (key, value) in [("subject_id", "S01"), ("speed_label", "med")] {
        arrays[key] = try NumPyArray(.strings([String](repeating: value, count: 8)))
      }
      arrays["height_m"] = try NumPyArray(shape: [8], .floats([Float](repeating: 1.7, count: 8)))
      arrays["weight_kg"] = try NumPyArray(shape: [8], .floats([Float](repeating: 70, count: 8)))
      try NPZ.write(arrays, to: shop.url("x.npz"))
      let entry = name.lowercased().replacing("_", with: "-")
      let file = source.appending(path: "\(name).pt").path
      #expect(try shop.run("weights", "import", file, "--replace").output.contains("\(entry): "))
      let run = try shop.run("predict", entry, "--input", "x.npz", "--output", "y.npz")
      #expect(run.status == 0, "\(run.errors)")
      let values = try #require(try NPZ.read(shop.url("y.npz"))["Y_pred"]?.floats)
      let worst = zip(values, y).map { (Double($0) - $1).magnitude }.max() ?? .infinity
      #expect(values.count == y.count && worst <= 2e-5 * (y.map(\.magnitude).max() ?? 0), "\(worst)")
      // The folder of published files serves without an import, too, checked against the manifest's digest.
      let direct = try shop.run(
        "predict", entry, "--input", "x.npz", "--output", "direct.npz", "--weights", source.path, "--home", "nowhere")
      #expect(direct.status == 0, "\(direct.errors)")
      #expect(try Data(contentsOf: shop.url("direct.npz")) == Data(contentsOf: shop.url("y.npz")))
    }
  }
}
