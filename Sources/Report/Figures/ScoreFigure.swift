import Runs
import Scores

/// The paper's figures 4 (forces) and 6 (moments): scores by entry, overall and at each cadence.
package enum ScoreFigure {
  /// Draws the scores of an exam's main test.
  ///
  /// - Parameter pairs: the paired tests of the exam.
  package static func figure(_ exam: ComparableRuns, pairs: [Comparison.Pair], name: String) -> Figure? {
    guard let audience = exam.mainCohort, !exam.subsets.isEmpty else { return nil }
    var numbers = DataTable(["metric", "subset", "entry", "n", "mean", "sd", "unit"])
    var tests = DataTable([
      "Metric", "Trials", "First", "Mean of first", "Second", "Mean of second", "n", "First − second", "p", "p (Holm)",
      "Effect size",
    ])
    var exact = DataTable([
      "metric", "subset", "first", "second", "n", "first_mean", "second_mean", "difference_mean", "difference_sd", "p",
      "p_holm", "effect_size", "method", "unit",
    ])
    // Brackets over many bars cannot be read, and nobody reads hundreds of rows.
    let isMany = exam.entries.count > ComparableRuns.most
    let panels = Metric.allCases.flatMap { metric in
      let all = exam.subsets.map { subset in
        exam.entries.compactMap { bar($0, metric, $0.scores(on: audience, subset: subset)) }
      }
      let shown = all.joined().flatMap { [$0.low, $0.high] + $0.subjects }
      let drawn = zip(exam.subsets, all).map { subset, bars in
        for bar in bars {
          numbers.add([
            metric.rawValue, subset, bar.label, String(bar.subjects.count), NumberText.exact(bar.mean),
            NumberText.exact(bar.deviation), metric.unit(exam.task),
          ])
        }
        let own = pairs.filter { $0.metric == metric && $0.subset == subset && $0.output == nil }
        for pair in own {
          let means = [pair.first, pair.second].map { name in bars.first { $0.label == name }?.mean }
          if subset == ScoreTable.overall || !isMany {
            tests.add([
              metric.heading, subset, pair.first, NumberText.fixed(means[0], 4), pair.second,
              NumberText.fixed(means[1], 4), String(pair.n), NumberText.fixed(pair.difference, 4),
              NumberText.fixed(pair.pValue, 4), NumberText.fixed(pair.adjusted, 4),
              NumberText.fixed(pair.effectSize, 2),
            ])
          }
          exact.add(
            [metric.rawValue, subset, pair.first, pair.second, String(pair.n)]
              + [means[0], means[1], pair.difference, pair.deviation, pair.pValue, pair.adjusted, pair.effectSize]
              .map(NumberText.exact) + [pair.method, metric.unit(exam.task)])
        }
        let brackets =
          isMany
          ? []
          : own.filter { Stars.text($0.adjusted) != nil }.sorted { $0.adjusted < $1.adjusted }
            .compactMap { pair -> BarPanel.Bracket? in
              let places = [pair.first, pair.second].compactMap { name in bars.firstIndex { $0.label == name } }
              return places.count == 2 ? .init(first: places[0], second: places[1], p: pair.adjusted) : nil
            }
        return BarPanel(
          title: "\(metric.heading), \(exam.words(of: subset, on: audience))",
          unit: (metric == .r2 ? "larger is better" : "\(metric.unit(exam.task)), smaller is better")
            + people(bars, pairs: isMany ? 0 : own.count),
          bars: bars, brackets: brackets, alsoShown: shown)
      }
      // Panels beside each other have their bars at one height.
      let lanes = drawn.map(\.lanes).max() ?? 0
      return drawn.map { $0.panel(lanes: lanes) }
    }
    let matrices = isMany ? matrices(exam, pairs) : []
    let count = pairs.count { $0.metric == .rmse && $0.subset == ScoreTable.overall && $0.output == nil }
    let n = exam.entries.map { $0.scores(on: audience).count }.max() ?? 0
    return Figure(
      name: name, title: "Scores by entry, overall and by cadence",
      caption: "Means over subjects, whiskers one standard deviation, points the subjects. \(test(count, n, isMany))"
        + (isMany
          ? " The numbers below have every pair overall, the file of the tests those at each cadence, too." : ""),
      panels: panels + matrices, columns: exam.subsets.count, numbers: numbers,
      summary: tests.rows.isEmpty ? nil : tests, tests: exact.rows.isEmpty ? nil : exact)
  }

  /// How many people a panel is about, and whether they can give a star at all.
  private static func people(_ bars: [BarPanel.Bar], pairs: Int) -> String {
    let n = bars.map(\.subjects.count).max() ?? 0
    let isTooFew = pairs > 0 && SmallestP.value(subjects: n, pairs: pairs) >= Stars.limit
    return "; n = \(n)" + (isTooFew ? ", too few for a star" : "")
  }

  private static func matrices(_ exam: ComparableRuns, _ pairs: [Comparison.Pair]) -> [Panel] {
    Metric.allCases.map { metric in
      let own = pairs.filter { $0.metric == metric && $0.subset == ScoreTable.overall && $0.output == nil }
      return DifferenceMatrix(
        title: "\(metric.heading), overall: row less column", unit: metric.unit(exam.task),
        names: exam.entries.map(\.label), pairs: own
      ).panel()
    }
  }

  /// What the stars are, or why there can be none.
  private static func test(_ count: Int, _ n: Int, _ isMany: Bool) -> String {
    guard count > 0 else { return "One entry: there is nothing to compare." }
    let words =
      count == 1 ? "one pair, so no correction" : "corrected by Holm's method over the \(count) pairs of a panel"
    let smallest = SmallestP.value(subjects: n, pairs: count)
    guard smallest < Stars.limit else {
      return
        "No star is possible: with \(n) subjects and \(count) \(count == 1 ? "pair" : "pairs") the smallest corrected p of Wilcoxon's "
        + "signed-rank test is \(NumberText.probability(smallest))."
    }
    return
      "\(isMany ? "Stars in the matrix of differences" : "Brackets") mark entries that differ: \(Stars.meaning); "
      + "Wilcoxon's signed-rank test over subjects, \(words)."
      + (isMany || count <= BarPanel.limit
        ? "" : " At most \(BarPanel.limit) brackets are drawn; the numbers below have every pair.")
  }

  private static func bar(_ entry: ComparedEntry, _ metric: Metric, _ scores: [SubjectScore]) -> BarPanel.Bar? {
    let all = scores.compactMap { $0[metric] }.filter(\.isFinite)
    guard !all.isEmpty else { return nil }
    return BarPanel.Bar(
      label: entry.label, style: entry.style, mean: Summary.mean(all), deviation: Summary.deviation(all), subjects: all)
  }
}
