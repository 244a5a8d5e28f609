import Faults

/// The cadences of the benchmark.
package enum SyntheticPace: String, CaseIterable, Sendable {
  /// 78 steps/min.
  case slow
  /// 115 steps/min.
  case med
  /// 135 steps/min.
  case fast

  /// The metronome's beat, steps/min.
  package var cadence: Double {
    switch self {
    case .slow: 78
    case .med: 115
    case .fast: 135
    }
  }

  /// The pace whose cadence is nearest; the slower of two equally near.
  package static func nearest(to cadence: Double) -> SyntheticPace {
    cadence <= 96.5 ? .slow : cadence <= 125 ? .med : .fast
  }
}
