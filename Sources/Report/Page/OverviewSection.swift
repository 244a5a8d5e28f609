import Protocols
import Runs
import Scores

/// What a reader wants first: every entry on every cohort, the best of each and those that are as good by the test.
enum OverviewSection {
  static func element(_ exams: [ComparableRuns]) -> Markup {
    var tasks = [(task: any PredictionTask, exams: [ComparableRuns])]()
    for exam in exams {
      if let place = tasks.firstIndex(where: { $0.task.name == exam.task.name }) {
        tasks[place].exams.append(exam)
      } else {
        tasks.append((exam.task, [exam]))
      }
    }
    return .tag(
      "section", ["id": "overview"],
      [
        .tag("h2", [:], "Overview"),
        .tag("div", ["class": "tools"], ""),
        .tag("div", ["class": "overview"], tasks.map { table($0.task, $0.exams) }),
        .tag(
          "p", [:],
          .text(
            "RMSE, mean and standard deviation over subjects; smaller is better. A column is a comparison of its own: "
              + "“best” has the smallest mean; another has the p of its difference from the best, or is a “tie” where that is "
              + "0.05 or more (Wilcoxon over subjects, Holm over the pairs of the column). Entries of the open track train by "
              + "rules of their own and are compared among themselves; baselines are compared with nobody.")),
      ])
  }

  private struct Column {
    var exam: ComparableRuns
    var people: TestedCohort
    var scores: [(label: String, rmse: [Double])]
    /// What is said of an entry beside its mean.
    var verdicts: [String: String]
    var n: Int
    var canTell: Bool
  }

  private static func table(_ task: any PredictionTask, _ exams: [ComparableRuns]) -> Markup {
    let columns = exams.flatMap { exam in exam.testedCohorts.map { column(exam, $0) } }
    var labels = [(label: String, place: Int, track: Track)]()
    for entry in exams.flatMap(\.entries) where !labels.contains(where: { $0.label == entry.label }) {
      labels.append((entry.label, entry.place, entry.track))
    }
    let heads = columns.map { column -> Markup in
      let facts = [
        column.people.shortWord, "protocol \(column.exam.rules.name)\(column.exam.digits)",
        "n = \(column.n)" + (column.canTell ? "" : ", too few for a test"),
      ]
      return .tag(
        "th", ["scope": "col", "class": "n"],
        [.tag("a", ["href": "#\(column.exam.anchor)"], .text(column.people.name))]
          + facts.map { .tag("small", [:], .text($0)) })
    }
    let rows = labels.sorted { $0.place < $1.place }.map { entry in
      let cells = columns.map { column in
        cell(column.scores.first { $0.label == entry.label }?.rmse ?? [], column.verdicts[entry.label])
      }
      let sign = Markup.tag(
        "svg", ["class": "key", "viewBox": "6 0 14 14", "aria-hidden": "true", "xmlns": Panel.namespace],
        Marks.signs([(13, 7)], entry.place))
      let track = entry.track == .fixed ? [] : [" ", LeaderboardSection.mark(entry.track)]
      return Markup.tag("tr", [:], [.tag("th", ["scope": "row"], [sign, .text(entry.label)] + track)] + cells)
    }
    let head = [Markup.tag("th", ["scope": "col", "class": "e"], "Entry")] + heads
    let baselines = Set(exams.flatMap { $0.baselines.map(\.label) }).sorted().map { label in
      let cells = columns.map { column in
        let rmse = column.exam.baselines.first { $0.label == label }?.scores(on: column.people).map(\.rmse) ?? []
        return cell(rmse.filter(\.isFinite))
      }
      let mark = Markup.tag("span", ["class": "mark"], "baseline")
      return Markup.tag("tr", [:], [.tag("th", ["scope": "row"], .text(label), " ", mark)] + cells)
    }
    return LeaderboardSection.scrolling(
      "Overview: \(task.title)",
      .tag(
        "table", ["class": "entries"], .tag("caption", [:], .text("\(task.title): RMSE, \(task.unit)")),
        .tag("thead", [:], .tag("tr", [:], head)), .tag("tbody", [:], rows + baselines)))
  }

  /// A mean with its deviation and what is said of it; empty where there are no scores.
  private static func cell(_ rmse: [Double], _ mark: String? = nil) -> Markup {
    guard !rmse.isEmpty else { return .tag("td", ["class": "n"], "") }
    let mean = Markup.text(NumberText.fixed(Summary.mean(rmse), LeaderboardSection.decimals))
    let spread = Summary.deviation(rmse).map { "± \(NumberText.fixed($0, LeaderboardSection.decimals)) " } ?? ""
    let verdict: [Markup] = mark.map { [.tag("b", [:], .text($0))] } ?? []
    return .tag(
      "td", ["class": "n"],
      [mark == best ? .tag("strong", [:], mean) : mean, .tag("small", [:], [.text(spread)] + verdict)])
  }

  private static func column(_ exam: ComparableRuns, _ people: TestedCohort) -> Column {
    let scores = exam.entries.map { (label: $0.label, rmse: $0.scores(on: people).map(\.rmse).filter(\.isFinite)) }
      .filter { !$0.rmse.isEmpty }
    let n = scores.map(\.rmse.count).max() ?? 0
    var (verdicts, canTell) = ([String: String](), true)
    for isFixed in [true, false] {
      let standing = Standing(exam, people, isFixed: isFixed)
      guard let first = standing.best else { continue }
      canTell = canTell && standing.canTell
      verdicts[first.label] = best
      for (label, p) in standing.toBest where standing.canTell {
        verdicts[label] = p < Stars.limit ? "p \(NumberText.probability(p))" : "tie"
      }
    }
    return Column(exam: exam, people: people, scores: scores, verdicts: verdicts, n: n, canTell: canTell)
  }

  private static let best = "best"
}

extension TestedCohort {
  /// Whose trials they are, in as few words as a column has room for.
  fileprivate var shortWord: String {
    let word = population == .onfh ? "ONFH" : population.rawValue
    return isSynthetic ? "\(word), synthetic" : word
  }
}

/// The smallest p-value that a test can give at all.
enum SmallestP {
  /// Of Wilcoxon's two-sided signed-rank test, when every subject differs in the same direction, after Holm's correction.
  static func value(subjects: Int, pairs: Int) -> Double {
    var p = 2.0 * Double(max(pairs, 1))
    for _ in 0..<min(max(subjects, 0), 60) { p /= 2 }
    return min(p, 1)
  }
}
