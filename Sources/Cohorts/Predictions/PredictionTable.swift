import Formats
import Foundation

extension Predictions {
  /// Writes ``csv(rawUnits:)``, whole or not at all.
  ///
  /// - Parameter threads: how many threads to use; the bytes do not depend on it.
  /// - Throws: ``Fault``: data when raw units are asked for without a mass; io.
  public func writeCSV(to url: URL, rawUnits: Bool = false, threads: Int = 1) throws {
    if rawUnits { try checkMasses() }
    try AtomicFile.write(to: url) { file in try writeCSV(rawUnits, threads: threads) { try file.write(contentsOf: $0) }
    }
  }

  /// The text of a CSV file with the columns of the published predictor, one row a frame.
  ///
  /// Of a recording's cycles each row also has `cycle_start_s` and `cycle_end_s`, behind the others.
  ///
  /// With a band the columns of its lower and then of its upper ends follow, such as `low90_hip_flexion_r_Nm_per_kg`.
  ///
  /// - Parameter rawUnits: whether columns in N or Nm follow those per kg.
  /// - Throws: ``Fault`` (io) as ``values``.
  public func csv(rawUnits: Bool = false) throws -> Data {
    var text = Data()
    try writeCSV(rawUnits, threads: 1) { text += $0 }
    return text
  }

  /// Hands over the text, the rows of some trials at a time.
  func writeCSV(_ rawUnits: Bool, threads: Int, _ write: (Data) throws -> Void) throws {
    try write(header(rawUnits))
    let together = 2 * Self.trialsOfPart * max(threads, 1)
    for start in stride(from: 0, to: cohort.trials, by: together) {
      let trials = start..<min(start + together, cohort.trials)
      let values = try values(of: trials)
      for part in rows(of: trials, values, rawUnits, threads: threads) { try write(part) }
    }
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

  /// The trials whose rows one thread makes before it takes the next.
  private static let trialsOfPart = 16

  /// The rows of some trials, in order; `all` are the predictions of them.
  private func rows(of trials: Range<Int>, _ all: [Float], _ rawUnits: Bool, threads: Int) -> [Data] {
    let frames = (0..<cohort.frames).map { frame in
      var cells = TextBuffer()
      cells.append(count: frame)
      cells.append(byte: comma)
      cells.append(number: Float(100 * Double(frame) / Double(cohort.frames - 1)))
      cells.append(byte: comma)
      return cells.bytes
    }
    let together = Self.trialsOfPart
    return concurrentMap((trials.count + together - 1) / together, threads: threads) { part in
      let some = (trials.lowerBound + part * together..<trials.upperBound).prefix(together)
      var text = TextBuffer()
      text.reserve(some.count * cohort.frames * (60 + cohort.task.outputs.count * (rawUnits ? 24 : 12)))
      for trial in some {
        let first = (trial - trials.lowerBound) * each
        append(trial, all[first..<first + each], frames, rawUnits, to: &text)
      }
      return text.data
    }
  }

  private func append(
    _ trial: Int, _ values: ArraySlice<Float>, _ frames: [[UInt8]], _ rawUnits: Bool, to text: inout TextBuffer
  ) {
    let (person, outputs, span) = (person(trial), cohort.task.outputs.count, span(trial))
    let factor = divisor(of: trial)
    let first = values.startIndex
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
