import Protocols
import Registry
import Runs
import Scores

/// The part of a page about one exam, with the figures in it.
struct ComparisonSection {
  /// The heading.
  let title: String
  /// The same where room is short.
  var link: String { "\(exam.task.title) · \(exam.rules.name)\(exam.digits) · \(exam.cohort.name)" }
  /// The target of links.
  let id: String
  private let exam: ComparableRuns
  private let groups: [Leaderboard.Group]
  private let short: [Markup]
  private let leading: [Figure]
  private let common: [Figure]
  private let closing: [Figure]
  private let chosen: [(label: String, figures: [Figure])]

  /// Draws everything.
  ///
  /// - Parameters:
  ///   - exam: comparable runs.
  ///   - groups: their tables in the leaderboard.
  ///   - manifests: those of the entries.
  init(_ exam: ComparableRuns, _ groups: [Leaderboard.Group], _ manifests: [Manifest]) {
    self.exam = exam
    self.groups = groups
    short = InShort.elements(exam, manifests)
    let id = exam.anchor
    self.id = id
    let people = exam.mainCohort.map { $0.population == .healthy ? "" : ", \($0.word(in: exam))" } ?? ""
    title = "\(exam.task.title): protocol \(exam.rules.name)\(exam.digits), cohort \(exam.cohort.name)\(people)"
    let pairs = exam.pairs
    let (main, everybody) = (exam.mainCohort.map { [$0] } ?? [], exam.testedCohorts)
    leading = [
      ScoreFigure.figure(exam, pairs: pairs, name: "\(id)-scores")?.about(main, in: exam),
      DifferenceFigure.figure(exam, pairs: pairs, name: "\(id)-differences")?.about(main, in: exam),
      PopulationFigure.figure(exam, name: "\(id)-populations")?.about(everybody, in: exam),
    ].compactMap(\.self)
    common =
      [
        RankingFigure.figure(exam, name: "\(id)-ranking")?.about(everybody, in: exam),
        OutputFigure.figure(exam, name: "\(id)-outputs").about(everybody, in: exam),
        SubjectFigure.figure(exam, name: "\(id)-subjects").about(everybody, in: exam),
      ].compactMap(\.self)
      + exam.testedCohorts.flatMap { people in
        [
          AlongCycleFigure.figure(exam, people, name: "\(id)-along-cycle-\(people.word)"),
          PersonFigure.figure(exam, people),
        ].compactMap { $0?.about([people], in: exam) }
      }
    chosen = exam.entries.map { entry in
      let stem = "\(id)-\(slug(entry.label))"
      let parts = exam.testedCohorts.flatMap { audience -> [Figure] in
        guard !entry.tests(on: audience).isEmpty else { return [] }
        let subjects = SubjectFigure.figure(exam, entry, audience, name: "\(stem)-subjects-\(audience.word)")
        guard let curves = entry.curves(on: audience) else { return [subjects.about([audience], in: exam)] }
        return [
          CycleFigure.figure(exam, entry, audience, curves, name: "\(stem)-curves-\(audience.word)"),
          PhaseFigure.figure(exam, entry, audience, curves, name: "\(stem)-phases-\(audience.word)"),
          PeakFigure.figure(exam, entry, audience, curves, name: "\(stem)-peaks-\(audience.word)"),
          AgreementFigure.figure(exam, entry, audience, curves, name: "\(stem)-agreement-\(audience.word)"),
          subjects,
        ].compactMap(\.self).map { $0.about([audience], in: exam) }
      }
      return (entry.label, parts)
    }
    closing = [
      LearningFigure.figure(exam, name: "\(id)-learning"), CostFigure.figure(exam, name: "\(id)-cost"),
    ].compactMap { $0?.about(main, in: exam) }
  }

  /// What the comparison's runs share.
  var comparability: Comparability { exam.comparability }

  /// What the trials of a subset are called in a table of the comparison.
  func words(_ group: Leaderboard.Group) -> (String) -> String { exam.words(group) }

  /// The figures, in the order of the page.
  var figures: [Figure] { leading + common + chosen.flatMap(\.figures) + closing }

  /// The figures that are about one entry.
  func figures(of entry: String) -> [Figure] {
    zip(exam.entries, chosen).filter { $0.0.name == entry }.flatMap { $0.1.figures }
  }

  /// How many parts there are to choose from at most.
  var choices: Int { ([chosen.count] + groups.map(LeaderboardSection.choices)).max() ?? 1 }

  /// The section.
  ///
  /// - Parameters:
  ///   - folder: the folder of the figures' files as the page names it.
  ///   - numbers: the number of each figure on the page by its name.
  func element(files folder: String, numbers: [String: Int]) -> Markup {
    func drawn(_ figures: [Figure]) -> [Markup] {
      figures.map { figure in
        var figure = figure
        figure.number = numbers[figure.name]
        return figure.element(files: folder)
      }
    }
    func folded(_ title: String, _ parts: [Markup]) -> [Markup] {
      parts.isEmpty ? [] : [.tag("details", ["class": "part"], [.tag("summary", [:], .text(title))] + parts)]
    }
    var parts: [Markup] = [.tag("h2", [:], .text(title))]
    if exam.cohort.isSynthetic {
      parts.append(
        .tag(
          "p", [:],
          "The cohort is synthetic: nobody walked. Its scores show that everything works and say nothing of people."))
    }
    parts += short
    for (index, group) in groups.enumerated() {
      parts += LeaderboardSection.element(
        group, id: "\(id)-table-\(index)", title: title, words: exam.words(group))
    }
    let curves = Choice.element(
      "Curves, phases, peaks and subjects of one entry; choose it:", name: "\(id)-entry", chosen.map(\.label),
      chosen.map { .tag("div", [:], drawn($0.figures)) }, first: first, isWholeOnPaper: false)
    parts += drawn(leading)
    parts += folded("Output by output, along the cycle, subject by subject", drawn(common))
    parts += folded("One entry: curves, phases, peaks, subjects", [curves])
    parts += folded("Learning and cost", drawn(closing))
    parts += folded("Provenance", ProvenanceSection.element(exam, title: title))
    return .tag("section", ["id": id], parts)
  }

  /// The best entry is shown first.
  private var first: Int {
    let best = groups.first?.rows.first { $0.rank != nil }?.entry
    return exam.entries.firstIndex { $0.name == best } ?? 0
  }
}

/// A text as a part of a file's name: small letters, digits and single hyphens.
package func slug(_ text: String) -> String {
  let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
  let slug = words.joined(separator: "-").prefix(60)
  return slug.isEmpty ? "x" : String(slug)
}

extension ComparableRuns {
  /// What the trials of a subset are called in a table: by the cadences of the people by whom it ranks.
  func words(_ group: Leaderboard.Group) -> (String) -> String {
    let people = group.hasOwnPeople ? mainCohort : testedCohorts.first { $0 == group.external }
    return { subset in people.map { words(of: subset, on: $0) } ?? group.words(of: subset) }
  }
}
