import Scores

extension Leaderboard {
  /// The scores of one row on one cohort.
  public struct Block: Sendable {
    /// The table that the row stands in.
    public let group: Group
    /// The row.
    public let row: Row
    /// The cohort that was tested on.
    public let cohort: Cohort
    /// The scores by subset.
    public let scores: [String: Scores]
  }

  /// Every row's scores on every cohort, each once: a row that stands in several tables, one for each external cohort, has
  /// its healthy scores in all of them.
  public var blocks: [Block] {
    var seen = Set<[String]>()
    return groups.flatMap { group in
      group.rows.flatMap { row in
        [(group.cohort, row.healthy), (group.external ?? group.cohort, row.external)].compactMap { cohort, scores in
          let identity = [
            group.isReported ? "reported" : "measured", group.task, group.protocolFingerprint ?? "", group.split ?? "",
            group.cohort.fingerprint ?? "", row.entry, row.fingerprint ?? "", row.origin?.rawValue ?? "",
            cohort.fingerprint ?? "", cohort.population.rawValue,
          ]
          guard !scores.isEmpty, seen.insert(identity).inserted else { return nil }
          return Block(group: group, row: row, cohort: cohort, scores: scores)
        }
      }
    }
  }
}
