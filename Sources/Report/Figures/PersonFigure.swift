import Runs
import Scores

/// One person's curves, predicted and reference: the reader chooses whose.
package enum PersonFigure {
  /// The name of the figure beside others of an entry.
  static func name(_ stem: String, _ people: TestedCohort) -> String { "\(stem)-persons-\(people.word)" }

  /// The element that chooses a person, the worst being the first.
  static func choice(_ figure: String, _ place: Int) -> String { "\(figure)-who-\(place + 1)" }

  /// The people in the order of the choice: those with the largest errors first.
  static func order(_ entry: ComparedEntry, _ people: TestedCohort) -> [String] {
    let known = Set(entry.people(on: people).map(\.subject))
    return entry.scores(on: people).filter { known.contains($0.subject) }
      .sorted { ($1.rmse, $0.subject) < ($0.rmse, $1.subject) }.map(\.subject)
  }

  package static func figure(
    _ exam: ComparableRuns, _ entry: ComparedEntry, _ audience: TestedCohort, name: String
  ) -> Figure? {
    let walkers = Dictionary(entry.people(on: audience).map { ($0.subject, $0) }, uniquingKeysWith: { one, _ in one })
    let people = order(entry, audience).compactMap { walkers[$0] }
    guard let worst = people.first else { return nil }
    let unit = exam.task.unit
    var numbers = DataTable(
      ["output", "unit", "cycle_percent"] + people.flatMap { ["\($0.subject) reference", "\($0.subject) predicted"] })
    for (output, name) in exam.task.outputs.enumerated() {
      let frames = worst.reference[output].count
      for frame in 0..<frames {
        numbers.add(
          [name, unit, NumberText.fixed(percent(frame, of: frames), 2)]
            + people.flatMap { [$0.reference[output][frame], $0.predicted[output][frame]].map { "\(Float($0))" } })
      }
    }
    var summary = DataTable(["Subject", "Trials", "Steps/min", "RMSE", "Worst output"])
    for person in people {
      let score = entry.scores(on: audience).first { $0.subject == person.subject }
      let outputs = exam.task.outputs.compactMap { output in
        entry.scores(on: audience, output: output).first { $0.subject == person.subject }.map { (output, $0.rmse) }
      }
      let steps = person.stepsPerMinute.filter { $0.isFinite && (1...1000).contains($0) }.map { Int($0.rounded()) }
      summary.add([
        person.subject, String(person.cadences.count),
        steps.min().flatMap { low in steps.max().map { FigureWords.span(low...$0) } } ?? "-",
        NumberText.fixed(score?.rmse, 3),
        outputs.max { $0.1 < $1.1 }.map { "\(exam.fullLabel($0.0)) (\(NumberText.fixed($0.1, 2)))" } ?? "-",
      ])
    }
    return Figure(
      name: name, title: "\(entry.label): one person's curves, \(audience.title.lowercasedFirst)",
      caption: "Means over the trials of one person, in \(unit), from one contact of the right foot to the next. Choose the "
        + "person above the curves; the largest error is first, and in the file of the figure alone (\(worst.subject)).",
      legend: [
        .init(sign: .line, style: "ref", text: "reference"), .init(sign: .line, style: entry.line, text: "predicted"),
      ],
      panels: exam.task.outputs.indices.map { panel(exam, entry, people, $0) }, numbers: numbers, summary: summary,
      people: people.map(\.subject))
  }

  private static func panel(
    _ exam: ComparableRuns, _ entry: ComparedEntry, _ people: [PersonCurves], _ output: Int
  ) -> Panel {
    let name = exam.task.outputs[output]
    var plot = Plot(
      exam.fullLabel(name), .cycle,
      .init(
        numbers: people.flatMap { $0.reference[output] + $0.predicted[output] } + [0], label: exam.unit(of: name)),
      height: 200)
    for (place, person) in people.enumerated() {
      let frames = person.reference[output].count
      let places = (0..<frames).map { percent($0, of: frames) }
      plot.person(
        place,
        [
          (Array(zip(places, person.reference[output])), "ref"),
          (Array(zip(places, person.predicted[output])), entry.line),
        ])
    }
    return plot.panel("\(name) of the person who is chosen, reference and predicted, \(exam.task.unit).")
  }
}
