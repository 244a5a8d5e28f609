import Protocols
import Runs
import Scores

/// How the error falls with more people to learn from: one protocol that trains on growing shares of the pool.
package enum PoolShareFigure {
  /// A figure for each metric's protocol, cohort and task of which several shares are there.
  ///
  /// - Parameter exams: everything that is shown.
  package static func figures(_ exams: [ComparableRuns]) -> [Figure] {
    var families = [(key: [String], exams: [ComparableRuns])]()
    for exam in exams {
      guard let variant = exam.rules.variant, exam.rules.poolShare != nil else { continue }
      let key = [exam.task.name, variant.of, exam.cohort.fingerprint]
      if let place = families.firstIndex(where: { $0.key == key }) {
        families[place].exams.append(exam)
      } else {
        families.append((key, [exam]))
      }
    }
    return families.compactMap { figure($0.exams.sorted { ($0.rules.poolShare ?? 0) < ($1.rules.poolShare ?? 0) }) }
  }

  private static func figure(_ exams: [ComparableRuns]) -> Figure? {
    guard let first = exams.first, exams.count > 1 else { return nil }
    let task = first.task
    var numbers = DataTable(["entry", "share of the pool", "people in the pool", "metric", "n", "mean", "sd", "unit"])
    let names = Set(exams.flatMap { $0.entries.map(\.label) }).sorted()
    let places = Dictionary(
      exams.flatMap { $0.entries.map { ($0.label, $0.place) } }, uniquingKeysWith: { one, _ in one })
    let panels = [Metric.rmse, .mae].map { metric in
      var lines = [Line]()
      for name in names {
        var points = [(x: Double, y: Double)]()
        for exam in exams {
          guard let audience = exam.mainCohort, let entry = exam.entries.first(where: { $0.label == name }) else {
            continue
          }
          let scores = entry.scores(on: audience).compactMap { $0[metric] }.filter(\.isFinite)
          guard !scores.isEmpty else { continue }
          let people = exam.split.divisions.first?.pool.count ?? 0
          let mean = Summary.mean(scores)
          points.append((Double(people), mean))
          numbers.add([
            name, NumberText.exact(exam.rules.poolShare), String(people), metric.rawValue, String(scores.count),
            NumberText.exact(mean), NumberText.exact(Summary.deviation(scores)), metric.unit(task),
          ])
        }
        lines.append(Line(label: name, place: places[name] ?? 0, points: points))
      }
      return panel(metric, lines, task)
    }
    var figure = Figure(
      name: "\(slug(task.suffix))-\(slug(base(first.rules.name)))-pool-shares",
      title: "\(task.title): error and the number of people to learn from",
      caption:
        "Means over the same test subjects, of weights trained on a share of the pool's people; each share holds the "
        + "smaller ones.",
      legend: names.map { name in
        let place = places[name] ?? 0
        return .init(sign: .series(place), style: "line \(Palette.dashes(place)) \(Palette.style(place))", text: name)
      },
      panels: panels, columns: 2, numbers: numbers)
    figure.context =
      "Cohort \(first.cohort.name)\(first.cohort.isSynthetic ? " (synthetic: nobody walked)" : ""). "
      + "Protocol \(base(first.rules.name))."
    return figure
  }

  private struct Line {
    var label: String
    /// The entry's place, which decides its colour, dashes and sign.
    var place: Int
    var points: [(x: Double, y: Double)]
  }

  private static func panel(_ metric: Metric, _ lines: [Line], _ task: any PredictionTask) -> Panel {
    let all = lines.flatMap(\.points)
    var plot = Plot(
      "\(metric.heading) and people in the pool", .init(numbers: all.map(\.x), label: "people", isLogarithmic: true),
      .init(numbers: all.map(\.y), label: "\(metric.heading), \(metric.unit(task))"), height: 240)
    for line in lines {
      plot.line(line.points, "line \(Palette.dashes(line.place)) \(Palette.style(line.place))")
      plot.signs(line.points, line.place)
    }
    let words = lines.map { line in
      "\(line.label): " + line.points.map { "\(NumberText.fixed($0.y, 4)) with \(Int($0.x))" }.joined(separator: ", ")
    }
    return plot.panel(words.joined(separator: "; ") + ".")
  }

  private static func base(_ name: String) -> String {
    name.firstRange(of: "-pool-").map { String(name[..<$0.lowerBound]) } ?? name
  }
}
