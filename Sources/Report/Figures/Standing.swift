import Protocols
import Runs
import Scores

/// Who is best on some people, and how the others of the same track stand to it: RMSE over all trials.
struct Standing {
  /// The entry with the smallest mean; nil where there is nothing to compare.
  let best: ComparedEntry?
  /// The corrected p of each other entry's difference from the best.
  private(set) var toBest: [(label: String, p: Double)] = []
  /// Whether so many subjects can give a p below the limit at all.
  let canTell: Bool

  /// Compares the ranked entries that train by the protocol's recipe, or those that do not.
  init(_ exam: ComparableRuns, _ people: TestedCohort, isFixed: Bool) {
    let entries = exam.entries.filter {
      $0.isRanked && $0.track.isFixed == isFixed && !$0.tests(on: people).isEmpty
    }
    let means = entries.map { entry in
      (entry: entry, mean: Summary.mean(entry.scores(on: people).map(\.rmse).filter(\.isFinite)))
    }.filter(\.mean.isFinite)
    guard means.count > 1, let first = means.min(by: { $0.mean < $1.mean })?.entry else {
      (best, canTell) = (nil, true)
      return
    }
    best = first
    let pairs = exam.pairs(of: means.map(\.entry), on: people).filter {
      $0.metric == .rmse && $0.subset == ScoreTable.overall && $0.output == nil
    }
    let n = first.scores(on: people).count
    canTell = SmallestP.value(subjects: n, pairs: pairs.count) < Stars.limit
    toBest = means.map(\.entry.label).filter { $0 != first.label }.map { label in
      let pair = pairs.first { Set([$0.first, $0.second]) == [label, first.label] }
      return (label, pair?.adjusted ?? 1)
    }
  }
}
