import Protocols
import Runs
import Scores

extension ComparableRuns {
  /// How an output is called where room is short: its name for people, or the one in files where that is too long.
  func label(_ output: String) -> String {
    let name = name(output)
    let moment = " moment"
    // What all outputs of the task are need not be said in each line.
    let own = task.targets.allSatisfy { $0.label.hasSuffix(moment) } ? String(name.dropLast(moment.count)) : name
    let short = String(own.prefix { $0 != "," })
    return [own, short].first { NumberText.width($0, size: 11) <= 116 } ?? code(output)
  }

  /// An output's name for people and, where it is another, the one in files.
  func fullLabel(_ output: String) -> String {
    let both = bothNames(output)
    return NumberText.width(both, size: 13.5) > Panel.width - 48 ? name(output) : both
  }

  /// The same where room is not short.
  func bothNames(_ output: String) -> String {
    let (name, code) = (name(output), code(output))
    return name == code || name == "\(code) moment" ? name : "\(name) (\(code))"
  }

  private func name(_ output: String) -> String { task.targets.first { $0.name == output }?.label ?? output }

  /// The most entries whose lines, ranks or brackets one panel can show.
  static let most = 8
  /// How many of more are shown.
  static let few = 4

  /// Of many entries those with the smallest mean error, in the order of all.
  func legible(_ entries: [ComparedEntry], on people: TestedCohort) -> [ComparedEntry] {
    guard entries.count > Self.most else { return entries }
    let errors = entries.map { Summary.mean($0.scores(on: people).map(\.rmse)) }
    let limit = errors.filter(\.isFinite).sorted().dropFirst(Self.few - 1).first ?? .infinity
    return zip(entries, errors).filter { $0.1 <= limit }.map(\.0)
  }

  /// What a caption says where not every entry is drawn.
  func drawn(_ shown: Int, of all: Int) -> String {
    shown < all ? " Of \(all) entries the \(shown) with the smallest mean RMSE are drawn; the numbers have all." : ""
  }

  /// The unit of an output with what a positive number means; a force of a muscle needs no such word.
  func unit(of output: String) -> String {
    task.targets.first { $0.name == output }.map(task.signedUnit) ?? task.unit
  }

  /// The name in files without what all outputs of the task share.
  private func code(_ output: String) -> String {
    var words = output.split(separator: "_").map(String.init)
    for ending in ["moment", "r"]
    where words.count > 1 && words.last == ending
      && task.outputs.allSatisfy({ $0.hasSuffix(ending) || $0.hasSuffix("\(ending)_moment") })
    { words.removeLast() }
    return words.joined(separator: " ")
  }

  /// What files call by a code, in words for those who read a table: the outputs, and the trials of each subset where they
  /// are of one group of people.
  func words(_ people: [TestedCohort]) -> [String: String] {
    var words = [String: String]()
    if let only = people.first, people.count == 1 {
      for subset in subsets(only) { words[subset] = self.words(of: subset, on: only) }
    }
    for output in task.outputs { words[output] = bothNames(output) }
    return words
  }

  /// The subsets of the trials of some people.
  private func subsets(_ people: TestedCohort) -> [String] {
    entries.lazy.compactMap { $0.tests(on: people).first?.scores.table.subsets }.first ?? []
  }

  /// Who is in a figure, under which protocol.
  func sentence(_ people: [TestedCohort]) -> String {
    let groups = people.map { people in
      let n = entries.map { $0.scores(on: people).count }.max() ?? 0
      return "\(people.name) (\(people.word(in: self)), n = \(n)\(walked(people)))"
    }
    return "Cohort \(groups.joined(separator: "; ")). Protocol \(rules.name)\(digits)."
  }
}

extension ComparableRuns {
  /// The cadences that people walked at in the trials of a subset, in whole steps/min; nil where nobody said them.
  func stepsPerMinute(_ people: TestedCohort, _ subset: String = ScoreTable.overall) -> ClosedRange<Int>? {
    let walkers = entries.lazy.map { $0.people(on: people) }.first { !$0.isEmpty } ?? []
    let steps = walkers.flatMap { person in
      zip(person.cadences, person.stepsPerMinute).filter { subset == ScoreTable.overall || $0.0 == subset }.map(\.1)
    }.filter { $0.isFinite && (1...1000).contains($0) }
    guard let low = steps.min(), let high = steps.max() else { return nil }
    return Int(low.rounded())...Int(high.rounded())
  }

  /// The trials of a subset in words, with the cadences that were walked where they are known.
  func words(of subset: String, on people: TestedCohort) -> String {
    FigureWords.title(subset, people.population, walked: stepsPerMinute(people, subset))
  }

  private func walked(_ people: TestedCohort) -> String {
    stepsPerMinute(people).map { ", \(FigureWords.span($0)) steps/min" } ?? ""
  }
}

extension TestedCohort {
  /// Whose trials they are, and whether anybody walked.
  func word(in exam: ComparableRuns) -> String {
    let word =
      switch population {
      case .healthy: "healthy"
      case .onfh: "ONFH"
      case .external: "external"
      default: population.rawValue
      }
    return isSynthetic ? "\(word), synthetic: nobody walked" : word
  }
}

extension PredictionTask {
  /// The unit of a target with what a positive number means; a force of a muscle needs no such word.
  func signedUnit(_ target: TaskOutput) -> String {
    let positive = onlyPulls ? nil : target.positive
    return positive.map { "\(unit), \($0) is positive" } ?? unit
  }
}

enum FigureWords {
  /// How far from a metronome's pace people are who follow it.
  static let following = 8

  /// The trials of a subset in words.
  ///
  /// Only the protocol's healthy subjects walked to a metronome; the trials of others bear the label of the nearest pace.
  /// - Parameter walked: the cadences that were walked, where they are known.
  static func title(_ subset: String, _ people: Population, walked: ClosedRange<Int>? = nil) -> String {
    guard let pace = Subset(rawValue: subset)?.stepsPerMinute else {
      return subset == ScoreTable.overall ? "overall" : Subset.title(subset)
    }
    let isPaced = walked.map { $0.lowerBound >= pace - following && $0.upperBound <= pace + following } ?? true
    guard people != .healthy || !isPaced else { return Subset.title(subset) }
    return walked.map { "own pace, \(span($0)) steps/min" } ?? "own pace nearest to \(pace) steps/min"
  }

  /// A range in words.
  static func span(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }
}
