import Runs
import Scores

/// Error by phase of the gait cycle: which output is wrong when.
package enum PhaseFigure {
  /// The parts of the cycle.
  static let phases = 20

  package static func figure(
    _ exam: ComparableRuns, _ entry: ComparedEntry, _ audience: TestedCohort, _ curves: GaitCurves, name: String
  )
    -> Figure
  {
    var numbers = DataTable(["output", "from_percent", "to_percent", "rmse", "unit", "percent_of_range"])
    var summary = DataTable(["Output", "Largest RMSE", "at % of the cycle", "in % of the reference's range"])
    var cells = [[Double?]]()
    for output in curves.outputs {
      let range = (output.reference.max() ?? 0) - (output.reference.min() ?? 0)
      let row = (0..<phases).map { phase -> (rmse: Double, share: Double)? in
        let frames = output.frames * phase / phases..<output.frames * (phase + 1) / phases
        guard !frames.isEmpty, range > 0 else { return nil }
        let rmse = Summary.mean(frames.map { output.rmse[$0] * output.rmse[$0] }).squareRoot()
        return (rmse, 100 * rmse / range)
      }
      cells.append(row.map { $0?.share })
      for (phase, part) in row.enumerated() {
        let edges = [phase, phase + 1].map { String(100 * $0 / phases) }
        numbers.add(
          [output.name] + edges
            + [NumberText.exact(part?.rmse), exam.task.unit, NumberText.exact(part?.share)])
      }
      if let worst = row.indices.max(by: { (row[$0]?.rmse ?? -1) < (row[$1]?.rmse ?? -1) }), let part = row[worst] {
        summary.add([
          output.name, "\(NumberText.fixed(part.rmse, 3)) \(exam.task.unit)",
          "\(100 * worst / phases) to \(100 * (worst + 1) / phases)", "\(NumberText.fixed(part.share, 0)) %",
        ])
      }
    }
    let columns = (0...phases).map { $0 % 5 == 0 ? "\(100 * $0 / phases) %" : "" }
    let largest = cells.joined().compactMap(\.self).max() ?? 0
    let worst = summary.rows.max { (Double($0[3].dropLast(2)) ?? 0) < (Double($1[3].dropLast(2)) ?? 0) }
    let map = HeatMap(
      title: audience.title, unit: "% of the reference's range", rows: curves.outputs.map { exam.label($0.name) },
      columns: columns, cells: cells, largest: largest, namesEdges: true,
      description: worst.map {
        "The largest error in proportion: \(exam.fullLabel($0[0])) at \($0[2]) % of the cycle, \($0[3])."
      } ?? ""
    )
    return Figure(
      name: name, title: "\(entry.label): error by phase of the gait cycle, \(audience.title.lowercasedFirst)",
      caption:
        "\(map.description) RMSE over trials in each twentieth of the cycle, in per cent of the range of the output's mean reference "
        + "curve, so that small and large outputs can be held against each other.",
      panels: [map.panel()], columns: 1, numbers: numbers, summary: summary)
  }
}
