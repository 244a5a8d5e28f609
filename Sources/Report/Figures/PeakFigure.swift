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
    let own = Peaks(curves, exam.label)
    let all = exam.entries.compactMap { $0.curves(on: audience) }.map { Peaks($0, exam.label) }
    for output in curves.outputs {
      for (trial, peak) in output.peaks.enumerated() {
        let places = [peak.referenceFrame, peak.predictedFrame].map { percent($0, of: output.frames) }
        numbers.add([
          output.name, curves.subjects.indices.contains(trial) ? curves.subjects[trial] : "",
          curves.cadences.indices.contains(trial) ? curves.cadences[trial] : "", NumberText.exact(peak.reference),
          NumberText.exact(peak.predicted), exam.task.unit, NumberText.fixed(places[0], 2),
          NumberText.fixed(places[1], 2),
        ])
      }
    }
    for row in own.rows {
      let (high, time) = (row.height, row.time)
      summary.add([
        row.output, "\(NumberText.fixed(high.median, 1)) %",
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
        boxes("Height of the peak: error", "% of the reference", entry.style, own, all) { $0.height },
        boxes("Time of the peak: error", "% of the gait cycle", entry.style, own, all) { $0.time },
        scatter(
          "Height of the peak", unit, own.heights, entry.style,
          ends: CommonRange.ends(of: own.extent, among: all.map(\.extent)), isTight: false),
        scatter("Time of the peak", "% of the gait cycle", own.times, entry.style, ends: [0, 100], isTight: true),
      ], columns: 2, numbers: numbers, summary: summary)
  }

  /// The peaks of one entry's trials.
  private struct Peaks {
    /// Errors by output: heights in per cent of the reference, times in per cent of the cycle.
    var rows = [Row]()
    /// Reference and prediction of each peak.
    var heights = [(x: Double, y: Double)]()
    var times = [(x: Double, y: Double)]()

    /// What a scale of heights has to hold.
    var extent: [Double] { [0] + heights.flatMap { [$0.x, $0.y] } }

    init(_ curves: GaitCurves, _ label: (String) -> String) {
      for output in curves.outputs {
        var (height, time) = ([Double](), [Double]())
        for peak in output.peaks {
          let places = [peak.referenceFrame, peak.predictedFrame].map { percent($0, of: output.frames) }
          if peak.reference != 0 { height.append(100 * (peak.predicted / peak.reference - 1)) }
          time.append(PeakFigure.wrapped(places[1] - places[0]))
          heights.append((abs(peak.reference), peak.reference < 0 ? -peak.predicted : peak.predicted))
          times.append((places[0], places[1]))
        }
        guard let high = Quartiles(height), let when = Quartiles(time) else { continue }
        rows.append((output.name, label(output.name), high, when))
      }
    }

    func ends(_ part: (Row) -> Quartiles) -> [Double] {
      [0] + rows.flatMap { [part($0).lowest, part($0).highest] }
    }

    typealias Row = (output: String, label: String, height: Quartiles, time: Quartiles)
  }

  private static func boxes(
    _ title: String, _ unit: String, _ style: String, _ own: Peaks, _ all: [Peaks], _ part: (Peaks.Row) -> Quartiles
  ) -> Panel {
    var rows = BoxRows(
      title: title, unit: unit, style: style, rows: own.rows.map { BoxRow(label: $0.label, box: part($0)) })
    rows.alsoShown = CommonRange.ends(of: own.ends(part), among: all.map { $0.ends(part) })
    return rows.panel()
  }

  /// The shorter way round the cycle, whose end is its beginning.
  static func wrapped(_ difference: Double) -> Double {
    difference > 50 ? difference - 100 : difference < -50 ? difference + 100 : difference
  }

  private static func scatter(
    _ title: String, _ unit: String, _ points: [(x: Double, y: Double)], _ style: String, ends: [Double], isTight: Bool
  ) -> Panel {
    var plot = Plot(
      title, .init(numbers: ends, label: "reference, \(unit)", isTight: isTight),
      .init(numbers: ends, label: "predicted, \(unit)", isTight: isTight), height: 300)
    let (low, high) = (plot.x.domain.lowerBound, plot.x.domain.upperBound)
    plot.line([(low, low), (high, high)], "axis")
    plot.share()
    plot.dots(points, "\(Marks.dot(points.count)) \(style)")
    return plot.panel("\(points.count) peaks, predicted against reference; on the line both are equal.")
  }
}
