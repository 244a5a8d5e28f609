import Runs
import Scores

/// Subject by subject: who is predicted badly by whom, and in which outputs.
package enum SubjectFigure {
  /// Every entry's RMSE for every subject.
  package static func figure(_ exam: ComparableRuns, name: String) -> Figure {
    var numbers = DataTable(["cohort", "subject", "entry", "trials", "rmse", "mae", "r2"])
    var summary = DataTable(["People", "Subject"] + exam.entries.map(\.label))
    let panels = exam.testedCohorts.map { audience -> Panel in
      let entries = exam.entries.filter { !$0.tests(on: audience).isEmpty }
      let tables = entries.map { $0.scores(on: audience) }
      let subjects = order(tables)
      let cells = subjects.map { subject in
        tables.map { table in table.first { $0.subject == subject }?.rmse }
      }
      for subject in subjects {
        summary.add(
          [audience.title, subject]
            + exam.entries.map { entry in
              let score = entry.scores(on: audience).first { $0.subject == subject }
              return NumberText.fixed(score?.rmse, LeaderboardSection.decimals)
            })
        for (entry, table) in zip(entries, tables) {
          for score in table where score.subject == subject {
            numbers.add([
              audience.word, subject, entry.name, String(score.trials), NumberText.exact(score.rmse),
              NumberText.exact(score.mae), NumberText.exact(score.r2),
            ])
          }
        }
      }
      return HeatMap(
        title: audience.title, unit: exam.task.unit, rows: subjects, columns: entries.map(\.label), cells: cells,
        largest: cells.joined().compactMap(\.self).max() ?? 0,
        description: "RMSE of each subject and entry; the largest errors are those of "
          + subjects.prefix(3).joined(separator: ", ") + "."
      ).panel()
    }
    return Figure(
      name: name, title: "Subject by subject",
      caption: "RMSE of each subject's trials, those with the largest mean error first. "
        + panels.map { "\($0.title): \($0.description)" }.joined(separator: " "), panels: panels, columns: 2,
      numbers: numbers, summary: summary)
  }

  /// One entry's RMSE for every subject and output.
  package static func figure(_ exam: ComparableRuns, _ entry: ComparedEntry, _ audience: TestedCohort, name: String)
    -> Figure
  {
    let pooled = entry.scores(on: audience)
    let subjects = order([pooled])
    let outputs = exam.task.outputs
    let tables = outputs.map { entry.scores(on: audience, output: $0) }
    let cells = subjects.map { subject in tables.map { table in table.first { $0.subject == subject }?.rmse } }
    var numbers = DataTable(["subject", "output", "rmse", "mae", "r2", "unit"])
    var summary = DataTable(["Subject", "Trials", "RMSE", "MAE", "R²", "Worst output", "Worst cadence"])
    let subsets = entry.tests(on: audience).first?.scores.table.subsets.filter { $0 != ScoreTable.overall } ?? []
    for subject in subjects {
      for table in tables {
        for score in table where score.subject == subject {
          numbers.add([
            subject, score.output ?? "", NumberText.exact(score.rmse), NumberText.exact(score.mae),
            NumberText.exact(score.r2), exam.task.unit,
          ])
        }
      }
      guard let score = pooled.first(where: { $0.subject == subject }) else { continue }
      let worst = tables.compactMap { table in table.first { $0.subject == subject } }.max { $0.rmse < $1.rmse }
      let cadence = subsets.compactMap { subset in
        entry.scores(on: audience, subset: subset).first { $0.subject == subject }
      }.max { $0.rmse < $1.rmse }
      summary.add([
        subject, String(score.trials), NumberText.fixed(score.rmse, 4), NumberText.fixed(score.mae, 4),
        NumberText.fixed(score.r2, 4), worst.map { "\($0.output ?? "") (\(NumberText.fixed($0.rmse, 2)))" } ?? "-",
        cadence.map { "\($0.subset) (\(NumberText.fixed($0.rmse, 2)))" } ?? "-",
      ])
    }
    let curves = PersonFigure.name(exam, audience)
    let people = PersonFigure.order(exam, audience)
    var map = HeatMap(
      title: audience.title, unit: exam.task.unit, rows: subjects, columns: outputs.map(exam.label), cells: cells,
      largest: cells.joined().compactMap(\.self).max() ?? 0,
      description: summary.calling(exam.words([audience])).rows.first
        .map { "The largest error is that of \($0[0]), most in \($0[5])." } ?? "")
    map.links = subjects.map { subject in
      people.firstIndex(of: subject).map { PersonFigure.choice(curves, $0) } ?? ""
    }
    return Figure(
      name: name, title: "\(entry.label): who fails, and where, \(audience.title.lowercasedFirst)",
      caption: "\(map.description) RMSE of each subject and output, the subject with the largest pooled error first."
        + (people.isEmpty ? "" : " A subject's name leads to the curves."),
      panels: [map.panel()], columns: 1, numbers: numbers, summary: summary)
  }

  /// Subjects by falling mean RMSE.
  private static func order(_ tables: [[SubjectScore]]) -> [String] {
    let all = Dictionary(grouping: tables.joined(), by: \.subject).mapValues { Summary.mean($0.map(\.rmse)) }
    return all.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }
}
