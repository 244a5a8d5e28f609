import Faults
import Protocols
import Runs
import Scores

/// What a reader asks first of a section, in a paragraph for each group of people: who is best and whether that is more than chance, where it is
/// worst, and how to get it and cite it.
enum InShort {
  /// The paragraphs, that of the people by whom entries are ranked first.
  ///
  /// - Parameter manifests: those of the entries, which alone can be shown and cited.
  static func elements(_ exam: ComparableRuns, _ manifests: [Manifest]) -> [Markup] {
    exam.testedCohorts.compactMap { element(exam, $0, manifests) }
  }

  private static func element(_ exam: ComparableRuns, _ people: TestedCohort, _ manifests: [Manifest]) -> Markup? {
    let standing = Standing(exam, people, isFixed: true)
    guard let entry = standing.best ?? exam.entries.first(where: { $0.isRanked && !$0.scores(on: people).isEmpty })
    else { return nil }
    let scores = entry.scores(on: people)
    var parts: [Markup] = [
      people == exam.mainCohort
        ? .tag("strong", [:], "In short. ")
        : .tag("strong", [:], .text("On \(people.name) (\(people.word(in: exam))). ")),
      .text(rank(standing, entry, Summary.mean(scores.map(\.rmse)), scores.count, exam.task.unit)),
    ]
    parts += weaknesses(exam, people, entry, scores)
    parts += baselines(exam, people, below: Summary.mean(scores.map(\.rmse)))
    if people == exam.mainCohort { parts += commands(entry, manifests.first { $0.name == entry.name }) }
    return .tag("p", ["class": "short"], parts)
  }

  /// How the entry is got, shown and cited.
  private static func commands(_ entry: ComparedEntry, _ manifest: Manifest?) -> [Markup] {
    var ways = [(words: String, command: String)]()
    switch entry.origin {
    case .weights where manifest?.weights.isEmpty == false: ways.append(("to get it", "pull \(entry.name)"))
    case .trained, .finetuned:
      // A program keeps what it learnt in a form of its own.
      if entry.entry?.parameters != nil, let run = entry.runs.first {
        ways.append(("to get it where it was trained", "weights install \(run.name)"))
      }
    default: break
    }
    if manifest != nil {
      ways += [("its licence and more", "show \(entry.name)"), ("to cite it", "cite \(entry.name)")]
    }
    guard let first = ways.first else { return [] }
    ways[0].words = first.words.prefix(1).uppercased() + first.words.dropFirst()
    return ways.enumerated().flatMap { place, way -> [Markup] in
      [.text("\(place == 0 ? " " : "; ")\(way.words): "), .tag("code", [:], .text("hipzoo \(way.command)"))]
    } + ["."]
  }

  private static func rank(_ standing: Standing, _ entry: ComparedEntry, _ mean: Double, _ n: Int, _ unit: String)
    -> String
  {
    let own = "RMSE \(NumberText.fixed(mean, LeaderboardSection.decimals)) \(unit), n = \(n)"
    guard standing.best != nil else { return "\(entry.label): \(own); there is nothing to compare it with." }
    let words = "\(entry.label) has the smallest mean error (\(own))"
    guard standing.canTell else { return "\(words); \(n) subjects are too few for a test of whether that is chance." }
    let (differ, ties) = (standing.toBest.filter { $0.p < Stars.limit }, standing.toBest.filter { $0.p >= Stars.limit })
    guard let largest = differ.map(\.p).max() else {
      let least = NumberText.probability(standing.toBest.map(\.p).min() ?? 1)
      return ties.count == 1
        ? "\(words), which may be chance: the other does not differ from it in RMSE (p \(least))."
        : "\(words), which may be chance: no other differs from it in RMSE (p ≥ \(least))."
    }
    let p =
      largest < 0.001 ? "p < 0.001" : "p\(standing.toBest.count == 1 ? "" : " ≤") \(NumberText.probability(largest))"
    return ties.isEmpty
      ? "\(words), which is more than chance: \(all(differ.count)) from it in RMSE (\(p))."
      : "\(words); \(differ.count) of \(counted(standing.toBest.count, "other")) "
        + "\(differ.count == 1 ? "differs" : "differ") from it (\(p)), not \(ties.map(\.label).joined(separator: ", "))."
  }

