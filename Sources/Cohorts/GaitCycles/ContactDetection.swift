import Foundation

/// Finds initial contacts: the instants at which a foot meets the ground.
public struct ContactDetection: Sendable {
  /// The vertical force in N above which a foot stands; 20 N is the usual choice on force plates.
  public var threshold = 20.0
  /// The shortest stance in seconds; shorter contacts are noise or a foot brushing the plate.
  public var minimalStance = 0.2
  /// How long in seconds a force must stay above the threshold; noise crosses it for an instant.
  public var debounce = 0.02
  /// The shortest swing in seconds; a shorter gap inside a stance is noise.
  public var minimalSwing = 0.1
  /// How many seconds two samples may lie apart for a contact to be told between them: the steps of 50 Hz.
  static let coarsestStep = 0.0205

  /// Makes the usual detection.
  public init() {}

  /// The initial contacts in a vertical ground reaction force.
  ///
  /// A contact is where the force rises through the threshold, interpolated between the two samples and rounded to
  /// the millisecond, and then stays above it for 0.02 s: noise of 10 N at 1000 Hz crosses 20 N many times in a swing,
  /// and never stays. A stance that the recording begins with has no contact; one that it ends with has, after 0.02 s.
  /// Numbers that are missing count as rows that are; a contact among them that cannot be told is left out.
  ///
  /// - Parameters:
  ///   - force: the vertical force in N, `[rows]`.
  ///   - time: the instants in seconds, `[rows]`.
  public func contacts(inForce force: [Double], time: [Double]) -> [Double] {
    guard force.count == time.count else { return [] }
    return contacts(in: ForceColumn(label: "", force: force, time: time)).filter(\.isTold).map(\.instant)
  }

  /// The initial contacts in a column, with those that cannot be told from it.
  func contacts(in column: ForceColumn) -> [ForceContact] {
    let (force, time) = (column.force, column.time)
    guard let last = time.last else { return [] }
    var stances: [(first: Int, end: Double)] = []
    var row = 0
    while row < force.count {
      guard force[row] > threshold else {
        row += 1
        continue
      }
      let first = row
      while row < force.count, force[row] > threshold { row += 1 }
      let end = row < force.count ? time[row] : .infinity
      guard (end.isFinite ? end : last) - time[first] >= debounce - 1e-9 else { continue }
      if let open = stances.last, time[first] - open.end < minimalSwing {
        stances[stances.count - 1].end = end
      } else {
        stances.append((first, end))
      }
    }
    return stances.compactMap { stance in
      let isCut = stance.end == .infinity
      let duration = (isCut ? last : stance.end) - time[stance.first]
      guard stance.first > 0, duration >= (isCut ? debounce : minimalStance) else { return nil }
      return rise(column, into: stance.first)
    }
  }

  private func rise(_ column: ForceColumn, into row: Int) -> ForceContact {
    let (below, above) = (column.force[row - 1], column.force[row])
    let samples = column.time[row - 1]...column.time[row]
    let step = samples.upperBound - samples.lowerBound
    return ForceContact(
      instant: milliseconds(samples.lowerBound + (threshold - below) / (above - below) * step), samples: samples,
      isTold: step <= min(column.longestStep, Self.coarsestStep))
  }

  func milliseconds(_ instant: Double) -> Double { (instant * 1000).rounded() / 1000 }
}

/// Where a force rises through the threshold.
struct ForceContact {
  /// The instant in seconds, interpolated between the samples.
  let instant: Double
  /// The last sample below the threshold and the first one above it, in seconds.
  let samples: ClosedRange<Double>
  /// Whether no sample is missing between them, so that the instant is known.
  let isTold: Bool
}
