import Protocols
import Runs
import Scores

/// The paper's figure 8: healthy subjects beside patients, a box for each, the subjects as points.
package enum PopulationFigure {
  package static func figure(_ exam: ComparableRuns, name: String) -> Figure? {
    let testedCohorts = exam.testedCohorts
    let entries = exam.entries.filter { entry in testedCohorts.dropFirst().contains { !entry.tests(on: $0).isEmpty } }
    guard testedCohorts.count > 1, !entries.isEmpty else { return nil }
    let note =
      "Nobody of the second group was seen in training. "
      + (entries.count < exam.entries.count
        ? "The protocol tests patients with the entry that is best on healthy subjects." : "")
    return figure(exam.task, entries, testedCohorts, note: note, name: name, title: "Healthy subjects and patients")
  }

  /// The same weights on several cohorts that each had an evaluation of its own, such as published ones that were tested
  /// on healthy people here and on patients there.
  package static func across(_ exams: [ComparableRuns]) -> [Figure] {
    var groups = [(key: [String], exams: [ComparableRuns])]()
    for exam in exams {
      let key = [exam.task.name, exam.comparability.rules]
      if let place = groups.firstIndex(where: { $0.key == key }) {
        groups[place].exams.append(exam)
      } else {
        groups.append((key, [exam]))
      }
    }
    return groups.compactMap { _, exams in
      guard let first = exams.first, exams.count > 1 else { return nil }
      var merged = [ComparedEntry]()
      for entry in exams.flatMap(\.entries) {
        let isSame = { (other: ComparedEntry) in
          other.label == entry.label && other.entry?.fingerprint == entry.entry?.fingerprint
            && other.artifact == entry.artifact
        }
        if let place = merged.firstIndex(where: isSame) {
          merged[place] = merged[place].with(entry.runs)
        } else {
          merged.append(entry)
        }
      }
      var people = [TestedCohort]()
      for tested in exams.flatMap(\.testedCohorts) where !people.contains(tested) { people.append(tested) }
      people.sort { one, other in
        // Measured people come before computed ones.
        (one.isSynthetic ? 1 : 0, one.population, one.fingerprint ?? "")
          < (other.isSynthetic ? 1 : 0, other.population, other.fingerprint ?? "")
      }
      // An entry that walked in one cohort alone has nothing to be held against.
      let shown = merged.filter { entry in people.count { !entry.tests(on: $0).isEmpty } > 1 }
      guard !shown.isEmpty else { return nil }
      let walked = people.filter { people in shown.contains { !$0.tests(on: people).isEmpty } }
      let names = walked.map { people -> String in
        let n = shown.map { $0.scores(on: people).count }.max() ?? 0
        return "\(people.name) (\(people.word(in: first)), n = \(n))"
      }.joined(separator: "; ")
      var across = figure(
        first.task, shown.sorted { $0.place < $1.place }, walked, note: "Each line is the same weights.",
        name: [first.task.suffix, first.rules.name, "cohorts"].map(slug).joined(separator: "-"),
        title: "\(first.task.title): the same weights on several cohorts")
      across.context = "Cohorts \(names). Protocol \(first.rules.name)."
      return across
    }
  }

  private static func figure(
    _ task: any PredictionTask, _ entries: [ComparedEntry], _ testedCohorts: [TestedCohort], note: String, name: String,
    title: String
  ) -> Figure {
    var numbers = DataTable(["metric", "entry", "cohort", "subject", "value"])
    var summary = DataTable(["Metric", "Entry", "People", "n", "Lower quartile", "Median", "Upper quartile"])
    let panels = Metric.allCases.map { metric in
      let groups = entries.flatMap { entry in
        testedCohorts.compactMap { audience -> Group? in
          let scores = entry.scores(on: audience)
          for score in scores {
            numbers.add([metric.rawValue, entry.name, audience.word, score.subject, NumberText.exact(score[metric])])
          }
          guard let box = Quartiles(scores.compactMap { $0[metric] }) else { return nil }
          summary.add(
            [metric.heading, entry.label, audience.title, String(scores.count { $0[metric] != nil })]
              + [box.low, box.median, box.high].map { NumberText.fixed($0, 4) })
          return Group(
            entry: entry.label, place: entry.place, people: words(audience, among: testedCohorts),
            style: entry.style, box: box, points: scores.compactMap { $0[metric] }.filter(\.isFinite))
        }
      }
      return panel(metric, task, groups)
    }
    return Figure(
      name: name, title: title,
      caption: "Scores of each subject (points) with median, quartiles and the last values within 1.5 box lengths. "
        + note,
      panels: panels, numbers: numbers, summary: summary)
  }

  /// Whose trials they are, in words that none of the others has.
  private static func words(_ people: TestedCohort, among all: [TestedCohort]) -> String {
    func words(_ people: TestedCohort) -> String { people.shortTitle + (people.isSynthetic ? ", synthetic" : "") }
    return all.count { words($0) == words(people) } == 1 ? words(people) : people.name
  }

  private struct Group {
    var entry: String
    /// The place of the entry, which decides its sign.
    var place: Int
    var people: String
    var style: String
    var box: Quartiles
    var points: [Double]

    var label: String { "\(entry), \(people)" }
  }

  private static func panel(_ metric: Metric, _ task: any PredictionTask, _ groups: [Group]) -> Panel {
    let left = min(24 + (groups.map { NumberText.width($0.people, size: 11) }.max() ?? 0), 150)
    // The name of an entry stands over its rows, which has room for long ones.
    let isFirst = groups.indices.map { $0 == 0 || groups[$0].entry != groups[$0 - 1].entry }
    let (row, heading) = (28.0, 17.0)
    var tops = [Double]()
    for place in groups.indices {
      tops.append((tops.last.map { $0 + row } ?? 42) + (isFirst[place] ? heading : 0))
    }
    let bottom = (tops.last ?? 42) + row
    let x = Scale(over: groups.flatMap { [$0.box.lowest, $0.box.highest] + $0.points }, to: (left, Panel.width - 16))
    let unit = metric.unit(task)
    var marks = [Marks.text(metric.heading, x: 4, y: 15, "t1")]
    marks.append(Marks.text(metric == .r2 ? "larger is better" : "\(unit), smaller is better", x: 4, y: 32, "t3"))
    for tick in x.ticks {
      marks.append(Marks.line(x(tick), 40, x(tick), bottom, "grid"))
      marks.append(Marks.text(x.text(of: tick), x: x(tick), y: bottom + 15, "t3", anchor: "middle"))
    }
    for (index, group) in groups.enumerated() {
      let middle = tops[index] + row / 2
      let box = group.box
      if isFirst[index] {
        let name = NumberText.fitted(group.entry, size: 12, into: Panel.width - 28)
        marks.append(Marks.text(name, x: 20, y: tops[index] - 3, "t2"))
        marks.append(Marks.signs([(10, tops[index] - 7)], group.place))
      }
      let people = NumberText.fitted(group.people, size: 11, into: left - 20)
      marks.append(Marks.text(people, x: left - 8, y: middle + 4, "t3", anchor: "end"))
      marks.append(Marks.line(x(box.lowest), middle, x(box.highest), middle, "mark"))
      marks.append(
        Marks.rectangle(
          x: x(box.low), y: middle - 10, width: x(box.high) - x(box.low), height: 20, "box \(group.style)"))
      marks.append(Marks.line(x(box.median), middle - 10, x(box.median), middle + 10, "ref"))
      let points = group.points.enumerated().map { place, number in
        (x: x(number), y: middle + 7 * (Double(place * 7 % 11) / 5 - 1))
      }
      marks.append(Marks.dots(points, "person"))
    }
    let words = groups.map { "\($0.label) \(NumberText.fixed($0.box.median, 3))" }.joined(separator: ", ")
    return Panel(
      title: metric.heading, description: "Medians: \(words).", width: Panel.width, height: bottom + 22, marks: marks)
  }
}

extension TestedCohort {
  /// The people in one or two words.
  var shortTitle: String {
    switch population {
    case .healthy: "healthy"
    case .onfh: "ONFH"
    case .external: name
    default: population.rawValue
    }
  }
}
