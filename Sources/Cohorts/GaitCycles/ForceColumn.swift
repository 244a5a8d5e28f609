import Formats

/// One column of vertical forces, as far as it has numbers.
struct ForceColumn {
  /// The column's name in messages.
  let label: String
  /// The forces in N that are numbers.
  let force: [Double]
  /// Their instants in seconds.
  let time: [Double]
  /// The spans without numbers that are gaps, as rows that are missing would be.
  let gaps: [ClosedRange<Double>]

  /// The longest step in seconds between two samples that have none missing between them.
  ///
  /// Up to 5 ms a rise is told as well as by the plates of a usual laboratory, whatever is missing.
  var longestStep: Double { max(1.5 * (usualStep ?? 0), 0.005) + 1e-9 }

  /// The step in seconds that most of the numbers have; `nil` for less than two.
  let usualStep: Double?

  /// Takes a column without its missing numbers.
  init(label: String, force: [Double], time: [Double]) {
    self.label = label
    let known = force.indices.filter { force[$0].isFinite }
    let all = known.count == force.count
    self.force = all ? force : known.map { force[$0] }
    self.time = all ? time : known.map { time[$0] }
    usualStep = Sampling.usualStep(self.time)
    let gaps = all ? [] : Sampling.gaps(self.time)
    guard !all, let first = self.time.first, let last = self.time.last, let start = time.first, let end = time.last
    else {
      self.gaps = gaps
      return
    }
    // What came before the first number and after the last one is not known either.
    self.gaps =
      (first > start + Sampling.shortestGap ? [start...first] : []) + gaps
      + (last < end - Sampling.shortestGap ? [last...end] : [])
  }
}
