import Faults
import Formats
import GRDB
import Runs

/// Writes runs into the tables, inside a transaction that is open.
struct RunTables {
  let database: Database

  /// Writes a run that is not there yet, or what has come to it since.
  ///
  /// - Returns: the line of the leaderboard that has to be summarised anew, or nil when nothing changed.
  func record(_ run: FinishedRun) throws -> Int64? {
    let description = run.description
    let line = try boardRow(of: description)
    let (id, isNew) = try row(of: run, line: line)
    for file in run.weights {
      try artifact(file.sha256, bytes: file.bytes, format: "safetensors", parent: file.parent)
      try insert(
        "INSERT INTO run_artifacts (run, path, artifact) VALUES (?, ?, ?) "
          + "ON CONFLICT DO UPDATE SET artifact = excluded.artifact",
        [id, file.path, file.sha256])
    }
    var isChanged = isNew
    for test in run.tests where try record(test, of: id) { isChanged = true }
    return isChanged ? line : nil
  }

  private func row(of run: FinishedRun, line: Int64) throws -> (id: Int64, isNew: Bool) {
    let fingerprint = run.description.fingerprint
    if let row = try Row.fetchOne(
      database, sql: "SELECT id, fingerprint FROM runs WHERE name = ?", arguments: [run.name])
    {
      let found: String = row["fingerprint"]
      guard found == fingerprint else {
        throw Fault(
          .data, at: .file("runs/\(run.name)"),
          "the registry knows another run of this name; if its folder was replaced, run: hipzoo "
            + "registry rebuild.")
      }
      return (row["id"], false)
    }
    let (description, environment) = (run.description, run.environment)
    try insert(
      """
      INSERT INTO runs (name, fingerprint, board_row, protocol_name, cohort_name, seed, hipzoo, processor, cores,
        threads, matrix_products, system, begun, is_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        run.name, fingerprint, line, description.rules.name, description.cohort.name, String(description.seed),
        environment?.hipzoo, environment?.processor, environment?.cores, environment?.threads,
        environment?.matrixProducts, environment?.system, environment?.begun, run.isSealed,
      ])
    return (database.lastInsertedRowID, true)
  }

  private func record(_ test: FinishedRun.Test, of run: Int64) throws -> Bool {
    let scores = test.scores
    try cohort(scores.cohort)
    let previous = try Row.fetchOne(
      database,
      sql: """
        SELECT id, sha256 FROM results WHERE run = ? AND population = ? AND cohort = ?
          AND id NOT IN (SELECT supersedes FROM results WHERE supersedes IS NOT NULL)
        """, arguments: [run, scores.population.rawValue, scores.cohort.fingerprint])
    if let previous, previous["sha256"] == test.sha256 { return false }
    if let digest = scores.artifact { try artifact(digest, bytes: nil, format: "other", parent: nil) }
    let superseded: Int64? = previous?["id"]
    try insert(
      """
      INSERT INTO results (run, population, cohort, cohort_name, artifact, file, marks, sha256, supersedes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        run, scores.population.rawValue, scores.cohort.fingerprint, scores.cohort.name, scores.artifact,
        test.files.name,
        (scores.marks ?? []).joined(separator: "\n"), test.sha256, superseded,
      ])
    let id = database.lastInsertedRowID
    for score in scores.table.scores {
      try insert(
        "INSERT INTO scores (result, subset, output, subject, trials, rmse, mae, r2) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
          id, score.subset, score.output ?? "", score.subject, score.trials, score.rmse, score.mae,
          // The column takes no NULL; every reader leaves out what is not finite.
          score.r2,
        ])
    }
    return true
  }

  // MARK: What runs refer to

  private func boardRow(of description: RunDescription) throws -> Int64 {
    let entry = try entry(description.entry, task: description.task)
    try insert(
      "INSERT INTO protocols (fingerprint, canonical) VALUES (?, ?) ON CONFLICT DO NOTHING",
      [description.rules.fingerprint, description.rules.canonical])
    try cohort(description.cohort)
    try split(description.split)
    let identity: StatementArguments = [
      entry, description.rules.fingerprint, description.cohort.fingerprint, description.split.fingerprint,
      description.origin.rawValue,
    ]
    try insert(
      "INSERT INTO board_rows (entry, protocol, cohort, split, origin) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      identity)
    return try id(
      "SELECT id FROM board_rows WHERE entry = ? AND protocol = ? AND cohort = ? AND split = ? AND origin = ?", identity
    )
  }

  private func entry(_ entry: RunDescription.Entry, task: String) throws -> Int64 {
    let identity: StatementArguments = [
      entry.name, task, entry.architecture, entry.configuration, entry.parameters, entry.fingerprint,
      try entry.weights.map { String(decoding: try JSONText.line($0).dropLast(), as: UTF8.self) }, entry.track.rawValue,
    ]
    try insert(
      """
      INSERT INTO entries (name, task, architecture, configuration, parameters, fingerprint, weights, track)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
      """, identity)
    return try id(
      """
      SELECT id FROM entries WHERE name = ? AND task = ? AND architecture = ? AND configuration = ?
        AND parameters IS ? AND fingerprint = ? AND weights IS ? AND track = ?
      """, identity)
  }

  private func cohort(_ cohort: RunDescription.CohortSummary) throws {
    try insert(
      """
      INSERT INTO cohorts (fingerprint, trials, subjects, is_synthetic, doi, labels) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (fingerprint) DO UPDATE SET doi = coalesce(doi, excluded.doi), labels = coalesce(labels, excluded.labels)
      """,
      [cohort.fingerprint, cohort.trials, cohort.subjects, cohort.isSynthetic, cohort.doi, cohort.labels])
  }

  private func split(_ split: RunDescription.SplitSummary) throws {
    try insert("INSERT INTO splits (fingerprint) VALUES (?) ON CONFLICT DO NOTHING", [split.fingerprint])
    guard database.changesCount > 0 else { return }
    for (index, division) in split.divisions.enumerated() {
      let parts = [("pool", [division.pool]), ("test", [division.test]), ("validation", division.validation)]
      for (part, lists) in parts {
        for (fold, subjects) in lists.enumerated() {
          for subject in subjects {
            try insert(
              "INSERT INTO split_subjects (split, division, part, fold, subject) VALUES (?, ?, ?, ?, ?)",
              [split.fingerprint, index + 1, part, part == "validation" ? fold + 1 : 0, subject])
          }
        }
      }
    }
  }

  private func artifact(_ digest: String, bytes: Int?, format: String, parent: String?) throws {
    try insert(
      """
      INSERT INTO artifacts (sha256, bytes, format, parent) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
        SET bytes = excluded.bytes, format = excluded.format, parent = excluded.parent
        WHERE artifacts.bytes IS NULL AND excluded.bytes IS NOT NULL
      """, [digest, bytes, format, parent])
  }

  private func insert(_ sql: String, _ arguments: StatementArguments) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  private func id(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
    guard let id = try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) else {
      throw Fault(.software, "the registry does not find the row that it has just written.")
    }
    return id
  }
}
