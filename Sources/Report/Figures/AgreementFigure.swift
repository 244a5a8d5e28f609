import Runs
import Scores

/// Agreement of predicted and reference peaks (Bland and Altman 1986), output by output.
package enum AgreementFigure {
  /// How many deviations the limits of agreement are from the bias.
  static let width = 1.96

  package static func figure(
    _ exam: ComparableRuns, _ entry: ComparedEntry, _ audience: TestedCohort, _ curves: GaitCurves, name: String
  ) -> Figure? {
    var numbers = DataTable(["output", "subject", "mean_of_both", "predicted_less_reference", "unit"])
    var summary = DataTable(["Output", "Trials", "Bias", "Lower limit", "Upper limit", "Unit"])
    let others = exam.entries.compactMap { $0.curves(on: audience) }.flatMap(\.outputs)
    let panels = curves.outputs.compactMap { output -> Panel? in
      let all = others.filter { $0.name == output.name }.compactMap(agreement)
      guard let (points, bias, limits) = agreement(output) else { return nil }
      for (trial, point) in points.enumerated() {
        numbers.add([
          output.name, curves.subjects.indices.contains(trial) ? curves.subjects[trial] : "",
          NumberText.exact(point.x), NumberText.exact(point.y), exam.task.unit,
        ])
      }
      summary.add(
        [output.name, String(points.count)] + ([bias] + limits).map { NumberText.fixed($0, 3) } + [exam.task.unit])
      var plot = Plot(
        exam.fullLabel(output.name),
        .init(
          numbers: CommonRange.ends(of: points.map(\.x), among: all.map { $0.points.map(\.x) }),
          label: "mean of both peaks, \(exam.task.unit)"),
        .init(
          numbers: CommonRange.ends(
            of: points.map(\.y) + limits + [0], among: all.map { $0.points.map(\.y) + $0.limits + [0] }),
          label: "predicted less reference, \(exam.task.unit)"), height: 220)
      let (low, high) = (plot.x.domain.lowerBound, plot.x.domain.upperBound)
      plot.line([(low, 0), (high, 0)], "axis")
      plot.share()
      plot.line([(low, bias), (high, bias)], "ref")
      plot.lines(limits.map { [(low, $0), (high, $0)] }, "mark dash")
      plot.dots(points, "\(Marks.dot(points.count)) \(entry.style)")
      return plot.panel(
        "Bias \(NumberText.fixed(bias, 3)), limits of agreement \(NumberText.fixed(limits[0], 3)) to "
          + "\(NumberText.fixed(limits[1], 3)) \(exam.task.unit).")
    }
    guard !panels.isEmpty else { return nil }
    return Figure(
      name: name, title: "\(entry.label): agreement of peaks, \(audience.title.lowercasedFirst)",
      caption: "The peak of each trial (Bland and Altman): predicted less reference against the mean of both, the bias "
        + "(line) and bias ± 1.96 standard deviations (dashes). Trials of one person are not independent, so that the "
        + "limits are rather too narrow.",
      legend: [.init(sign: .line, style: "ref", text: "bias"), .init(sign: .line, style: "mark dash", text: "limits")],
      panels: panels, numbers: numbers, summary: summary)
  }

  /// The peaks of the trials, mean of both and difference, with bias and limits; nil where there is no spread.
  private static func agreement(_ output: GaitCurves.Output)
    -> (points: [(x: Double, y: Double)], bias: Double, limits: [Double])?
  {
    let points = output.peaks.map { (x: ($0.predicted + $0.reference) / 2, y: $0.predicted - $0.reference) }
    guard points.count > 1, let deviation = Summary.deviation(points.map(\.y)) else { return nil }
    let bias = Summary.mean(points.map(\.y))
    return (points, bias, [bias - width * deviation, bias + width * deviation])
  }
}
