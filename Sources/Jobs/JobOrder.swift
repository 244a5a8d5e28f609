/// Which of the jobs that can be done is begun first.
///
/// While there is plenty to do the plan's order holds, so that one run after the other comes to its end. When little is
/// left for so many workers, those jobs come first that the longest chain hangs on, so that no worker waits for one chain
/// at the end (list scheduling by the longest path: Graham, SIAM J. Appl. Math. 17, 1969; Hu, Oper. Res. 9, 1961).
struct JobOrder: Sendable {
  private let seconds: [String: Double]
  /// What a job is taken for whose seconds are not known: as long as the others in the mean.
  private let unknown: Double
  /// The seconds from the beginning of a job to the end of the longest chain of jobs that come after it.
  private let chains: [String: Double]

  /// How many times the longest chain there is to do for each worker where the plan's order holds.
  private static let plenty = 2.0

  /// Takes a plan's jobs, each after those that it comes after.
  ///
  /// - Parameter seconds: how long each takes, by its id; one that is not known is taken for as long as the others.
  init(_ jobs: [(id: String, before: [String])], seconds: [String: Double] = [:]) {
    let unknown = seconds.isEmpty ? 1 : seconds.values.sorted().reduce(0, +) / Double(seconds.count)
    var chains = [String: Double]()
    for job in jobs.reversed() {
      let chain = chains[job.id, default: 0] + (seconds[job.id] ?? unknown)
      chains[job.id] = chain
      for before in job.before where before != job.id { chains[before] = max(chains[before, default: 0], chain) }
    }
    (self.seconds, self.unknown, self.chains) = (seconds, unknown, chains)
  }

  /// The ids of jobs that can be begun, the best first.
  ///
  /// - Parameters:
  ///   - ready: the jobs that can be begun, in the plan's order.
  ///   - left: all jobs that are not over.
  ///   - workers: how many work on them.
  func sorted(_ ready: [String], of left: [String], workers: Int) -> [String] {
    guard workers > 1, ready.count > 1 else { return ready }
    let longest = left.lazy.map { chains[$0] ?? 0 }.max() ?? 0
    let work = left.reduce(0) { $0 + (seconds[$1] ?? unknown) }
    guard work < Self.plenty * Double(workers) * longest else { return ready }
    // Sorting keeps no order of its own among equals.
    return ready.enumerated().sorted { one, other in
      let (a, b) = (chains[one.element] ?? 0, chains[other.element] ?? 0)
      return a == b ? one.offset < other.offset : a > b
    }.map(\.element)
  }
}

extension JobOrder {
  /// Takes a plan's jobs.
  init(_ jobs: [Job], seconds: [String: Double] = [:]) {
    self.init(jobs.map { ($0.id, $0.needs + $0.follows) }, seconds: seconds)
  }

  /// The jobs that can be begun, the best first.
  func sorted(_ ready: [Job], of left: [String], workers: Int) -> [Job] {
    let jobs = Dictionary(ready.map { ($0.id, $0) }) { first, _ in first }
    return sorted(ready.map(\.id), of: left, workers: workers).compactMap { jobs[$0] }
  }
}
