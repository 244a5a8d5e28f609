import Formats
import Foundation
import Runs
import Scores
import Testing

/// A run's folder as an examination leaves it, made of numbers that a test chooses.
struct MadeRun {
  var entry = "alpha"
  var seed: UInt64 = 1
  var task = "joint-moment"
  var rules = "rules"
  var cohort = "walkers"
  var split = "split"
  var origin = "trained"
  var isSynthetic = false
  /// What is added to the RMSE of every subject: subject i has `0.1 * i + shift`.
  var shift = 0.0
  var subjects = ["H01", "H02", "H03", "H04", "H05", "H06"]

  /// The fingerprint of a word, so that equal words are equal things.
  static func fingerprint(_ word: String) -> String { Digest.sha256(of: Data(word.utf8)) }

  var name: String { "\(entry)-\(task)-\(rules)-\(cohort)-\(split)-\(origin)-s\(seed)" }

  private var canonical: String {
    "{\"rules\":{\"scoring\":{\"bootstrap\":{\"samples\":50,\"seed\":0}}},\"is\":\"\(rules)\"}"
  }

  /// Writes what a finished run leaves but for logs and weights, and seals it.
  func write(in home: HomeFolder, sealed: Bool = true) throws -> RunFolder {
    let folder = RunFolder(home.runs.appending(path: name))
    let description = try description()
    try JSONText.write(description, to: folder.description)
    try JSONText.write(RunEnvironment.current(threads: 1, matrixProducts: "test"), to: folder.environment)
    try write(folder.test, description, .healthy, description.cohort, subjects)
    if sealed { try folder.seal() }
    return folder
  }

  /// Writes the scores on an external cohort beside them.
  func writeExternal(_ cohort: String, gap: Double, in home: HomeFolder) throws {
    let folder = RunFolder(home.runs.appending(path: name))
    let summary = try summary(cohort, isSynthetic: false)
    var run = self
    run.shift += gap
    try run.write(folder.external(summary.fingerprint, .onfh), description(), .onfh, summary, ["P01", "P02", "P03"])
    try folder.seal()
  }

  /// Two trials a person, one slow and one fast, every prediction off by the person's error.
  private func write(
    _ files: TestFiles, _ description: RunDescription, _ population: Population,
    _ cohort: RunDescription.CohortSummary, _ people: [String]
  ) throws {
    let (frames, outputs) = (4, ["hip_flexion_r_moment", "hip_adduction_r_moment"])
    var (predictions, references) = ([Float](), [Float]())
    for place in people.indices {
      let error = Float(0.1 * Double(place) + shift)
      for step in 0..<2 * frames * outputs.count {
        let reference = Float(step % 5) - 2
        references.append(reference)
        predictions.append(reference + (step.isMultiple(of: 2) ? error : -error))
      }
    }
    let (subjects, shape) = (people.flatMap { [$0, $0] }, [2 * people.count, frames, outputs.count])
    try NPZ.write(
      [
        "Y_pred": NumPyArray(shape: shape, .floats(predictions)), "subject_id": NumPyArray(.strings(subjects)),
        "speed_label": NumPyArray(.strings(people.flatMap { _ in ["slow", "fast"] })),
        "out_cols": NumPyArray(.strings(outputs)),
      ], to: files.predictions)
    try NPZ.write(
      ["Y": NumPyArray(shape: shape, .floats(references)), "subject_id": NumPyArray(.strings(subjects))],
      to: files.references)
    let kept = try KeptPredictions(predictions: files.predictions, references: files.references)
    try JSONText.write(kept.curves(), to: files.curves)
    let parts: [String: Any] = [
      "run": name, "description": try object(description), "population": population.rawValue,
      "cohort": try object(cohort), "table": try object(kept.table()), "scoring": scoringVersion,
    ]
    try JSONText.write(try decode(parts) as RunScores, to: files.scores)
  }

  private func summary(_ name: String, isSynthetic: Bool) throws -> RunDescription.CohortSummary {
    try decode([
      "name": name, "fingerprint": Self.fingerprint(name), "trials": 12, "subjects": 6, "isSynthetic": isSynthetic,
    ])
  }

  func description() throws -> RunDescription {
    let parts: [String: Any] = [
      "origin": origin, "task": task, "seed": seed,
      "entry": [
        "name": entry, "architecture": "LSTM", "configuration": "{}", "parameters": 7,
        "fingerprint": Self.fingerprint("entry \(entry)"),
      ],
      "rules": ["name": rules, "canonical": canonical, "fingerprint": Self.fingerprint(canonical)],
      "cohort": [
        "name": cohort, "fingerprint": Self.fingerprint(cohort), "trials": 12, "subjects": 6,
        "isSynthetic": isSynthetic,
      ],
      "split": [
        "fingerprint": Self.fingerprint(split),
        "divisions": [["pool": ["H10"], "test": subjects, "validation": [["H10"]]]],
      ],
    ]
    return try decode(parts)
  }

  private func object(_ value: some Encodable) throws -> Any {
    try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
  }

  private func decode<Value: Decodable>(_ parts: [String: Any]) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONSerialization.data(withJSONObject: parts))
  }
}
