import Runs
import Scores

/// Who is best at which output: the entries ranked output by output, with those that the test cannot tell from the first.
package enum RankingFigure {
  package static func figure(_ exam: ComparableRuns, name: String) -> Figure? {
    var numbers = DataTable([
      "cohort", "output", "entry", "rank", "n", "rmse_mean", "rmse_sd", "first", "p_to_first", "p_holm", "unit",
    ])
    var summary = DataTable(["People", "Output", "First", "RMSE", "Not told from it by the test", "Last", "RMSE"])
    var isWhole = true
    let panels = exam.testedCohorts.compactMap { people -> Panel? in
      let entries = exam.entries.filter { !$0.tests(on: people).isEmpty }
      guard entries.count > 1 else { return nil }
      let rows = exam.task.outputs.map { ranked(exam, entries, people, $0) }
      for (output, places) in zip(exam.task.outputs, rows) {
        guard let first = places.first, let last = places.last else { continue }
        for place in places {
          numbers.add(
            [people.word, output, place.entry.label, String(place.rank), String(place.n)]
              + [place.mean, place.deviation].map(NumberText.exact) + [first.entry.label]
              + [place.test?.pValue, place.test?.adjusted].map(NumberText.exact) + [exam.task.unit])
        }
        let alike = places.dropFirst().filter(\.isAlike).map(\.entry.label)
        summary.add([
          people.title, exam.fullLabel(output), first.entry.label, NumberText.fixed(first.mean, 3),
          alike.isEmpty ? "-" : alike.joined(separator: ", "), last.entry.label, NumberText.fixed(last.mean, 3),
        ])
      }
      let shown = exam.legible(entries, on: people)
      isWhole = isWhole && shown.count == entries.count
      return panel(exam, people, shown, rows, of: entries.count)
    }
    guard !panels.isEmpty else { return nil }
    return Figure(
      name: name, title: "Ranking by output",
      caption:
        "Entries ranked by their mean RMSE of each output; 1 is the smallest. A number with = is of an entry that "
        + "Wilcoxon's signed-rank test over subjects, corrected by Holm's method over the pairs of the output, cannot tell "
        + "from the first (p ≥ 0.05). Below, the mean rank."
        + tooFew(exam) + (isWhole ? "" : exam.drawn(ComparableRuns.few, of: exam.entries.count)),
      panels: panels, columns: 2, numbers: numbers, summary: summary)
  }

  /// Says where "=" stands at every entry, whatever their errors are.
  private static func tooFew(_ exam: ComparableRuns) -> String {
    exam.testedCohorts.map { people in
      let entries = exam.entries.count { !$0.tests(on: people).isEmpty }
      let n = exam.entries.map { $0.scores(on: people).count }.max() ?? 0
      guard entries > 1, SmallestP.value(subjects: n, pairs: entries * (entries - 1) / 2) >= Stars.limit else {
        return ""
      }
      return " The \(n) subjects of \(people.name) are too few to tell any two of \(entries) entries apart."
    }.joined()
  }

  private struct Place {
    var entry: ComparedEntry
    var rank: Int
    var n: Int
    var mean: Double
    var deviation: Double?
    /// Against the first; nil for that one.
    var test: Comparison.Pair?
    var isAlike: Bool { rank == 1 || (test?.adjusted ?? 0) >= Stars.limit }
  }

  private static func ranked(
    _ exam: ComparableRuns, _ entries: [ComparedEntry], _ people: TestedCohort, _ output: String
  ) -> [Place] {
    let pairs = Comparison.family(
      entries.map { .init($0.label, $0.tests(on: people).map(\.scores.table)) }, .rmse, ScoreTable.overall, output)
    let sorted = entries.compactMap { entry -> Place? in
      let rmse = entry.scores(on: people, output: output).map(\.rmse).filter(\.isFinite)
      guard !rmse.isEmpty else { return nil }
      return Place(
        entry: entry, rank: 0, n: rmse.count, mean: Summary.mean(rmse), deviation: Summary.deviation(rmse), test: nil)
    }.sorted { ($0.mean, $0.entry.label) < ($1.mean, $1.entry.label) }
    guard let first = sorted.first?.entry.label else { return [] }
    return sorted.map { place in
      var place = place
      // Equal numbers share a rank.
      place.rank = 1 + sorted.count { $0.mean < place.mean }
      place.test = pairs.first { Set([$0.first, $0.second]) == Set([first, place.entry.label]) }
      return place
    }
  }

  private static func panel(
    _ exam: ComparableRuns, _ people: TestedCohort, _ entries: [ComparedEntry], _ rows: [[Place]],
    of all: Int
  ) -> Panel {
    let names = exam.task.outputs.map(exam.label) + ["mean rank"]
    let left = min(12 + (names.map { NumberText.width($0, size: 11) }.max() ?? 0), 130)
    let (cell, height) = ((Panel.width - 12 - left) / Double(max(entries.count, 1)), 18.0)
    let bottom = 30 + height * Double(names.count)
    var marks = [Marks.text(NumberText.fitted(people.title, size: 13.5, into: Panel.width - 8), x: 4, y: 15, "t1")]
    for (index, name) in names.enumerated() {
      let label = NumberText.fitted(name, size: 11, into: left - 8)
      marks.append(Marks.text(label, x: left - 6, y: 30 + height * Double(index) + 13, "t3", anchor: "end"))
    }
    let means = entries.map { entry in
      Summary.mean(rows.compactMap { row in row.first { $0.entry.label == entry.label }.map { Double($0.rank) } })
    }
    let isTurned = entries.contains { NumberText.width($0.label, size: 11) > cell - 4 }
    let turned = TurnedLabels(
      entries.enumerated().map { ($1.label, left + cell * (Double($0) + 0.5)) }, below: bottom + 12)
    var cells = [(x: Double, y: Double, strength: Double)]()
    var ranks = [Markup]()
    for (column, entry) in entries.enumerated() {
      let x = left + cell * Double(column)
      for (index, row) in rows.enumerated() {
        guard let place = row.first(where: { $0.entry.label == entry.label }) else { continue }
        let y = 30 + height * Double(index)
        let share = all > 1 ? Double(place.rank - 1) / Double(all - 1) : 0
        cells.append((x, y, 0.04 + 0.36 * share))
        let text = "\(place.rank)" + (place.rank > 1 && place.isAlike ? "=" : "")
        ranks.append(
          Marks.text(text, x: x + cell / 2, y: y + 13, place.rank == 1 ? "t2 strong" : "t2", anchor: "middle"))
      }
      let y = 30 + height * Double(rows.count)
      marks.append(
        Marks.text(NumberText.fixed(means[column], 1), x: x + cell / 2, y: y + 13, "t2", anchor: "middle"))
      marks.append(Marks.signs([(x + cell / 2, bottom + 8)], entry.place))
      if !isTurned { marks.append(Marks.text(entry.label, x: x + cell / 2, y: bottom + 26, "t3", anchor: "middle")) }
    }
    if isTurned { marks += turned.marks }
    marks += [Marks.cells(cells, width: cell - 0.8, height: height - 0.8)] + ranks
    let words = zip(entries, means).map { "\($0.label) \(NumberText.fixed($1, 1))" }.joined(separator: ", ")
    return Panel(
      title: people.title, description: "Mean ranks: \(words).", width: Panel.width,
      height: bottom + (isTurned ? 12 + turned.height : 34), marks: marks)
  }
}
