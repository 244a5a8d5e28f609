import Runs
import Scores

/// One person's curves, reference and what every entry predicts: the reader chooses whose.
package enum PersonFigure {
  /// The name of the figure beside others of an exam.
  static func name(_ exam: ComparableRuns, _ people: TestedCohort) -> String {
    "\(exam.anchor)-persons-\(people.word)"
  }

  /// The element that chooses a person, the worst being the first.
  static func choice(_ figure: String, _ place: Int) -> String { "\(figure)-who-\(place + 1)" }

  /// The people in the order of the choice: those with the largest errors first, over all entries.
  static func order(_ exam: ComparableRuns, _ people: TestedCohort) -> [String] {
    let entries = exam.entries.filter { !$0.people(on: people).isEmpty }
    guard let first = entries.first else { return [] }
    let known = entries.dropFirst().reduce(Set(first.people(on: people).map(\.subject))) {
      $0.intersection($1.people(on: people).map(\.subject))
    }
    let scores = Dictionary(grouping: entries.flatMap { $0.scores(on: people) }, by: \.subject)
    return known.map { (name: $0, rmse: Summary.mean((scores[$0] ?? []).map(\.rmse))) }
      .sorted { ($1.rmse, $0.name) < ($0.rmse, $1.name) }.map(\.name)
  }

  package static func figure(_ exam: ComparableRuns, _ audience: TestedCohort) -> Figure? {
    let entries = exam.entries.filter { !$0.people(on: audience).isEmpty }
    let walkers = entries.map { entry in
      Dictionary(entry.people(on: audience).map { ($0.subject, $0) }, uniquingKeysWith: { one, _ in one })
    }
    let people = order(exam, audience).map { name in walkers.compactMap { $0[name] } }
    guard let worst = people.first?.first else { return nil }
    let drawn = exam.legible(entries, on: audience)
    let study = Study(exam: exam, audience: audience, entries: entries, drawn: Set(drawn.map(\.label)), people: people)
    return Figure(
      name: name(exam, audience), title: "One person's curves, \(audience.title.lowercasedFirst)",
      caption:
        "Means over the trials of one person, in \(exam.task.unit), from one contact of the right foot to the next. "
        + "Choose the person above the curves; the largest mean error is first, and in the file of the figure alone "
        + "(\(worst.subject)).\(exam.drawn(drawn.count, of: entries.count))",
      legend: [.init(sign: .line, style: "ref", text: "reference")]
        + drawn.map { .init(sign: .line, style: $0.line, text: $0.label) },
      panels: exam.task.outputs.indices.map(study.panel), numbers: study.numbers, summary: study.summary,
      people: people.compactMap { $0.first?.subject })
  }

  private struct Study {
    var exam: ComparableRuns
    var audience: TestedCohort
    var entries: [ComparedEntry]
    /// The labels of those whose lines are drawn.
    var drawn: Set<String>
    /// Everybody's curves, `[people][entries]`.
    var people: [[PersonCurves]]

    /// A column for each person's reference and for each prediction.
    var numbers: DataTable {
      let heads = people.flatMap { own in
        own.first.map { person in
          ["\(person.subject) reference"] + entries.map { "\(person.subject) \($0.label)" }
        } ?? []
      }
      var table = DataTable(["output", "unit", "cycle_percent"] + heads)
      for (output, name) in exam.task.outputs.enumerated() {
        let frames = people.first?.first?.reference[output].count ?? 0
        for frame in 0..<frames {
          let cells = people.flatMap { own in
            (own.first.map { [$0.reference[output][frame]] } ?? []) + own.map { $0.predicted[output][frame] }
          }
          table.add(
            [name, exam.task.unit, NumberText.fixed(percent(frame, of: frames), 2)] + cells.map { "\(Float($0))" })
        }
      }
      return table
    }

    var summary: DataTable {
      var table = DataTable(["Subject", "Trials", "Steps/min"] + entries.map { "RMSE, \($0.label)" })
      for own in people {
        guard let person = own.first else { continue }
        table.add(
          [person.subject, String(person.cadences.count), person.pace ?? "-"]
            + entries.map { entry in
              let score = entry.scores(on: audience).first { $0.subject == person.subject }
              return NumberText.fixed(score?.rmse, 3)
            })
      }
      return table
    }

    func panel(_ output: Int) -> Panel {
      let name = exam.task.outputs[output]
      var plot = Plot(
        exam.fullLabel(name), .cycle,
        .init(
          numbers: people.flatMap { own in
            zip(own, entries).filter { drawn.contains($0.1.label) }.flatMap {
              $0.0.reference[output] + $0.0.predicted[output]
            }
          } + [0],
          label: exam.unit(of: name)), height: 200)
      for (place, own) in people.enumerated() {
        guard let reference = own.first?.reference[output] else { continue }
        let places = reference.indices.map { percent($0, of: reference.count) }
        var lines: [(points: [(x: Double, y: Double)], style: String)] = [(Array(zip(places, reference)), "ref")]
        for (curves, entry) in zip(own, entries) where drawn.contains(entry.label) {
          lines.append((Array(zip(places, curves.predicted[output])), entry.line))
        }
        plot.person(place, lines)
      }
      return plot.panel("\(name) of the person who is chosen, reference and predicted, \(exam.task.unit).")
    }
  }
}

extension PersonCurves {
  /// The cadences of the trials in words; nil where nobody said them.
  var pace: String? {
    let steps = stepsPerMinute.filter { $0.isFinite && (1...1000).contains($0) }
    guard let low = steps.min(), let high = steps.max() else { return nil }
    return FigureWords.span(Int(low.rounded())...Int(high.rounded()))
  }
}