  private static func all(_ others: Int) -> String {
    switch others {
    case 1: "the other differs"
    case 2: "both others differ"
    default: "all \(others) others differ"
    }
  }

  /// What can be had without a network; one that is as good says more of the others than their order does.
  private static func baselines(_ exam: ComparableRuns, _ people: TestedCohort, below mean: Double) -> [Markup] {
    exam.baselines.compactMap { baseline in
      let rmse = baseline.scores(on: people).map(\.rmse).filter(\.isFinite)
      guard !rmse.isEmpty else { return nil }
      let own = Summary.mean(rmse)
      let number = NumberText.fixed(own, LeaderboardSection.decimals)
      return .text(" The baseline \(baseline.label) has RMSE \(number)\(own < mean ? ", which is smaller" : "").")
    }
  }

  /// The output with the lowest R², that with the largest error where it is another, and the subject with the largest error.
  private static func weaknesses(
    _ exam: ComparableRuns, _ people: TestedCohort, _ entry: ComparedEntry, _ scores: [SubjectScore]
  ) -> [Markup] {
    var parts = [Markup]()
    let outputs = exam.task.outputs.compactMap { output -> (name: String, r2: Double)? in
      let r2 = entry.scores(on: people, output: output).compactMap(\.r2).filter(\.isFinite)
      return r2.isEmpty ? nil : (output, Summary.mean(r2))
    }
    if outputs.count > 1, let worst = outputs.min(by: { $0.r2 < $1.r2 }) {
      parts.append(.text(" It predicts \(exam.bothNames(worst.name)) worst (R²\u{A0}\(NumberText.fixed(worst.r2, 3)))"))
      let errors = exam.task.outputs.map { output in
        (name: output, rmse: Summary.mean(entry.scores(on: people, output: output).map(\.rmse)))
      }
      if let largest = errors.max(by: { $0.rmse < $1.rmse }), largest.name != worst.name, largest.rmse.isFinite {
        let number = NumberText.fixed(largest.rmse, LeaderboardSection.decimals)
        parts.append(
          .text(", with the largest error at \(exam.bothNames(largest.name)) (\(number) \(exam.task.unit))"))
      }
    }
    if scores.count > 1, let worst = scores.max(by: { $0.rmse < $1.rmse }) {
      let place = PersonFigure.order(exam, people).firstIndex(of: worst.subject)
      let name = Markup.text(worst.subject)
      let link = place.map { PersonFigure.choice(PersonFigure.name(exam, people), $0) }
      parts += [
        parts.isEmpty ? " It is worst for " : parts.count > 1 ? ", and is worst for " : " and is worst for ",
        link.map { .tag("a", ["href": "#\($0)"], name) } ?? name,
        .text(": RMSE \(NumberText.fixed(worst.rmse, LeaderboardSection.decimals)) \(exam.task.unit)"),
      ]
      let errors = exam.task.outputs.compactMap { output in
        entry.scores(on: people, output: output).first { $0.subject == worst.subject }
      }
      let most = errors.max { $0.rmse < $1.rmse }?.output
      parts.append(
        .text(most.map { ", most in \(exam.bothNames($0))\(time(of: $0, worst.subject, exam, people, entry))" } ?? ""))
    }
    return parts.isEmpty ? [] : parts + ["."]
  }

  /// Where in the cycle a person's error of an output is largest, in words; empty where no curves are kept.
  private static func time(
    of output: String, _ subject: String, _ exam: ComparableRuns, _ people: TestedCohort, _ entry: ComparedEntry
  ) -> String {
    guard let place = exam.task.outputs.firstIndex(of: output),
      let curves = entry.people(on: people).first(where: { $0.subject == subject }), place < curves.rmse.count,
      let frame = curves.rmse[place].indices.max(by: { curves.rmse[place][$0] < curves.rmse[place][$1] })
    else { return "" }
    return " and there at \(Int(percent(frame, of: curves.rmse[place].count).rounded())) % of the cycle"
  }
}
