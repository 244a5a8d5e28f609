import Formats
import Foundation

extension Predictions {
  /// Writes ``csv(rawUnits:)``, whole or not at all.
  ///
  /// - Parameter threads: how many threads to use; the bytes do not depend on it.
  /// - Throws: ``Fault``: data when raw units are asked for without a mass; io.
  public func writeCSV(to url: URL, rawUnits: Bool = false, threads: Int = 1) throws {
    if rawUnits { try checkMasses() }
    let (header, rows) = (header(rawUnits), rows(rawUnits, threads: threads))
    try AtomicFile.write(to: url) { file in
      try file.write(contentsOf: header)
      for part in rows { try file.write(contentsOf: part) }
    }
  }

  /// The text of a CSV file with the columns of the published predictor, one row a frame.
  ///
  /// Of a recording's cycles each row also has `cycle_start_s` and `cycle_end_s`, behind the others.
  ///
  /// With a band the columns of its lower and then of its upper ends follow, such as `low90_hip_flexion_r_Nm_per_kg`.
  ///
  /// - Parameter rawUnits: whether columns in N or Nm follow those per kg.
  public func csv(rawUnits: Bool = false) -> Data {
    rows(rawUnits, threads: 1).reduce(header(rawUnits), +)
  }

  private func header(_ rawUnits: Bool) -> Data {
    let task = cohort.task
    var names = [
      "trial_idx", "time_idx", "gait_cycle_percent", "subject_id", "height_m", "weight_kg", "speed_label",
    ]
    names += outputs.map { "pred_\($0)_\(task.unitInColumnNames)" }
    if rawUnits { names += outputs.map { "pred_\($0)_\(task.rawUnit)" } }
    if let band {
      let level = Int((100 * band.level).rounded())
      for end in ["low", "high"] {
        names += outputs.map { "\(end)\(level)_\($0)_\(task.unitInColumnNames)" }
        if rawUnits { names += outputs.map { "\(end)\(level)_\($0)_\(task.rawUnit)" } }
      }
    }
    if cycles != nil { names += ["cycle_start_s", "cycle_end_s"] }
    return Data((names.joined(separator: ",") + "\n").utf8)
  }

  /// The rows of some trials at a time, in order.
  private func rows(_ rawUnits: Bool, threads: Int) -> [Data] {
    let frames = (0..<cohort.frames).map { frame in
      var cells = TextBuffer()
      cells.append(count: frame)
      cells.append(byte: comma)
      cells.append(number: Float(100 * Double(frame) / Double(cohort.frames - 1)))
      cells.append(byte: comma)
      return cells.bytes
    }
    let together = 16
    return concurrentMap((cohort.trials + together - 1) / together, threads: threads) { part in
      let trials = part * together..<min((part + 1) * together, cohort.trials)
      var text = TextBuffer()
      text.reserve(trials.count * cohort.frames * (60 + cohort.task.outputs.count * (rawUnits ? 24 : 12)))
      for trial in trials { append(trial, frames, rawUnits, to: &text) }
      return text.data
    }
  }

  private func append(_ trial: Int, _ frames: [[UInt8]], _ rawUnits: Bool, to text: inout TextBuffer) {
    let (person, outputs, span) = (person(trial), cohort.task.outputs.count, span(trial))
    let factor = cohort.task.divisor.value(mass: cohort.masses[trial], height: cohort.heights[trial])
    let first = trial * cohort.frames * outputs
    var at = first
    for frame in frames {
      text.append(count: trial)
      text.append(byte: comma)
      text.append(frame)
      text.append(person)
      let row = values[at..<at + outputs]
      text.append(cells: row)
      if rawUnits { text.append(cells: row, times: factor) }
      if let widths = band?.halfWidths {
        let width = widths[(at - first)..<(at - first + outputs)]
        for end in [zip(row, width).map { $0 - $1 }, zip(row, width).map { $0 + $1 }] {
          text.append(cells: end[...])
          if rawUnits { text.append(cells: end[...], times: factor) }
        }
      }
      text.append(span)
      text.append(byte: newline)
      at += outputs
    }
  }

  /// The cells of when a trial was walked; nothing where that is not known.
  private func span(_ trial: Int) -> [UInt8] {
    guard let cycle = cycles?[trial] else { return [] }
    var cells = TextBuffer()
    for instant in [cycle.start, cycle.end] {
      cells.append(byte: comma)
      cells.append(number: instant)
    }
    return cells.bytes
  }

  private func person(_ trial: Int) -> [UInt8] {
    var cells = TextBuffer()
    cells.append(CSV.field(cohort.subjects[trial]))
    cells.append(byte: comma)
    if !cohort.heights[trial].isNaN { cells.append(number: cohort.heights[trial]) }
    cells.append(byte: comma)
    if !cohort.masses[trial].isNaN { cells.append(number: cohort.masses[trial]) }
    cells.append(byte: comma)
    cells.append(cohort.cadences[trial].rawValue)
    return cells.bytes
  }
}

private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")
