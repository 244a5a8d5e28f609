import Scores

/// What an entry costs against what it achieves: parameters and training time against error.
package enum CostFigure {
  package static func figure(_ exam: ComparableRuns, name: String) -> Figure? {
    guard let audience = exam.mainCohort else { return nil }
    var numbers = DataTable(["Entry", "Parameters", "Training time (s)", "RMSE (\(exam.task.unit))"])
    var (sizes, times) = ([Point](), [Point]())
    for entry in exam.entries {
      let scores = entry.scores(on: audience)
      guard !scores.isEmpty else { continue }
      let rmse = Summary.mean(scores.map(\.rmse))
      let seconds = Summary.mean(entry.runs.map(\.trainingSeconds))
      if let parameters = entry.entry?.parameters, parameters > 0 {
        sizes.append(Point(label: entry.label, entry: entry, x: Double(parameters), y: rmse))
      }
      if seconds > 0 { times.append(Point(label: entry.label, entry: entry, x: seconds, y: rmse)) }
      numbers.add([
        entry.label, entry.entry?.parameters.map(String.init) ?? "-",
        seconds > 0 ? NumberText.fixed(seconds, 1) : "-", NumberText.fixed(rmse, 4),
      ])
    }
    let panels = [
      panel("Parameters and error", "parameters", exam.task.unit, sizes),
      panel("Training time and error", "seconds", exam.task.unit, times),
    ].compactMap(\.self)
    guard !panels.isEmpty else { return nil }
    return Figure(
      name: name, title: "Cost and error",
      caption: "RMSE (mean over the test subjects) against the number of parameters"
        + (times.isEmpty
          ? "."
          : ", and against the time of all epochs of a run: folds and final training. Times are those of the machines "
            + "named under provenance and depend on what else ran there."),
      panels: panels, columns: 2, numbers: numbers)
  }

  private struct Point {
    var label: String
    var entry: ComparedEntry
    var x: Double
    var y: Double
  }

  private static func panel(_ title: String, _ label: String, _ unit: String, _ points: [Point]) -> Panel? {
    guard !points.isEmpty else { return nil }
    var plot = Plot(
      title, .init(numbers: points.flatMap { [$0.x / 1.6, $0.x * 1.6] }, label: label, isLogarithmic: true),
      .init(numbers: points.map(\.y), label: "RMSE, \(unit)"), height: 240)
    let labels = PointLabels.placed(
      points.map { ($0.label, plot.x($0.x), plot.y($0.y)) },
      in: .init(x: plot.x.range.from...Panel.width - 4, y: 38...plot.y.range.from - 1))
    for (point, label) in zip(points, labels) {
      if let lead = label?.lead { plot.add(Marks.line(plot.x(point.x), plot.y(point.y), lead.x, lead.y, "axis")) }
    }
    for point in points { plot.signs([(point.x, point.y)], point.entry) }
    for label in labels.compactMap(\.self) { plot.add(Marks.text(label.text, x: label.x, y: label.y, "t3")) }
    let words = points.map { "\($0.label): \(NumberText.fixed($0.x, 0)) \(label), RMSE \(NumberText.fixed($0.y, 4))" }
    return plot.panel(words.joined(separator: "; ") + ".")
  }
}
