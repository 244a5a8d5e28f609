/// What workers make of a plan on paper: each takes the job that a ``Worker`` would take.
public struct Makespan: Sendable {
  /// A job with what it costs.
  public struct Item: Sendable {
    let id: String
    let before: [String]
    let seconds: Double

    /// Describes a job.
    ///
    /// - Parameters:
    ///   - id: its name.
    ///   - before: the jobs that it comes after.
    ///   - seconds: how long one worker is at it; 0 when it is done.
    public init(_ id: String, after before: [String], seconds: Double) {
      (self.id, self.before, self.seconds) = (id, before, seconds)
    }
  }

  private let items: [Item]

  /// Takes jobs, each after those that it comes after; jobs that are not among them count as done.
  public init(_ items: [Item]) {
    let known = Set(items.map(\.id))
    self.items = items.map { Item($0.id, after: $0.before.filter(known.contains), seconds: $0.seconds) }
  }

  /// The seconds of all jobs together.
  public var work: Double { items.reduce(0) { $0 + $1.seconds } }

  /// The jobs that have to be done one after the other and together take longest, which no number of workers shortens.
  public var longestChain: (jobs: [String], seconds: Double) {
    var ends = [String: (jobs: [String], seconds: Double)]()
    var longest: (jobs: [String], seconds: Double) = ([], 0)
    for item in items {
      let before = item.before.compactMap { ends[$0] }.max { $0.seconds < $1.seconds } ?? ([], 0)
      let end = (before.jobs + [item.id], before.seconds + item.seconds)
      ends[item.id] = end
      if end.1 > longest.seconds { longest = end }
    }
    return longest
  }

  /// The seconds until all is done.
  ///
  /// - Parameter workers: how many work side by side.
  public func seconds(workers: Int) -> Double {
    let order = JobOrder(
      items.map { ($0.id, $0.before) }, seconds: Dictionary(items.map { ($0.id, $0.seconds) }) { first, _ in first })
    var waiting = items
    var running = [(id: String, end: Double)]()
    var done = Set<String>()
    var now = 0.0
    while !waiting.isEmpty || !running.isEmpty {
      while running.count < max(workers, 1) {
        let ready = waiting.filter { $0.before.allSatisfy(done.contains) }.map(\.id)
        let left = waiting.map(\.id) + running.map(\.id)
        guard let next = order.sorted(ready, of: left, workers: workers).first,
          let place = waiting.firstIndex(where: { $0.id == next })
        else { break }
        let item = waiting.remove(at: place)
        if item.seconds > 0 { running.append((item.id, now + item.seconds)) } else { done.insert(item.id) }
      }
      guard let first = running.indices.min(by: { running[$0].end < running[$1].end }) else { break }
      now = running[first].end
      done.insert(running.remove(at: first).id)
    }
    return now
  }
}
