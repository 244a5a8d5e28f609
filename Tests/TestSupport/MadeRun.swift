import Formats
import Foundation
import Runs
import Scores

/// A run's folder as an examination leaves it, made of numbers that a test chooses.
package struct MadeRun: Sendable {
  package var entry: String
  package var seed: UInt64
  package var task: String
  package var rules: String
  package var cohort: String
  package var split: String
  package var origin: String
  package var isSynthetic: Bool
  /// What is added to the RMSE of every subject: subject i has `0.1 * i + shift`.
  package var shift: Double
  package var subjects = ["H01", "H02", "H03", "H04", "H05", "H06"]
  package var parameters: Int? = 7
  /// The scores on the test subjects, where the shift does not say them.
  package var table: ScoreTable?
  /// What figures show of the test.
  package var curves: GaitCurves?
  /// The epochs of each fold and of the final training.
  package var folds: [[EpochRecord]] = [[]]
  package var final: [EpochRecord] = []

  package init(
    entry: String = "alpha", seed: UInt64 = 1, task: String = "joint-moment", rules: String = "rules",
    cohort: String = "walkers", split: String = "split", origin: String = "trained", isSynthetic: Bool = false,
    shift: Double = 0
  ) {
    self.entry = entry
    self.seed = seed
    self.task = task
    self.rules = rules
    self.cohort = cohort
    self.split = split
    self.origin = origin
    self.isSynthetic = isSynthetic
    self.shift = shift
  }

  /// The fingerprint of a word, so that equal words are equal things.
  package static func fingerprint(_ word: String) -> String { Digest.sha256(of: Data(word.utf8)) }

  package var name: String { "\(entry)-\(task)-\(rules)-\(cohort)-\(split)-\(origin)-s\(seed)" }

  private var canonical: String {
    "{\"rules\":{\"scoring\":{\"bootstrap\":{\"samples\":50,\"seed\":0}}},\"is\":\"\(rules)\"}"
  }

  /// Writes `run.json`, `environment.json` and `scores.json`, and the logs and curves that there are.
  @discardableResult
  package func write(in home: HomeFolder) throws -> RunFolder {
    let folder = RunFolder(home.runs.appending(path: name))
    let description = try description()
    try JSONText.write(description, to: folder.description)
    try JSONText.write(RunEnvironment.current(threads: 1, matrixProducts: "test"), to: folder.environment)
    for (name, epochs) in folds.enumerated().map({ ("fold-\($0 + 1)", $1) }) + [("final", final)]
    where !epochs.isEmpty {
      let part = folder.url.appending(path: name)
      try AtomicFile.write(epochs.map(JSONText.line).reduce(Data(), +), to: part.appending(path: "log.jsonl"))
      guard let best = epochs.min(by: { $0.validationLoss ?? .infinity < $1.validationLoss ?? .infinity }),
        best.validationLoss != nil
      else { continue }
      try JSONText.write(
        FoldResult(
          bestEpoch: best.epoch, epochs: epochs.count, bestValidationLoss: best.validationLoss, trainingTrials: 2,
          validationTrials: 1, validationSubjects: 1, scores: ScoreTable(scores: [])),
        to: part.appending(path: "result.json"))
    }
    if let curves { try JSONText.write(curves, to: folder.curves) }
    try JSONText.write(
      RunScores(
        run: name, description: description, population: .healthy, cohort: description.cohort, artifact: nil,
        table: table ?? scores(of: subjects)), to: folder.scores)
    return folder
  }

  /// Writes the scores on an external cohort beside them.
  package func writeExternal(
    _ cohort: String, gap: Double = 0, table: ScoreTable? = nil, curves: GaitCurves? = nil, in home: HomeFolder
  ) throws {
    let folder = RunFolder(home.runs.appending(path: name))
    let summary = summary(cohort, isSynthetic: false)
    var run = self
    run.shift += gap
    let files = folder.external(summary.fingerprint)
    if let curves { try JSONText.write(curves, to: files.curves) }
    try JSONText.write(
      RunScores(
        run: name, description: description(), population: .onfh, cohort: summary, artifact: nil,
        table: table ?? run.scores(of: ["P01", "P02", "P03"])), to: files.scores)
  }

  private func summary(_ name: String, isSynthetic: Bool) -> RunDescription.CohortSummary {
    .init(name: name, fingerprint: Self.fingerprint(name), trials: 12, subjects: 6, isSynthetic: isSynthetic)
  }

  package func description() throws -> RunDescription {
    let parts: [String: Any] = [
      "origin": origin, "task": task, "seed": seed,
      "entry": [
        "name": entry, "architecture": "LSTM", "configuration": "{}", "parameters": parameters as Any? ?? NSNull(),
        "fingerprint": Self.fingerprint("entry \(entry)"),
      ],
      "rules": ["name": rules, "canonical": canonical, "fingerprint": Self.fingerprint(canonical)],
      "cohort": [
        "name": cohort, "fingerprint": Self.fingerprint(cohort), "trials": 12, "subjects": 6,
        "isSynthetic": isSynthetic,
      ],
      "split": [
        "fingerprint": Self.fingerprint(split),
        "divisions": [["pool": ["H10"], "test": subjects, "validation": folds.map { _ in ["H10"] }]],
      ],
    ]
    return try JSONDecoder().decode(RunDescription.self, from: JSONSerialization.data(withJSONObject: parts))
  }

  private func scores(of subjects: [String]) -> ScoreTable {
    let outputs: [String?] = [nil, "hip_flexion_r_moment", "hip_adduction_r_moment"]
    return ScoreTable(
      scores: subjects.enumerated().flatMap { place, subject in
        ["overall", "fast", "slow"].flatMap { subset in
          outputs.map { output in
            let rmse = 0.1 * Double(place) + shift + (subset == "fast" ? 0.01 : 0)
            return SubjectScore(
              subject: subject, subset: subset, output: output, trials: 2, rmse: rmse, mae: rmse / 2, r2: 1 - rmse)
          }
        }
      })
  }
}
