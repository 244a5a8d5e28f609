import Cohorts
import Faults
import Formats
import Foundation
import Protocols

extension PredictionsFile {
  /// Reads a CSV file with the columns that `hipzoo predict` writes: a row a frame, trial by trial.
  ///
  /// Only `pred_OUTPUT_UNIT` is needed; `trial_idx`, `time_idx` and `subject_id` are held against the cohort where they
  /// are there.
  init(csv url: URL, for cohort: Cohort) throws {
    let (file, task) = (url.lastPathComponent, cohort.task)
    let table = try CSV([UInt8](BoundedFile.read(url, limit: 1 << 30)), file: file)
    func place(_ row: Int) -> Place { .file(file, line: table.rows[row].line) }
    let names = task.outputs.map { "pred_\($0)_\(task.unitInColumnNames)" }
    let columns = try names.map { name in
      guard let column = table.header.firstIndex(of: name) else {
        throw Fault(
          .data, at: .file(file),
          "there is no column '\(name)'; predictions are scored in \(task.unit), as hipzoo predict writes them.")
      }
      return column
    }
    let rows = cohort.trials * cohort.frames
    guard table.rows.count == rows else {
      throw Fault(
        .data, at: .file(file),
        "it has \(table.rows.count) rows, expected \(rows): \(cohort.frames) frames of each of the \(cohort.trials) "
          + "trials of \(cohort.source), in its order.")
    }
    for (name, expected) in [("trial_idx", { $0 / cohort.frames }), ("time_idx", { $0 % cohort.frames })] {
      guard let column = table.header.firstIndex(of: name) else { continue }
      for row in 0..<rows where Int(table.rows[row].fields[column].trimmed) != expected(row) {
        throw Fault(
          .data, at: place(row),
          "'\(name)' is '\(table.rows[row].fields[column])', expected \(expected(row)): a row a frame, trial by trial.")
      }
    }
    if let column = table.header.firstIndex(of: "subject_id") {
      try Self.check(
        stride(from: 0, to: rows, by: cohort.frames).map { table.rows[$0].fields[column] }, of: cohort, file)
    }
    var values = [Float]()
    values.reserveCapacity(rows * columns.count)
    for row in 0..<rows {
      for (column, name) in zip(columns, names) {
        let cell = table.rows[row].fields[column].trimmed
        guard let number = Float(cell) ?? cell.decimal.map({ Float($0) }) else {
          throw Fault(.data, at: place(row), "'\(name)' is '\(cell)', expected a number.")
        }
        values.append(number)
      }
    }
    self.init(values: values, of: task)
  }
}
