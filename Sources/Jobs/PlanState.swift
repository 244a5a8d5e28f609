/// How far the jobs of a plan have come.
///
/// A job that follows others sums up what they left. Its result may be on disk from before, when there was less to sum up,
/// so it is done only when those others are over as well.
public struct PlanState: Sendable {
  /// The jobs whose results are there and stay.
  public private(set) var done = Set<String>()
  /// The jobs that have failed, and those that need one of them.
  public private(set) var lost = Set<String>()
  /// The jobs that are neither done nor lost, in the plan's order.
  public private(set) var left = [Job]()

  /// Looks at the jobs of a plan, each after those that it comes after.
  ///
  /// - Parameters:
  ///   - jobs: the jobs.
  ///   - failed: the ids of those that have failed.
  ///   - known: the ids of those that were found done before, which are not looked at again.
  public init(_ jobs: [Job], failed: Set<String> = [], done known: Set<String> = []) {
    for job in jobs {
      let isFollowing = job.follows.contains { !isOver($0) }
      if !isFollowing, known.contains(job.id) || job.isDone() {
        done.insert(job.id)
      } else if failed.contains(job.id) || job.needs.contains(where: lost.contains) {
        lost.insert(job.id)
      } else {
        left.append(job)
      }
    }
  }

  /// The jobs that can be begun, in the plan's order.
  public var ready: [Job] {
    left.filter { $0.needs.allSatisfy(done.contains) && $0.follows.allSatisfy(isOver) }
  }

  private func isOver(_ id: String) -> Bool { done.contains(id) || lost.contains(id) }
}
