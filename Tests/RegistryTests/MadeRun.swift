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

  /// Writes `run.json`, `environment.json` and `scores.json`.
  func write(in home: HomeFolder) throws -> RunFolder {
    let folder = RunFolder(home.runs.appending(path: name))
    let description = try description()
    try JSONText.write(description, to: folder.description)
    try JSONText.write(RunEnvironment.current(threads: 1, matrixProducts: "test"), to: folder.environment)
    try JSONText.write(
      scores(description, population: .healthy, cohort: description.cohort, subjects: subjects), to: folder.scores)
    return folder
  }

  /// Writes the scores on an external cohort beside them.
  func writeExternal(_ cohort: String, gap: Double, in home: HomeFolder) throws {
    let folder = RunFolder(home.runs.appending(path: name))
    let summary = try summary(cohort, isSynthetic: false)
    var run = self
    run.shift += gap
    try JSONText.write(
      run.scores(description(), population: .onfh, cohort: summary, subjects: ["P01", "P02", "P03"]),
      to: folder.external(summary.fingerprint).scores)
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

  private func scores(
    _ description: RunDescription, population: Population, cohort: RunDescription.CohortSummary, subjects: [String]
  ) throws -> RunScores {
    let outputs: [String?] = [nil, "hip_flexion_r_moment", "hip_adduction_r_moment"]
    let table = ScoreTable(
      scores: subjects.enumerated().flatMap { place, subject in
        ["overall", "fast", "slow"].flatMap { subset in
          outputs.map { output in
            let rmse = 0.1 * Double(place) + shift + (subset == "fast" ? 0.01 : 0)
            return SubjectScore(
              subject: subject, subset: subset, output: output, trials: 2, rmse: rmse, mae: rmse / 2, r2: 1 - rmse)
          }
        }
      })
    let parts: [String: Any] = [
      "run": name, "description": try object(description), "population": population.rawValue,
      "cohort": try object(cohort), "table": try object(table),
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
