import Cohorts
import Formats
import Foundation
import OpenSim
import Protocols
import Report

/// The page of a simulated trial: how well it was simulated, by numbers and by figures.
struct SessionPage {
  let curves: SessionCurves

  /// Writes `page.html` into the trial's folder and returns where it is.
  func write() throws -> URL {
    let url = curves.folder.appending(path: "page.html")
    let title = curves.recording == curves.subject ? curves.subject : "\(curves.subject), \(curves.recording)"
    let text = PageShell.text(
      title, "One walking trial as OpenSim simulated it; \(curves.origin).",
      content: [verdicts] + notes + curves.groups.map { figure($0).element(files: nil) },
      footer: "Written by HipZoo \(hipzooVersion).")
    try AtomicFile.write(Data(text.utf8), to: url)
    return url
  }

  private var verdicts: Markup {
    let rows = curves.verdicts.map { verdict in
      [
        verdict.cycle, verdict.numbers,
        verdict.objections.isEmpty ? "within the limits" : verdict.objections.joined(separator: "; "),
      ]
    }
    return .tag("div", ["class": "wide"], DataTable(["Gait cycle", "Numbers", "Verdict"], rows).html("Gait cycles"))
  }

  private var notes: [Markup] {
    curves.notes.isEmpty ? [] : [.tag("ul", [:], curves.notes.map { .tag("li", [:], .text($0)) })]
  }

  /// What outputs are called for people, by their names in files.
  private static let labels = Dictionary(
    PredictionTasks.all.flatMap(\.targets).map { ($0.name, $0.label) }, uniquingKeysWith: { one, _ in one })

  private func figure(_ group: SessionCurves.Group) -> Figure {
    var numbers = DataTable(["quantity", "cycle", "cycle_percent", "value", "unit"])
    var summary = DataTable(["Quantity", "Gait cycle", "lowest (\(group.unit))", "highest (\(group.unit))"])
    let panels = group.quantities.map { quantity, cycles -> Panel in
      // Groups are named for the right leg; which leg it is, the lines say.
      var name = (quantity.hasSuffix("_r") ? String(quantity.dropLast(2)) : quantity).replacing("_", with: " ")
      if group.unit == "Nm", name.hasSuffix(" angle") { name.removeLast(6) }
      if let label = Self.labels[quantity], label != name {
        // A longer heading would be cut off.
        name = label.count + name.count > 33 ? label : "\(label) (\(name))"
      }
      var plot = Plot(
        name, .cycle, .init(numbers: cycles.flatMap(\.values) + [0], label: group.unit), height: 200)
      for curve in cycles {
        plot.line(
          curve.values.enumerated().map { (x: Double($0.offset), y: $0.element) },
          curve.side == .right ? "line c0" : "line c1 dash")
        for (place, value) in curve.values.enumerated() {
          numbers.add([name, curve.cycle, "\(place)", NumberText.exact(value), group.unit])
        }
        summary.add([
          name, curve.cycle, NumberText.fixed(curve.values.min(), 2), NumberText.fixed(curve.values.max(), 2),
        ])
      }
      let all = cycles.flatMap(\.values)
      return plot.panel(
        "\(name) in \(cycles.count) gait cycles, from \(NumberText.fixed(all.min(), 2)) to "
          + "\(NumberText.fixed(all.max(), 2)) \(group.unit).")
    }
    let sides = Set(group.quantities.flatMap { $0.curves.map(\.side) })
    return Figure(
      name: group.title.lowercased().replacing(" ", with: "-"), title: group.title,
      caption: "A line a gait cycle, each from one contact of its own foot to the next, in \(group.unit)."
        + (group.quantities.contains { $0.name.hasPrefix("hip_") }
          ? " Positive at the hip: flexion, adduction, internal rotation." : ""),
      legend: [
        Figure.LegendItem(sign: .line, style: "line c0", text: "right leg"),
        Figure.LegendItem(sign: .line, style: "line c1 dash", text: "left leg"),
      ].enumerated().filter { sides.contains($0.offset == 0 ? .right : .left) }.map(\.element),
      panels: panels, numbers: numbers, summary: summary)
  }
}
