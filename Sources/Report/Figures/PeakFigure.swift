import Runs

/// The peak of every trial: how high and when, predicted against reference.
package enum PeakFigure {
  package static func figure(
    _ exam: ComparableRuns, _ entry: ComparedEntry, _ audience: TestedCohort, _ curves: GaitCurves, name: String
  )
    -> Figure
  {
    var numbers = DataTable([
      "output", "subject", "cadence", "reference_peak", "predicted_peak", "unit", "reference_percent",
      "predicted_percent",
    ])
    var summary = DataTable(["Output", "Height error: median", "quartiles", "Timing error: median", "quartiles"])
    var (heights, timings) = ([BoxRow](), [BoxRow]())
    var (heightPoints, timePoints) = ([(x: Double, y: Double)](), [(x: Double, y: Double)]())
    for output in curves.outputs {
      let frames = output.frames
      var (height, timing) = ([Double](), [Double]())
      for (trial, peak) in output.peaks.enumerated() {
        let places = [peak.referenceFrame, peak.predictedFrame].map { percent($0, of: frames) }
        numbers.add([
          output.name, curves.subjects.indices.contains(trial) ? curves.subjects[trial] : "",
          curves.cadences.indices.contains(trial) ? curves.cadences[trial] : "", NumberText.exact(peak.reference),
          NumberText.exact(peak.predicted), exam.task.unit, NumberText.fixed(places[0], 2),
          NumberText.fixed(places[1], 2),
        ])
        if peak.reference != 0 { height.append(100 * (peak.predicted / peak.reference - 1)) }
        timing.append(wrapped(places[1] - places[0]))
        heightPoints.append((abs(peak.reference), peak.reference < 0 ? -peak.predicted : peak.predicted))
        timePoints.append((places[0], places[1]))
      }
      guard let high = Quartiles(height), let time = Quartiles(timing) else { continue }
      heights.append(BoxRow(label: exam.label(output.name), box: high))
      timings.append(BoxRow(label: exam.label(output.name), box: time))
      summary.add([
        output.name, "\(NumberText.fixed(high.median, 1)) %",
        "\(NumberText.fixed(high.low, 1)) to \(NumberText.fixed(high.high, 1)) %",
        "\(NumberText.fixed(time.median, 1)) %",
        "\(NumberText.fixed(time.low, 1)) to \(NumberText.fixed(time.high, 1)) %",
      ])
    }
    let unit = exam.task.unit
    return Figure(
      name: name, title: "\(entry.label): peaks, \(audience.title.lowercasedFirst)",
      caption:
        "The largest reference of each trial in absolute terms and the predicted extreme on the same side. Boxes: "
        + "median, quartiles and the last values within 1.5 box lengths, over trials; errors are predicted minus "
        + "reference, heights in per cent of the reference, times in per cent of the cycle (the shorter way round).",
      panels: [
        BoxRows(title: "Height of the peak: error", unit: "% of the reference", style: entry.style, rows: heights)
          .panel(),
        BoxRows(title: "Time of the peak: error", unit: "% of the gait cycle", style: entry.style, rows: timings)
          .panel(),
        scatter("Height of the peak", unit, heightPoints, entry.style, isTight: false),
        scatter("Time of the peak", "% of the gait cycle", timePoints, entry.style, isTight: true),
      ], columns: 2, numbers: numbers, summary: summary)
  }

  /// The shorter way round the cycle, whose end is its beginning.
  static func wrapped(_ difference: Double) -> Double {
    difference > 50 ? difference - 100 : difference < -50 ? difference + 100 : difference
  }

  private static func scatter(
    _ title: String, _ unit: String, _ points: [(x: Double, y: Double)], _ style: String, isTight: Bool
  ) -> Panel {
    let ends: [Double] = isTight ? [0, 100] : [0] + points.map(\.x) + points.map(\.y)
    var plot = Plot(
      title, .init(numbers: ends, label: "reference, \(unit)", isTight: isTight),
      .init(numbers: ends, label: "predicted, \(unit)", isTight: isTight), height: 300)
    let (low, high) = (plot.x.domain.lowerBound, plot.x.domain.upperBound)
    plot.line([(low, low), (high, high)], "axis")
    plot.dots(points, "speck \(style)")
    return plot.panel("\(points.count) peaks, predicted against reference; on the line both are equal.")
  }
}
