import Faults
import Formats
import Foundation
import Scores

/// What a repository keeps of a sealed run: `results/RUN.json`, enough for a table and small enough to be reviewed.
///
/// It holds no trial and no weights. Whoever has the run, or trains it again, finds with ``difference(from:)`` whether the
/// scores are those.
public struct ResultFile: Codable, Sendable, Equatable {
  /// The layout of the file.
  public var format = 1
  /// The name of the run.
  public var run: String
  /// What the result depends on.
  public var description: RunDescription
  /// What it was made on.
  public var environment: RunEnvironment?
  /// How long its trainings took together.
  public var trainingHours: Double
  /// The tests: on the run's own people, then on external cohorts.
  public var tests: [Test]

  /// One test.
  public struct Test: Codable, Sendable, Equatable {
    /// The name of the run's file of scores.
    public var file: String
    /// Whose trials were scored.
    public var population: Population
    /// The cohort.
    public var cohort: RunDescription.CohortSummary
    /// SHA-256 of the weights that predicted.
    public var artifact: String?
    /// The version of the scoring.
    public var scoring: Int?
    /// The people who were left out.
    public var leftOut: RunScores.LeftOut?
    /// What a reader of the scores has to know.
    public var marks: [String]?
    /// Rows of CSV under ``heading``: outputs pooled for every subset of trials, and each output for all trials.
    public var scores: [String]
  }

  /// The columns of ``Test/scores``.
  static let heading = "subject,subset,output,trials,rmse,mae,r2"

  /// Takes a run.
  ///
  /// - Throws: ``Fault`` of kind `data` for a run that was not sealed, `io` when its logs cannot be read.
  public init(_ run: FinishedRun) throws {
    guard run.isSealed else {
      throw Fault(
        .data, at: .file(run.folder.url.relativePath),
        "it was not sealed, as runs of version 0.1 were not; run it again.")
    }
    (self.run, description, environment) = (run.name, run.description, run.environment)
    trainingHours = try run.trainings().flatMap(\.epochs).reduce(0) { $0 + $1.seconds } / 3600
    tests = run.tests.map { test in
      let scores = test.scores
      let shown = scores.table.scores.filter { $0.output == nil || $0.subset == ScoreTable.overall }
      return Test(
        file: test.files.name, population: scores.population, cohort: scores.cohort, artifact: scores.artifact,
        scoring: scores.scoring, leftOut: scores.leftOut, marks: scores.marks, scores: [Self.heading] + shown.map(\.row)
      )
    }
  }

  /// Where another result of the same run first differs in what a score depends on or in a score; nil where it does not.
  ///
  /// The machine, the hours and the date may.
  public func difference(from other: ResultFile) -> String? {
    if description != other.description { return "it is of another run: entry, protocol, cohort, split or seed differ" }
    let (own, others) = (tests.map(\.file), other.tests.map(\.file))
    guard own == others else {
      return "the tests are \(own.joined(separator: ", ")); expected \(others.joined(separator: ", "))"
    }
    for (test, expected) in zip(tests, other.tests) {
      guard test.cohort.fingerprint == expected.cohort.fingerprint else { return "\(test.file) is of another cohort" }
      let rows = zip(test.scores, expected.scores).first { $0 != $1 }
      if let (found, wanted) = rows { return "\(test.file) has '\(found)', expected '\(wanted)'" }
      guard test.scores.count == expected.scores.count else {
        return "\(test.file) has \(test.scores.count) rows, expected \(expected.scores.count)"
      }
      guard test.artifact == expected.artifact else { return "\(test.file) is of other weights" }
    }
    return nil
  }

  /// The scores of the tests as a registry takes them.
  /// - Throws: ``Fault`` of kind `data` naming the row that is no score.
  func scores() throws -> [(name: String, scores: RunScores)] {
    try tests.map { test in
      (
        test.file,
        RunScores(
          run: run, description: description, population: test.population, cohort: test.cohort, artifact: test.artifact,
          table: try test.table(), scoring: test.scoring, leftOut: test.leftOut, marks: test.marks ?? [])
      )
    }
  }
}

