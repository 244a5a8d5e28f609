import Faults
import Formats
import Foundation
import Protocols
import Scores

/// One gait cycle as an entry predicts it, before the band of what is usual.
public struct TrialPlot: Sendable {
  /// The drawing with its numbers.
  public let figure: Figure

  /// Draws a prediction.
  ///
  /// - Parameters:
  ///   - predictions: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  ///   - trials: the trials that were predicted; where they have references, they are drawn, too.
  ///   - trial: which of them, from 0.
  ///   - entry: the name of what predicted.
  ///   - origin: where its weights come from, in a few words.
  ///   - band: what is usual, where it is known.
  /// - Throws: ``Fault`` (usage) when there is no such trial.
  public init(
    _ predictions: [Float], for trials: PlottedTrials, trial: Int, entry: String, origin: String? = nil,
    band: ReferenceBand?
  ) throws {
    guard (0..<trials.count).contains(trial) else {
      throw Fault(
        .usage, at: .file(trials.source),
        "there is no trial \(trial); it has \(trials.count), counted from 0: 0 to \(trials.count - 1)."
      )
    }
    let (task, frames) = (trials.task, trials.frames)
    func curves(_ numbers: [Float]) -> [[Double]] {
      task.outputs.indices.map { output in
        (0..<frames).map { frame in
          let place = (trial * frames + frame) * task.outputs.count + output
          return numbers.indices.contains(place) ? Double(numbers[place]) : .nan
        }
      }
    }
    let (predicted, reference) = (curves(predictions), trials.references.map(curves))
    var numbers = DataTable([
      "output", "cycle_percent", "predicted", "reference", "usual_mean", "usual_sd", "unit",
    ])
    var summary = DataTable(["Output", "Predicted: lowest", "at %", "highest", "at %", "RMSE to the reference"])
    let panels = task.outputs.indices.map { output -> Panel in
      let curve = predicted[output]
      for frame in 0..<frames {
        numbers.add(
          [trials.outputs[output], NumberText.fixed(percent(frame, of: frames), 2)]
            + [
              curve[frame], reference?[output][frame], band?.mean[output][safe: frame],
              band?.deviation?[output][safe: frame],
            ]
            .map(NumberText.exact) + [task.unit])
      }
      let low = curve.indices.min { curve[$0] < curve[$1] } ?? 0
      let high = curve.indices.max { curve[$0] < curve[$1] } ?? 0
      let error = reference.map { reference in
        Summary.mean(zip(curve, reference[output]).map { ($0 - $1) * ($0 - $1) }).squareRoot()
      }
      summary.add([
        trials.outputs[output], NumberText.fixed(curve[low], 3), NumberText.fixed(percent(low, of: frames), 0),
        NumberText.fixed(curve[high], 3), NumberText.fixed(percent(high, of: frames), 0), NumberText.fixed(error, 3),
      ])
      return Self.panel(trials, output, curve, reference?[output], band)
    }
    var legend = [Figure.LegendItem(sign: .line, style: "line d0 c0", text: "predicted by \(entry)")]
    if reference != nil { legend.append(.init(sign: .line, style: "ref", text: "reference of this trial")) }
    if let band, band.deviation != nil {
      legend.append(.init(sign: .band, style: "refband", text: "mean ± sd: \(band.legend)"))
    }
    figure = Figure(
      name: "trial", title: "\(trials.source), trial \(trial) (\(trials.subjects[trial])): \(task.name) by \(entry)",
      caption: "One gait cycle, from one contact of the \(trials.leg) foot to the next, in \(task.unit)"
        + (trials.leg == "left" ? ", predicted of its mirror image, since the entry knows the right leg" : "")
        + "; body mass "
        + (trials.masses[trial].isNaN ? "unknown. " : "\(NumberText.fixed(Double(trials.masses[trial]), 1)) kg. ")
        + (origin.map { "Weights of \(entry): \($0). " } ?? "")
        + (band.map {
          $0.deviation == nil
            ? "No band: one trial has no spread (\($0.source))."
            : "The band is the mean ± one standard deviation of the references of \($0.source)."
        }
          ?? "No band: there is no finished run of the entry on measured healthy people here, and no cohort was given.")
        + " For research; not a diagnosis.",
      legend: legend, panels: panels, columns: 3, numbers: numbers, summary: summary)
  }

  private static func panel(
    _ trials: PlottedTrials, _ output: Int, _ curve: [Double], _ reference: [Double]?, _ band: ReferenceBand?
  ) -> Panel {
    let usual =
      band.flatMap { band in
        band.deviation.map { zip(band.mean[output], $0[output]).map { ($0 - $1, $0 + $1) } }
      } ?? []
    let (task, name) = (trials.task, trials.outputs[output])
    let target = task.targets.indices.contains(output) ? task.targets[output] : nil
    let label = target?.label ?? name
    let both = label == name ? name : "\(label) (\(name))"
    // Of two names that have no room beside each other the one in files, which tells the side, stands before the unit.
    let isTight = NumberText.width(both, size: 13.5) > Panel.width - 48
    let unit = target.map(task.signedUnit) ?? task.unit
    var plot = Plot(
      isTight ? label : both, .cycle,
      .init(
        numbers: curve + (reference ?? []) + usual.flatMap { [$0.0, $0.1] } + [0],
        label: isTight && label != name ? "\(name), \(unit)" : unit), height: 200)
    if !usual.isEmpty {
      plot.band(
        usual.indices.map { percent($0, of: usual.count) }, low: usual.map(\.0), high: usual.map(\.1), "refband")
    }
    let places = curve.indices.map { percent($0, of: curve.count) }
    if let reference { plot.line(Array(zip(places, reference)), "ref") }
    plot.line(Array(zip(places, curve)), "line d0 c0")
    let outside = zip(curve, usual).filter { $0 < $1.0 || $0 > $1.1 }.count
    return plot.panel(
      "\(name) from \(NumberText.fixed(curve.min(), 2)) to \(NumberText.fixed(curve.max(), 2)) \(task.unit)"
        + (usual.isEmpty ? "." : "; \(100 * outside / max(curve.count, 1)) % of the cycle is outside the band."))
  }

  /// The endings of the files that ``write(to:width:)`` knows.
  public static let endings = ["svg", "html"]

  /// Writes an `.svg`, or an `.html` page with the numbers as a table.
  /// - Parameter width: how wide an `.svg` is.
  /// - Throws: ``Fault``: usage for another ending, `io`.
  public func write(to url: URL, width: SheetWidth = .screen) throws {
    switch url.pathExtension.lowercased() {
    case "svg": try AtomicFile.write(Data(figure.sheet(width).rendered.utf8), to: url)
    case "html":
      let text = PageShell.text(
        figure.title, figure.caption, content: [figure.element(files: nil)],
        footer: "Written by HipZoo \(hipzooVersion).")
      try AtomicFile.write(Data(text.utf8), to: url)
    default:
      throw Fault(
        .usage, at: .file(url.lastPathComponent), "a plot is written as .svg, .pdf, .png or .html; name the output so.")
    }
  }
}

extension Array {
  /// The element at a place, or nil when there is none.
  fileprivate subscript(safe place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
