import Protocols

extension KneeSign {
  /// How a knee is counted whose angles are given: its larger excursion is flexion, as in every gait cycle.
  init<Angle: BinaryFloatingPoint>(ofKnee angles: some Sequence<Angle>) {
    let (low, high) = Self.extremes(angles)
    self = high >= -low ? .flexionPositive : .flexionNegative
  }

  /// Whether a knee bends to negative angles beyond doubt, so that a file need not say how it counts: at least twice as
  /// far as to positive ones.
  static func isBackward<Angle: BinaryFloatingPoint>(_ angles: some Sequence<Angle>) -> Bool {
    let (low, high) = extremes(angles)
    return -low > 2 * high
  }

  private static func extremes<Angle: BinaryFloatingPoint>(_ angles: some Sequence<Angle>) -> (low: Angle, high: Angle)
  {
    angles.reduce((0, 0)) { $1.isFinite ? (min($0.0, $1), max($0.1, $1)) : $0 }
  }
}

/// Turns the knees of gait cycles that bend to negative angles, as those of a motion file are turned.
///
/// One trial with a knee of each sign stays as it is, for ``Soundness`` to refuse.
///
/// - Parameters:
///   - inputs: the angles, `[trials, frames, inputs]` in degrees; turned where they lie, since they may be half of all
///     the memory that there is.
///   - columns: the names of the inputs.
///   - frames: the frames of one gait cycle.
/// - Returns: how many trials were turned.
func turnKnees(_ inputs: inout [Float], columns: [String], frames: Int) -> Int {
  let knees = columns.indices.filter { columns[$0].hasPrefix("knee_angle") }
  let each = frames * columns.count
  guard !knees.isEmpty, each > 0 else { return 0 }
  var turned = 0
  for start in stride(from: 0, to: inputs.count, by: each) {
    let rows = stride(from: start, to: min(start + each, inputs.count), by: columns.count)
    guard knees.allSatisfy({ isBackward(inputs, knee: $0, rows) }) else { continue }
    turned += 1
    // Subtracted and not negated: a zero of a turned file has the bits of any other zero, and so the same digest.
    for row in rows { for knee in knees { inputs[row + knee] = 0 - inputs[row + knee] } }
  }
  return turned
}

private func isBackward(_ inputs: [Float], knee: Int, _ rows: StrideTo<Int>) -> Bool {
  KneeSign.isBackward(rows.lazy.map { inputs[$0 + knee] })
}
