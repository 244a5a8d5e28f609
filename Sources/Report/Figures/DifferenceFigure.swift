import Protocols
import Runs
import Scores

/// Every entry less the best one, subject by subject: what the paired test sees.
package enum DifferenceFigure {
  /// - Parameter pairs: the paired tests of the exam's main people.
  package static func figure(_ exam: ComparableRuns, pairs: [Comparison.Pair], name: String) -> Figure? {
    guard let people = exam.mainCohort else { return nil }
    let scored = exam.entries.map { (entry: $0, scores: $0.scores(on: people)) }.filter { !$0.scores.isEmpty }
    guard scored.count > 1,
      let best = scored.filter(\.entry.isRanked)
        .min(by: { Summary.mean($0.scores.map(\.rmse)) < Summary.mean($1.scores.map(\.rmse)) })
    else { return nil }
    let first = Dictionary(best.scores.map { ($0.subject, $0.rmse) }, uniquingKeysWith: { one, _ in one })
    var numbers = DataTable(["subject", "entry", "less", "rmse_difference", "unit"])
    var summary = DataTable(["Entry", "less", "n", "Mean difference", "sd", "Worse for", "p (Holm)"])
    var rows = [Row]()
    for (entry, scores) in scored where entry.label != best.entry.label {
      let differences = scores.compactMap { score -> (subject: String, value: Double)? in
        guard let other = first[score.subject], (score.rmse - other).isFinite else { return nil }
        return (score.subject, score.rmse - other)
      }
      guard !differences.isEmpty else { continue }
      for (subject, value) in differences {
        numbers.add([subject, entry.label, best.entry.label, NumberText.exact(value), exam.task.unit])
      }
      let values = differences.map(\.value)
      let p = pairs.first {
        $0.metric == .rmse && $0.subset == ScoreTable.overall && $0.output == nil
          && Set([$0.first, $0.second]) == Set([entry.label, best.entry.label])
      }?.adjusted
      summary.add([
        entry.label, best.entry.label, String(values.count), NumberText.fixed(Summary.mean(values), 4),
        NumberText.fixed(Summary.deviation(values), 4), "\(values.count { $0 > 0 }) of \(values.count)",
        NumberText.fixed(p, 4),
      ])
      let curves = PersonFigure.name(exam, people)
      let order = PersonFigure.order(exam, people)
      let links = differences.map { one in
        order.firstIndex(of: one.subject).map { PersonFigure.choice(curves, $0) } ?? ""
      }
      rows.append(Row(entry: entry, subjects: differences.map(\.subject), values: values, links: links, p: p))
    }
    guard !rows.isEmpty else { return nil }
    let correction = scored.count == 2 ? "" : ", corrected by Holm's method over all pairs of entries"
    return Figure(
      name: name, title: "Differences from \(best.entry.label) by subject",
      caption:
        "RMSE of each entry less that of \(best.entry.label), which has the smallest mean, for the same subject: "
        + "points right of the line are subjects whom \(best.entry.label) predicts better; "
        + "a point leads to the subject's curves. Bars: mean and one standard "
        + "deviation; p of Wilcoxon's signed-rank test\(correction).",
      panels: [panel(rows, best.entry.label, exam.task.unit)], columns: 1, numbers: numbers, summary: summary)
  }

  private struct Row {
    var entry: ComparedEntry
    var subjects: [String]
    var values: [Double]
    /// Where each subject's curves are on the page; empty where they are not.
    var links: [String]
    var p: Double?
  }

  private static func panel(_ rows: [Row], _ best: String, _ unit: String) -> Panel {
    let left = min(26 + (rows.map { NumberText.width($0.entry.label, size: 11) }.max() ?? 0), 126)
    let right = Panel.width - 66
    let height = 28.0
    let bottom = 44 + height * Double(rows.count)
    let x = Scale(over: rows.flatMap(\.values) + [0], to: (left, right))
    var marks = [
      Marks.text("RMSE, difference by subject", x: 4, y: 15, "t1"),
      Marks.text(
        NumberText.fitted("\(unit), less that of \(best)", size: 11, into: Panel.width - 24), x: 4, y: 32, "t3"),
    ]
    for tick in x.ticks {
      marks.append(Marks.line(x(tick), 40, x(tick), bottom, tick == 0 ? "mark" : "grid"))
      marks.append(Marks.text(x.text(of: tick), x: x(tick), y: bottom + 15, "t3", anchor: "middle"))
    }
    for (index, row) in rows.enumerated() {
      let middle = 44 + height * (Double(index) + 0.5)
      let label = NumberText.fitted(row.entry.label, size: 11, into: left - 20)
      marks.append(Marks.text(label, x: left - 8, y: middle + 4, "t3", anchor: "end"))
      let (mean, deviation) = (Summary.mean(row.values), Summary.deviation(row.values) ?? 0)
      marks.append(Marks.line(x(mean - deviation), middle + 9, x(mean + deviation), middle + 9, "mark"))
      marks.append(Marks.line(x(mean), middle + 5, x(mean), middle + 13, "ref"))
      for (place, value) in row.values.enumerated() {
        let sign = row.entry.signs([(x: x(value), y: middle - 4 + 5 * (Double(place * 7 % 11) / 5 - 1))])
        let named: [Markup] = [.tag("title", [:], .text(row.subjects[place])), sign]
        let link = row.links[place]
        // Names lead there, too, in the figure of each entry: a key press for each of many points helps nobody.
        marks.append(link.isEmpty ? .tag("g", [:], named) : .tag("a", ["href": "#\(link)", "tabindex": "-1"], named))
      }
      if let p = row.p {
        let text = "p \(NumberText.probability(p))"
        marks.append(Marks.text(text, x: Panel.width - 4, y: middle + 4, "t3", anchor: "end"))
      }
    }
    let words = rows.map { row in
      "\(row.entry.label) \(NumberText.fixed(Summary.mean(row.values), 4)) (worse for \(row.values.count { $0 > 0 }) "
        + "of \(row.values.count))"
    }
    return Panel(
      title: "RMSE less that of \(best)", description: "Mean differences: \(words.joined(separator: ", ")).",
      width: Panel.width, height: bottom + 22, marks: marks)
  }
}
