import Formats

/// How far each ankle is in front of the hip over the time of a recording, in body heights.
struct Legs {
  /// The instants in seconds, `[rows]`.
  let time: [Double]
  private let right: [Double]
  private let left: [Double]

  init(time: [Double], reach: (Side) -> [Double]) {
    self.time = time
    right = reach(.right)
    left = reach(.left)
  }

  func reach(of side: Side) -> [Double] { side == .right ? right : left }

  /// How much farther in front a leg is than the other at an instant.
  func lead(of side: Side, at instant: Double) -> Double {
    let reach = [side, side.other].map { Interpolation.linear([instant], time, self.reach(of: $0))[0] }
    return reach[0] - reach[1]
  }

  /// The leg whose foot is in front at an instant; a foot that lands is in front of the other.
  func leading(at instant: Double) -> Side { lead(of: Side.allCases[0], at: instant) >= 0 ? .right : .left }
}
