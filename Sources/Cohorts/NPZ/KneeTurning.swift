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

/// The knees of gait cycles, turned as those of a motion file are where they bend to negative angles.
struct KneeTurning {
  /// The angles with every knee's flexion positive, `[trials, frames, inputs]` in degrees.
  private(set) var inputs: [Float]
  /// How many trials were turned.
  private(set) var turned = 0

  /// Turns each trial whose knees all bend to negative angles; one with a knee of each sign stays as it is, for
  /// ``Soundness`` to refuse.
  ///
  /// - Parameter inputs: taken over, since they may be half of all memory that there is.
  init(_ inputs: consuming [Float], columns: [String], frames: Int) {
    self.inputs = inputs
    let knees = columns.indices.filter { columns[$0].hasPrefix("knee_angle") }
    let each = frames * columns.count
    guard !knees.isEmpty, each > 0 else { return }
    for start in stride(from: 0, to: self.inputs.count, by: each) {
      let rows = stride(from: start, to: min(start + each, self.inputs.count), by: columns.count)
      guard isBackward(knees, in: rows) else { continue }
      turned += 1
      // Subtracted and not negated: a zero of a turned file has the bits of any other zero, and so the same digest.
      for row in rows { for knee in knees { self.inputs[row + knee] = 0 - self.inputs[row + knee] } }
    }
  }

  private func isBackward(_ knees: [Int], in rows: StrideTo<Int>) -> Bool {
    knees.allSatisfy { knee in KneeSign.isBackward(rows.lazy.map { inputs[$0 + knee] }) }
  }
}
