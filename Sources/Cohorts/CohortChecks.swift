import Faults
import Protocols

extension Cohort {
  /// Checks what every cohort must hold, whatever it was made from.
  ///
  /// - Parameter names: the subjects as they were written, `[trials]`.
  /// - Throws: ``Fault`` (data) with the array, the trial and the column.
  func check(written names: [String]) throws {
    try checkSizes()
    try checkNumbers(inputs, "X", task.inputs)
    if let targets { try checkNumbers(targets, "Y", task.outputs) }
    try checkPeople(names)
  }

  /// Whether a text can name a subject: 1 to 64 bytes, of which something can be seen, without control characters.
  static func isUsable(subject: String) -> Bool {
    (1...64).contains(subject.utf8.count) && !subject.unicodeScalars.contains { $0.value < 32 }
      && !PersonKey(subject).text.isEmpty
  }

  private func checkSizes() throws {
    let counts: [(String, Int?)] = [
      ("height_m", heights.count), ("weight_kg", masses.count), ("speed_label", cadences.count),
      ("cadence_spm", remarks.stepsPerMinute?.count), ("side", remarks.sides?.count),
      ("source", remarks.sources?.count), ("population", remarks.populations?.count),
      ("group", remarks.groups?.count),
    ]
    for case (let name, let count?) in counts where count != trials {
      throw Fault(
        .data, at: .file(source), "array '\(name)' has \(count) entries for \(trials) trials in 'subject_id'.")
    }
    for (name, values, columns) in [("X", inputs, task.inputs), ("Y", targets ?? [], task.outputs)]
    where (name == "X" || targets != nil) && values.count != trials * frames * columns.count {
      throw Fault(
        .data, at: .file(source),
        "array '\(name)' has \(values.count) numbers; \(trials) trials of \(frames) frames and "
          + "\(columns.count) columns are expected.")
    }
    guard trials > 0 else { throw Fault(.data, at: .file(source), "there is no trial in it.") }
  }

  private func checkNumbers(_ values: [Float], _ array: String, _ columns: [String]) throws {
    guard let index = values.firstIndex(where: { !$0.isFinite }) else { return }
    let frame = index / columns.count
    throw Fault(
      .data, at: .file(source),
      "array '\(array)' holds \(values[index]) in trial \(frame / frames), frame "
        + "\(frame % frames), column '\(columns[index % columns.count])'; every angle and target must be a "
        + "number.")
  }

  private func checkPeople(_ names: [String]) throws {
    var usable = Set<String>()
    for trial in names.indices {
      let subject = names[trial]
      guard usable.contains(subject) || Self.isUsable(subject: subject) else {
        throw Fault(
          .data, at: .file(source),
          "array 'subject_id' has no usable name in trial \(trial); 1 to 64 characters are expected."
        )
      }
      usable.insert(subject)
      let isUnknown = targets == nil && masses[trial].isNaN
      guard isUnknown || Self.plausibleMasses.contains(masses[trial]) else {
        throw Fault(
          .data, at: .file(source),
          "array 'weight_kg' holds \(masses[trial]) in trial \(trial) of subject \(subject); a body mass "
            + "from 20 to 300 kg is expected.")
      }
      guard !heights[trial].isInfinite else {
        throw Fault(.data, at: .file(source), "array 'height_m' holds \(heights[trial]) in trial \(trial).")
      }
      // Files have a zero where nobody measured; only what is divided by a height is spoilt by it.
      let isUsed = task.divisor == .bodyMassTimesHeight && !heights[trial].isNaN
      guard !isUsed || Self.plausibleHeights.contains(heights[trial]) else {
        throw Fault(
          .data, at: .file(source),
          "array 'height_m' holds \(heights[trial]) in trial \(trial) of subject \(subject), and \(task.name) is divided by it; a "
            + "height from 0.3 to 3 m, or NaN where it is unknown, is expected.")
      }
    }
  }
}
