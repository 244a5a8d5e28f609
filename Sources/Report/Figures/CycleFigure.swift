import Runs
import Scores

/// The paper's figures 5, 7 and 9: what was measured and what was predicted over the gait cycle, output by output.
package enum CycleFigure {
  package static func figure(
    _ exam: ComparableRuns, _ entry: ComparedEntry, _ audience: TestedCohort, _ curves: GaitCurves, name: String
  )
    -> Figure
  {
    var numbers = DataTable([
      "output", "cycle_percent", "reference_mean", "reference_sd", "predicted_mean", "predicted_sd", "rmse", "unit",
    ])
    var summary = DataTable([
      "Output", "Reference: lowest", "highest", "Predicted: lowest", "highest", "Mean RMSE over the cycle",
      "nRMSE, % of the range", "r of the mean curves",
    ])
    let others = exam.entries.compactMap { $0.curves(on: audience) }
    let panels = curves.outputs.map { output in
      let frames = output.frames
      for frame in 0..<frames {
        numbers.add(
          [output.name, NumberText.fixed(percent(frame, of: frames), 2)]
            + [
              output.reference, output.referenceDeviation, output.predicted, output.predictedDeviation, output.rmse,
            ].map { NumberText.exact($0?[frame]) } + [exam.task.unit])
      }
      summary.add(
        [output.name]
          + [output.reference.min(), output.reference.max(), output.predicted.min(), output.predicted.max()]
          .map { NumberText.fixed($0, 3) } + [
            NumberText.fixed(Summary.mean(output.rmse), 3), NumberText.fixed(normalised(output), 1),
            NumberText.fixed(correlation(output.reference, output.predicted), 3),
          ])
      return panel(exam, entry, output, others.flatMap(\.outputs).filter { $0.name == output.name })
    }
    return Figure(
      name: name, title: "\(entry.label): predicted and reference curves, \(audience.title.lowercasedFirst)",
      caption: "Mean and one standard deviation over \(curves.subjects.count) trials of "
        + "\(Set(curves.subjects).count) subjects, in \(exam.task.unit), from one contact of the right foot to the next.",
      legend: [
        .init(sign: .line, style: "ref", text: "reference, mean"), .init(sign: .band, style: "refband", text: "± sd"),
        .init(sign: .line, style: entry.line, text: "predicted, mean"),
        .init(sign: .band, style: "band \(entry.style)", text: "± sd"),
      ],
      panels: panels, numbers: numbers, summary: summary)
  }

  /// The mean RMSE in per cent of the mean reference's range; nil where that has none.
  private static func normalised(_ output: GaitCurves.Output) -> Double? {
    let range = (output.reference.max() ?? 0) - (output.reference.min() ?? 0)
    return range > 0 ? 100 * Summary.mean(output.rmse) / range : nil
  }

  /// Pearson's correlation of two curves; nil where one is constant.
  private static func correlation(_ one: [Double], _ other: [Double]) -> Double? {
    let (a, b) = (Summary.mean(one), Summary.mean(other))
    func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).map(*).reduce(0, +) }
    let (x, y) = (one.map { $0 - a }, other.map { $0 - b })
    let size = (product(x, x) * product(y, y)).squareRoot()
    return size > 0 ? product(x, y) / size : nil
  }

  private static func around(_ mean: [Double], _ deviation: [Double]?) -> (low: [Double], high: [Double]) {
    let spread = deviation ?? mean.map { _ in 0 }
    return (zip(mean, spread).map { $0 - $1 }, zip(mean, spread).map { $0 + $1 })
  }

  private static func numbers(_ output: GaitCurves.Output) -> [Double] {
    let reference = around(output.reference, output.referenceDeviation)
    let predicted = around(output.predicted, output.predictedDeviation)
    return reference.low + reference.high + predicted.low + predicted.high + [0]
  }

  private static func panel(
    _ exam: ComparableRuns, _ entry: ComparedEntry, _ output: GaitCurves.Output, _ all: [GaitCurves.Output]
  ) -> Panel {
    let places = (0..<output.frames).map { percent($0, of: output.frames) }
    let reference = around(output.reference, output.referenceDeviation)
    let predicted = around(output.predicted, output.predictedDeviation)
    var plot = Plot(
      exam.fullLabel(output.name), .cycle,
      .init(
        numbers: CommonRange.ends(of: numbers(output), among: all.map(numbers)), label: exam.unit(of: output.name)),
      height: 200)
    // One trial has no spread to draw.
    if output.referenceDeviation != nil { plot.band(places, low: reference.low, high: reference.high, "refband") }
    plot.line(Array(zip(places, output.reference)), "ref")
    plot.share()
    if output.predictedDeviation != nil {
      plot.band(places, low: predicted.low, high: predicted.high, "band \(entry.style)")
    }
    plot.line(Array(zip(places, output.predicted)), entry.line)
    return plot.panel(
      "Reference mean from \(NumberText.fixed(output.reference.min(), 2)) to "
        + "\(NumberText.fixed(output.reference.max(), 2)), predicted mean from "
        + "\(NumberText.fixed(output.predicted.min(), 2)) to \(NumberText.fixed(output.predicted.max(), 2)) "
        + "\(exam.task.unit); mean RMSE \(NumberText.fixed(Summary.mean(output.rmse), 3)).")
  }
}

extension GaitCurves.Output {
  /// The frames that every array has.
  var frames: Int {
    [reference, referenceDeviation, predicted, predictedDeviation, rmse].compactMap { $0?.count }.min() ?? 0
  }
}

extension String {
  /// The text as it stands within a sentence; abbreviations such as ONFH stay.
  var lowercasedFirst: String {
    guard let first, dropFirst().first?.isLowercase ?? false else { return self }
    return first.lowercased() + dropFirst()
  }
}
