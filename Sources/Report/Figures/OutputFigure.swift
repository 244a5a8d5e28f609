import Runs
import Scores

/// R2 of every output by itself, which the pooled R2 of the paper hides.
package enum OutputFigure {
  /// Numbers below are drawn at the edge, since one bad subject may pull a mean far below zero.
  static let floor = -1.0

  package static func figure(_ exam: ComparableRuns, name: String) -> Figure {
    var numbers = DataTable([
      "cohort", "output", "entry", "n", "r2_n", "r2_mean", "r2_sd", "rmse_mean", "mae_mean", "unit",
    ])
    var panels = [Panel]()
    for audience in exam.testedCohorts {
      let entries = exam.entries.filter { !$0.tests(on: audience).isEmpty }
      let rows = exam.task.outputs.map { output in
        entries.map { entry -> (entry: ComparedEntry, mean: Double)? in
          let scores = entry.scores(on: audience, output: output)
          let r2 = scores.compactMap(\.r2).filter(\.isFinite)
          let mean = r2.isEmpty ? nil : Summary.mean(r2)
          numbers.add([
            audience.word, output, entry.name, String(scores.count), String(r2.count), NumberText.exact(mean),
            NumberText.exact(Summary.deviation(r2)), NumberText.exact(Summary.mean(scores.map(\.rmse))),
            NumberText.exact(Summary.mean(scores.map(\.mae))), exam.task.unit,
          ])
          return mean.map { (entry, $0) }
        }
      }
      panels.append(panel(exam, audience, rows.map { $0.compactMap(\.self) }))
    }
    var summary = DataTable(
      ["Output"]
        + exam.testedCohorts.flatMap { audience in
          exam.entries.filter { !$0.tests(on: audience).isEmpty }.map { "\($0.label), \(audience.shortTitle)" }
        })
    for output in exam.task.outputs {
      summary.add(
        [output]
          + exam.testedCohorts.flatMap { audience in
            exam.entries.filter { !$0.tests(on: audience).isEmpty }.map { entry in
              let scores = entry.scores(on: audience, output: output)
              let r2 = scores.compactMap(\.r2).filter(\.isFinite)
              let few = r2.count == scores.count ? "" : " (n \(r2.count))"
              return NumberText.fixed(r2.isEmpty ? nil : Summary.mean(r2), 3) + few
            }
          })
    }
    return Figure(
      name: name, title: "R² of each output",
      caption:
        "\(worst(exam))Means over subjects. R² of one output is about that output's own mean; the pooled R² of the tables also "
        + "counts the differences between outputs and is larger. Where an output of a subject is constant R² is undefined, and "
        + "the subject is left out (n). Values below \(NumberText.fixed(floor, 0)) stand at "
        + "the left edge with their number.",
      legend: exam.signs, panels: panels, columns: 2, numbers: numbers, summary: summary)
  }

  /// The output that each entry predicts worst, by its R2 on the first people.
  private static func worst(_ exam: ComparableRuns) -> String {
    guard let people = exam.mainCohort, exam.task.outputs.count > 1 else { return "" }
    var lowest = [String: [String]]()
    for entry in exam.entries {
      let means = exam.task.outputs.compactMap { output -> (output: String, mean: Double)? in
        let r2 = entry.scores(on: people, output: output).compactMap(\.r2).filter(\.isFinite)
        return r2.isEmpty ? nil : (output, Summary.mean(r2))
      }
      guard let least = means.min(by: { $0.mean < $1.mean }) else { continue }
      lowest[least.output, default: []].append("\(entry.label) (\(NumberText.fixed(least.mean, 3)))")
    }
    let words = exam.task.outputs.compactMap { output -> String? in
      guard let entries = lowest[output] else { return nil }
      let isMany = entries.count > ComparableRuns.most / 2
      let whose = isMany ? "\(entries.count) of \(exam.entries.count) entries" : entries.joined(separator: ", ")
      return "\(exam.fullLabel(output)) of \(whose)"
    }
    return words.isEmpty ? "" : "Lowest on \(people.name): \(words.joined(separator: "; ")). "
  }

  private static func panel(
    _ exam: ComparableRuns, _ audience: TestedCohort, _ rows: [[(entry: ComparedEntry, mean: Double)]]
  ) -> Panel {
    let names = exam.task.outputs.map(exam.label)
    let left = min(22 + (names.map { NumberText.width($0, size: 11) }.max() ?? 0), 130)
    // A number below the scale stands under the signs.
    let hasBelow = rows.joined().contains { $0.mean < floor }
    let row = hasBelow ? 34.0 : 22
    let bottom = 30 + row * Double(rows.count)
    let shown = rows.joined().map { max($0.mean, floor) }
    let x = Scale(over: shown + [0, 1], to: (left, Panel.width - 14))
    var marks = [Marks.text(audience.title, x: 4, y: 15, "t1")]
    for tick in x.ticks {
      marks.append(Marks.line(x(tick), 26, x(tick), bottom, tick == 0 ? "axis" : "grid"))
      marks.append(Marks.text(x.text(of: tick), x: x(tick), y: bottom + 15, "t3", anchor: "middle"))
    }
    for (index, dots) in rows.enumerated() {
      let (middle, end) = (30 + row * Double(index) + 11, 30 + row * Double(index + 1))
      marks.append(Marks.text(names[index], x: left - 12, y: middle + 4, "t3", anchor: "end"))
      marks.append(Marks.line(left, end, Panel.width - 14, end, "grid"))
      let below = dots.filter { $0.mean < floor }
      if let worst = below.map(\.mean).min() {
        let text = (below.count > 1 ? "down to " : "") + NumberText.fixed(worst, 1)
        marks.append(Marks.text(text, x: left + 8, y: end - 3, "t3"))
      }
      for (place, dot) in dots.enumerated() {
        let shift = dots.count > 1 ? 12 * (Double(place) / Double(dots.count - 1) - 0.5) : 0
        marks.append(dot.entry.signs([(x(max(dot.mean, floor)), middle + shift)]))
      }
    }
    let all = rows.joined().map(\.mean)
    return Panel(
      title: audience.title,
      description: "R² from \(NumberText.fixed(all.min(), 2)) to \(NumberText.fixed(all.max(), 2)).",
      width: Panel.width, height: bottom + 22, marks: marks)
  }
}

extension ComparableRuns {
  /// The entries with their colours and shapes.
  var signs: [Figure.LegendItem] { entries.map { .init(sign: .shape($0.place), style: $0.style, text: $0.label) } }
}
