import Protocols
import Runs
import Scores

/// What entries lose at a cadence that they never saw: beside the same test subjects' scores where it was trained on.
package enum TransferFigure {
  /// A figure for each examination that leaves a cadence out in turn.
  ///
  /// - Parameter exams: everything that is shown; those of the same cohort and test subjects that train on every cadence
  ///   give the scores to hold against.
  package static func figures(_ exams: [ComparableRuns]) -> [Figure] {
    exams.filter { $0.rules.leftOut == "cadence" }.compactMap { exam in
      figure(exam, exams.first { $0.isWhole(of: exam) })
    }
  }

  private static func figure(_ exam: ComparableRuns, _ whole: ComparableRuns?) -> Figure? {
    guard let audience = exam.mainCohort else { return nil }
    let task = exam.task
    let cadences = exam.subsets.filter { $0 != ScoreTable.overall }
    var numbers = DataTable(["entry", "cadence", "trained", "n", "mean rmse", "sd", "unit"])
    var bars = [(cadence: String, bars: [BarPanel.Bar])]()
    for cadence in cadences {
      var own = [BarPanel.Bar]()
      for entry in exam.entries {
        let twin = whole.flatMap { whole in
          whole.entries.first { $0.name == entry.name }.flatMap { twin in
            whole.mainCohort.map { twin.scores(on: $0, subset: cadence) }
          }
        }
        // The sign comes first: a label that is cut at its end still tells the two bars of an entry apart.
        for (sign, word, scores) in [
          ("\u{2212}", "without it", entry.scores(on: audience, subset: cadence)), ("+", "with it", twin ?? []),
        ] {
          let rmse = scores.map(\.rmse).filter(\.isFinite)
          guard !rmse.isEmpty else { continue }
          own.append(
            .init(
              label: "\(sign)\(entry.label)", style: entry.style, mean: Summary.mean(rmse),
              deviation: Summary.deviation(rmse), subjects: rmse))
          numbers.add([
            entry.label, cadence, word, String(rmse.count), NumberText.exact(Summary.mean(rmse)),
            NumberText.exact(Summary.deviation(rmse)), task.unit,
          ])
        }
      }
      bars.append((cadence, own))
    }
    guard bars.contains(where: { !$0.bars.isEmpty }) else { return nil }
    let shown = bars.flatMap { $0.bars.flatMap { [$0.low, $0.high] + $0.subjects } }
    var figure = Figure(
      name: "\(slug(task.suffix))-\(slug(exam.rules.name))-transfer",
      title: "\(task.title): a cadence that was never trained on",
      caption: "RMSE of the test subjects at each cadence, of weights trained without that cadence (\u{2212})"
        + (whole.map { ", beside weights trained with it (+) under the protocol \($0.rules.name)" } ?? "")
        + "; whiskers one standard deviation, points the subjects.",
      panels: bars.map { cadence, bars in
        BarPanel(
          title: "RMSE, \(Subset.title(cadence))",
          unit: "\(task.unit), smaller is better; \u{2212} without, + with this cadence", bars: bars, brackets: [],
          alsoShown: shown
        ).panel()
      }, columns: max(1, cadences.count), numbers: numbers)
    figure.context = exam.mainCohort.map { exam.sentence([$0]) } ?? "Protocol \(exam.rules.name)."
    return figure
  }
}

extension ComparableRuns {
  /// Whether the same people of the same cohort were tested, by weights that were trained on trials of every kind.
  fileprivate func isWhole(of exam: ComparableRuns) -> Bool {
    func tested(_ exam: ComparableRuns) -> Set<String> { Set(exam.split.divisions.flatMap(\.test)) }
    return task.name == exam.task.name && cohort.fingerprint == exam.cohort.fingerprint && rules.leftOut == nil
      && split.divisions.count == 1 && (rules.poolShare ?? 1) == 1 && tested(self) == tested(exam)
  }
}
