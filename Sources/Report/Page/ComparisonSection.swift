import Protocols
import Registry
import Runs
import Scores

/// The part of a page about one exam, with the figures in it.
struct ComparisonSection {
  /// The heading.
  let title: String
  /// The target of links.
  package let id: String
  /// The figures, in the order of the page.
  let figures: [Figure]
  private let exam: ComparableRuns
  private let groups: [Leaderboard.Group]
  private let pairs: [Comparison.Pair]
  private let common: [Figure]
  private let closing: [Figure]
  private let chosen: [(label: String, figures: [Figure])]

  /// Draws everything.
  ///
  /// - Parameters:
  ///   - exam: comparable runs.
  ///   - groups: their tables in the leaderboard.
  ///   - id: a name for links and files, of letters, digits and hyphens.
  init(_ exam: ComparableRuns, _ groups: [Leaderboard.Group], id: String) {
    self.exam = exam
    self.groups = groups
    self.id = id
    title = "\(exam.task.title): protocol \(exam.rules.name), cohort \(exam.cohort.name)"
    pairs = exam.pairs
    common = [
      ScoreFigure.figure(exam, pairs: pairs, name: "\(id)-scores"),
      PopulationFigure.figure(exam, name: "\(id)-populations"),
      OutputFigure.figure(exam, name: "\(id)-outputs"),
      SubjectFigure.figure(exam, name: "\(id)-subjects"),
    ].compactMap(\.self)
    chosen = exam.entries.map { entry in
      let stem = "\(id)-\(slug(entry.label))"
      let parts = exam.testedCohorts.flatMap { audience -> [Figure] in
        guard !entry.tests(on: audience).isEmpty else { return [] }
        let subjects = SubjectFigure.figure(exam, entry, audience, name: "\(stem)-subjects-\(audience.word)")
        guard let curves = entry.curves(on: audience) else { return [subjects] }
        return [
          CycleFigure.figure(exam, entry, audience, curves, name: "\(stem)-curves-\(audience.word)"),
          PhaseFigure.figure(exam, entry, audience, curves, name: "\(stem)-phases-\(audience.word)"),
          PeakFigure.figure(exam, entry, audience, curves, name: "\(stem)-peaks-\(audience.word)"),
          subjects,
        ]
      }
      return (entry.label, parts)
    }
    closing = [
      LearningFigure.figure(exam, name: "\(id)-learning"), CostFigure.figure(exam, name: "\(id)-cost"),
    ].compactMap(\.self)
    figures = common + chosen.flatMap(\.figures) + closing
  }

  /// How many entries there are to choose from.
  var choices: Int { chosen.count }

  /// The section.
  ///
  /// - Parameter folder: the folder of the figures' files as the page names it.
  func element(files folder: String) -> Markup {
    var parts: [Markup] = [.tag("h2", [:], .text(title))]
    if exam.cohort.isSynthetic {
      parts.append(
        .tag(
          "p", [:],
          "The cohort is synthetic: nobody walked. Its scores show that everything works and say nothing of people."))
    }
    parts += groups.flatMap { LeaderboardSection.element($0) }
    parts += common.map { $0.element(files: folder) }
    parts.append(choice(folder))
    parts += closing.map { $0.element(files: folder) }
    return .tag("section", ["id": id], parts + ProvenanceSection.element(exam))
  }

  private func choice(_ folder: String) -> Markup {
    var parts: [Markup] = [.tag("legend", [:], "Curves, phases, peaks and subjects of one entry; choose it:")]
    for (index, choice) in chosen.enumerated() {
      var attributes = [("type", "radio"), ("name", "\(id)-entry"), ("id", "\(id)-entry-\(index)")]
      if index == first { attributes.append(("checked", "checked")) }
      parts.append(.element("input", attributes.map { (name: $0.0, value: $0.1) }, []))
      parts.append(.tag("label", ["for": "\(id)-entry-\(index)"], .text(choice.label)))
    }
    parts += chosen.map { .tag("div", ["class": "chosen"], $0.figures.map { $0.element(files: folder) }) }
    return .tag("fieldset", ["class": "choice"], parts)
  }

  /// The best entry is shown first.
  private var first: Int {
    let best = groups.first?.rows.first { $0.rank != nil }?.entry
    return exam.entries.firstIndex { $0.name == best } ?? 0
  }
}

/// A text as a part of a file's name: small letters, digits and single hyphens.
func slug(_ text: String) -> String {
  let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
  let slug = words.joined(separator: "-").prefix(60)
  return slug.isEmpty ? "x" : String(slug)
}
