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
  /// The RMSE of each subject, where place and shift do not say it.
  package var errors: [Double]?
  package var subjects: [String]
  package var parameters: Int? = 7
  /// The scores on the test subjects, where the shift does not say them.
  package var table: ScoreTable?
  /// What the protocol says of the entry for the external cohort.
  package var externalEntry: String?
  /// Code and configuration of the entry, of which a name can have several.
  package var version = ""
  /// By whose rules the entry trained; nil for the protocol's recipe.
  package var track: String?
  /// What figures show of the test.
  package var curves: GaitCurves?
  /// The epochs of each fold and of the final training.
  package var folds: [[EpochRecord]] = [[]]
  package var final: [EpochRecord] = []

  package init(
    entry: String = "alpha", seed: UInt64 = 1, task: String = "joint-moment", rules: String = "rules",
    cohort: String = "walkers", split: String = "split", origin: String = "trained", isSynthetic: Bool = false,
    shift: Double = 0, subjects: [String] = ["H01", "H02", "H03", "H04", "H05", "H06"]
  ) {
    self.subjects = subjects
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

  package var name: String { "\(entry)-\(task)-\(rules)-\(cohort)-\(split)-\(origin)-s\(seed)\(version)" }

  private var canonical: String {
    let selection = externalEntry.map { ",\"external_entry\":\"\($0)\"" } ?? ""
    return "{\"rules\":{\"scoring\":{\"bootstrap\":{\"samples\":50,\"seed\":0}\(selection)}},\"is\":\"\(rules)\"}"
  }

  /// Writes `run.json`, `environment.json` and `scores.json`, and the logs and curves that there are.
  @discardableResult
  package func write(in home: HomeFolder) throws -> RunFolder {
    let folder = RunFolder(home.runs.appending(path: name))
    let description = try description()
    try RunWriter(folder, description).begin(on: .current(threads: 1, matrixProducts: "test"))
    for (name, epochs) in folds.enumerated().map({ ("fold-\($0 + 1)", $1) }) + [("final", final)]
    where !epochs.isEmpty {
      let part = folder.url.appending(path: name)
      try RunWriter.write(epochs, in: part)
      guard let best = epochs.min(by: { $0.validationLoss ?? .infinity < $1.validationLoss ?? .infinity }),
        best.validationLoss != nil
      else { continue }
      try RunWriter.write(
        FoldResult(
          bestEpoch: best.epoch, epochs: epochs.count, bestValidationLoss: best.validationLoss, trainingTrials: 2,
          validationTrials: 1, validationSubjects: 1, scores: ScoreTable(scores: [])),
        in: part)
    }
    if table != nil || curves != nil {
      try keep(table, curves, in: folder.test, description, .healthy, description.cohort)
    } else {
      try write(folder, folder.test, description, .healthy, description.cohort, subjects)
    }
    return folder
  }

  /// Writes the scores on an external cohort beside them.
  package func writeExternal(
    _ cohort: String, gap: Double = 0, table: ScoreTable? = nil, curves: GaitCurves? = nil, in home: HomeFolder
  ) throws {
    let folder = RunFolder(home.runs.appending(path: name))
    let summary = summary(cohort, isSynthetic: false)
    var run = self
    (run.shift, run.errors) = (run.shift + gap, nil)
    let files = folder.external(summary.fingerprint, .onfh)
    guard table == nil, curves == nil else {
      return try keep(table, curves, in: files, description(), .onfh, summary)
    }
    try run.write(folder, files, description(), .onfh, summary, ["P01", "P02", "P03"])
  }

  /// Leaves scores and curves that follow from no predictions, as in a run of version 0.1, which sealed none.
  private func keep(
    _ table: ScoreTable?, _ curves: GaitCurves?, in files: TestFiles, _ description: RunDescription,
    _ population: Population, _ cohort: RunDescription.CohortSummary
  ) throws {
    if let curves { try JSONText.write(curves, to: files.curves) }
    try JSONText.write(
      RunScores(
        run: name, description: description, population: population, cohort: cohort, artifact: nil,
        table: table ?? ScoreTable(scores: [])), to: files.scores)
  }

  /// Two trials a person, one slow and one fast, every prediction off by the person's error.
  private func write(
    _ folder: RunFolder, _ files: TestFiles, _ description: RunDescription, _ population: Population,
    _ cohort: RunDescription.CohortSummary, _ people: [String]
  ) throws {
    let (frames, outputs) = (4, ["hip_flexion_r_moment", "hip_adduction_r_moment"])
    var (predictions, references) = ([Float](), [Float]())
    for place in people.indices {
      let error = Float(errors?[place] ?? 0.1 * Double(place) + shift)
      for step in 0..<2 * frames * outputs.count {
        let reference = Float(step % 5) - 2
        references.append(reference)
        predictions.append(reference + (step.isMultiple(of: 2) ? error : -error))
      }
    }
    let (subjects, shape) = (people.flatMap { [$0, $0] }, [2 * people.count, frames, outputs.count])
    let cadences = people.flatMap { _ in ["slow", "fast"] }
    let scores = RunScores(
      run: name, description: description, population: population, cohort: cohort, artifact: nil,
      table: try ScoreTable(
        predictions, references: references, subjects: subjects, cadences: cadences, outputs: outputs))
    let curves = GaitCurves(
      predictions, references: references, subjects: subjects, cadences: cadences, outputs: outputs, frames: frames)
    try RunWriter(folder, description).write(scores, curves, to: files) { files in
      try NPZ.write(
        [
          "Y_pred": NumPyArray(shape: shape, .floats(predictions)), "subject_id": NumPyArray(.strings(subjects)),
          "speed_label": NumPyArray(.strings(cadences)), "out_cols": NumPyArray(.strings(outputs)),
        ], to: files.predictions)
      try NPZ.write(
        ["Y": NumPyArray(shape: shape, .floats(references)), "subject_id": NumPyArray(.strings(subjects))],
        to: files.references)
    }
  }

  private func summary(_ name: String, isSynthetic: Bool) -> RunDescription.CohortSummary {
    .init(name: name, fingerprint: Self.fingerprint(name), trials: 12, subjects: 6, isSynthetic: isSynthetic)
  }

  package func description() throws -> RunDescription {
    var parts: [String: Any] = [
      "origin": origin, "task": task, "seed": seed,
      "entry": [
        "name": entry, "architecture": "LSTM", "configuration": "{}", "parameters": parameters as Any? ?? NSNull(),
        "fingerprint": Self.fingerprint("entry \(entry)\(version)"),
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
    if let track, var entry = parts["entry"] as? [String: Any] {
      entry["statedTrack"] = track
      parts["entry"] = entry
    }
    return try JSONDecoder().decode(RunDescription.self, from: JSONSerialization.data(withJSONObject: parts))
  }
}