extension ResultFile.Test {
  /// The rows as numbers, held against the rules of every table of scores.
  /// - Throws: ``Fault`` of kind `data` naming the row that is no score.
  fileprivate func table() throws -> ScoreTable {
    guard let first = scores.first, first == ResultFile.heading, scores.count > 1 else {
      throw Fault(
        .data, at: .part(file),
        "its rows begin with \(scores.first.map { quoted($0) } ?? "nothing"); expected \(ResultFile.heading), then the "
          + "scores.")
    }
    let rows = try scores.dropFirst().enumerated().map { number, row in
      guard let score = SubjectScore(row: row) else {
        throw Fault(.data, at: .part(file), "row \(number + 1) is \(quoted(row)); expected \(ResultFile.heading).")
      }
      return score
    }
    try locating(.part(file)) { try ScoreTable.check(rows) }
    return ScoreTable(scores: rows)
  }
}

extension SubjectScore {
  fileprivate var row: String {
    let numbers = [rmse, mae].map { "\($0)" } + [r2.map { "\($0)" } ?? ""]
    return CSV.line([subject, subset, output ?? "", String(trials)] + numbers)
  }

  fileprivate init?(row: String) {
    guard
      let cells = try? CSV([UInt8]((ResultFile.heading + "\n" + row + "\n").utf8), file: "scores").rows.first?.fields,
      cells.count == 7, let trials = Int(cells[3]), let rmse = Double(cells[4]),
      let mae = Double(cells[5]),
      cells[6].isEmpty || Double(cells[6]) != nil
    else { return nil }
    self.init(
      subject: cells[0], subset: cells[1], output: cells[2].isEmpty ? nil : cells[2], trials: trials, rmse: rmse,
      mae: mae, r2: Double(cells[6]))
  }
}

/// The results that a repository keeps.
public struct ResultFolder: Sendable {
  /// Where they are.
  public let url: URL

  /// Names a folder.
  public init(_ url: URL) { self.url = url }

  /// Keeps a result, in place of an earlier one of the same run.
  /// - Throws: ``Fault`` of kind `io`.
  public func keep(_ result: ResultFile) throws -> URL {
    let file = url.appending(path: "\(result.run).json")
    try JSONText.write(result, to: file)
    return file
  }

  /// All results, by file name.
  /// - Throws: ``Fault``: `missing` when there is no such folder; `data` naming the file that is no result.
  public func results() throws -> [(file: URL, result: ResultFile)] {
    let all = try read()
    let broken = all.count { if case .failure = $0.result { true } else { false } }
    return try all.map { file, result in
      switch result {
      case .success(let result): return (file, result)
      case .failure(let fault):
        guard broken > 1 else { throw fault }
        let others = "; \(counted(broken - 1, "other file is", "other files are")) broken, too (hipzoo results check)."
        throw Fault(fault.kind, at: fault.place, withoutFullStop(fault.text) + others)
      }
    }
  }

  /// Each file of results, by name, with what it holds or why that is no result.
  /// - Throws: ``Fault``: `missing` when there is no such folder; `io` when it cannot be listed.
  public func read() throws -> [(file: URL, result: Result<ResultFile, Fault>)] {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw Fault(.missing, at: .file(url.relativePath), "there is no such folder of results.")
    }
    return try Folder.names(in: url).filter { $0.hasSuffix(".json") }.map { name in
      let file = url.appending(path: name)
      do { return (file, .success(try result(file, named: name))) } catch let fault as Fault {
        return (file, .failure(fault))
      }
    }
  }

  private func result(_ file: URL, named name: String) throws -> ResultFile {
    let advice = "add the run again (hipzoo results add), or take the file out of the folder"
    let result = try JSONText.read(ResultFile.self, from: file, advice: advice)
    guard result.run + ".json" == name, result.format == 1 else {
      throw Fault(
        .data, at: .file(file.path),
        "it is a result of the run '\(result.run)', format \(result.format); expected \(result.run).json of format 1.")
    }
    do { _ = try result.scores() } catch let fault as Fault {
      let placed = fault.within(.file(file.path))
      throw Fault(placed.kind, at: placed.place, "\(withoutFullStop(placed.text)); \(advice).")
    }
    return result
  }
}
