import Cohorts
import Formats

/// The gait cycles of a leg over which the plates measured, and why others of it are not simulated.
package struct PlatedCycles {
  /// The cycles that are simulated.
  package let kept: [GaitCycle]
  /// The others, each with its reason.
  package let keptOut: [String]

  /// Leaves out the cycles that a gap of the forces touches, however their contacts were found: between the rows on both sides
  /// of it nobody knows the forces, and inverse dynamics would take a straight line for them.
  ///
  /// - Parameters:
  ///   - findings: the cycles of a leg.
  ///   - time: the instants of the forces in seconds.
  ///   - folder: the trial's folder, the way to which is in no message.
  package init(_ findings: CycleFindings, forcesAt time: [Double], in folder: String = "") {
    let gaps = Sampling.gaps(time)
    func gap(in cycle: GaitCycle) -> String? {
      gaps.first { $0.upperBound > cycle.start && $0.lowerBound < cycle.end }.map {
        "the ground forces have a gap from \($0.lowerBound.rounded(toPlaces: 4)) s to "
          + "\($0.upperBound.rounded(toPlaces: 4)) s"
      }
    }
    let dropped = findings.dropped.map { (cycle: $0.cycle, reason: gap(in: $0.cycle) ?? $0.reason) }
    let without = findings.kept.compactMap { cycle in gap(in: cycle).map { (cycle: cycle, reason: $0) } }
    kept = findings.kept.filter { gap(in: $0) == nil }
    keptOut = (dropped + without).sorted { $0.cycle.start < $1.cycle.start }.map { cycle, reason in
      let words = Simulation.adapted(reason).replacing("\(folder)/", with: "")
      return
        "\(cycle.side.rawValue) \(cycle.start.rounded(toPlaces: 3)) to \(cycle.end.rounded(toPlaces: 3)) s: \(words)"
    }
  }
}
