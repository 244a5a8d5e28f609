import Fixtures
import Formats
import Foundation
import Runs
import Testing

@Suite("hipzoo predict --interval")
struct PredictIntervalTests {
  @Test func `writes the ends of a band that is symmetrical and the same for all trials`() throws {
    try Workshop.open { shop in
      let input = shop.npz("unicode_float32")
      let options = ["--input", input, "--interval", "50", "--calibrate", input]
      let run = try shop.run(["predict", "lstm-jm60", "--output", "y.csv", "--raw-units"] + options)
      #expect(run.status == 0, "\(run.errors)")
      #expect(
        run.errors.contains("50 % bands calibrated on unicode_float32") && run.errors.contains("2 people, 6 trials"))
      #expect(run.errors.contains("not promised"))
      let table = try shop.table("y.csv")
      func column(_ name: String) throws -> [Float] {
        let place = try #require(table[0].firstIndex(of: name), "no column \(name)")
        return table.dropFirst().compactMap { Float($0[place]) }
      }
      let joint = "hip_flexion_r_moment_Nm"
      let (low, mean, high) = (
        try column("low50_\(joint)_per_kg"), try column("pred_\(joint)_per_kg"), try column("high50_\(joint)_per_kg")
      )
      #expect(low.count == 1080 && high.count == 1080)
      for row in low.indices {
        #expect(abs(high[row] - mean[row] - (mean[row] - low[row])) < 1e-5)
        #expect(abs(high[row] - mean[row] - (high[row % 180] - mean[row % 180])) < 1e-5 && high[row] > low[row])
      }
      let (raw, masses) = (try column("high50_\(joint)"), try column("weight_kg"))
      #expect(raw.indices.allSatisfy { abs(raw[$0] - high[$0] * masses[$0]) < 1e-3 })

      #expect(try shop.run(["predict", "lstm-jm60", "--output", "y.npz"] + options).status == 0)
      let arrays = try NPZ.read(shop.url("y.npz"))
      #expect(arrays["interval"]?.floats == [0.5] && arrays["Y_low"]?.shape == [6, 180, 3])
      let first = stride(from: 0, to: 3240, by: 3).compactMap { arrays["Y_high"]?.floats?[$0] }
      #expect(first == high)

      // A file of predictions with a band is still one of predictions.
      #expect(try shop.run("evaluate", "--predictions", "y.csv", "--cohort", input).status == 0)

      let kept = try HomeFolder(shop.url(".hipzoo").path).calibrationRecords()
      #expect(kept.count == 1 && kept.first?.level == 50 && kept.first?.people == 2 && kept.first?.coverage != nil)
      #expect(try shop.run("publish", "--output", "site").status == 0)
      let file = shop.url("site/cards").appending(path: "lstm-jm60.md")
      let card = try String(contentsOf: file, encoding: .utf8)
      #expect(card.contains("## Bands around predictions\n\n- 50 % bands calibrated on unicode_float32"))
    }
  }

  @Test(arguments: [
    (
      ["--interval", "90", "--calibrate", "INPUT"], Int32(65), "2 people are left to calibrate with; 90 % bands need 9"
    ),
    (["--interval", "90"], 64, "--interval and --calibrate belong together"),
    (["--interval", "100", "--calibrate", "INPUT"], 64, "--interval is 100"),
    (["--population", "onfh"], 64, "--population is about the cohort of --calibrate"),
    (["--interval", "50", "--calibrate", "none.npz"], 66, "none.npz"),
  ])
  func `says what is missing`(options: [String], status: Int32, sentence: String) throws {
    try Workshop.open { shop in
      let input = shop.npz("unicode_float32")
      let words = options.map { $0 == "INPUT" ? input : $0 }
      let run = try shop.run(["predict", "lstm-jm60", "--input", input, "--output", "y.csv"] + words)
      #expect(run.status == status && run.errors.contains(sentence), "\(run.status): \(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: shop.url("y.csv").path))
    }
  }
}
