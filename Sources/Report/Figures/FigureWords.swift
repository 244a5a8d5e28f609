import Protocols
import Runs
import Scores

extension ComparableRuns {
  /// How an output is called where room is short: its name for people, or the one in files where that is too long.
  func label(_ output: String) -> String {
    let name = task.targets.first { $0.name == output }?.label ?? output
    return NumberText.width(name, size: 11) <= 116 ? name : code(output)
  }

  /// An output's name for people and, where it is another, the one in files.
  func fullLabel(_ output: String) -> String {
    let name = task.targets.first { $0.name == output }?.label ?? output
    let code = code(output)
    let both = "\(name) (\(code))"
    let isEnough = name == code || name == "\(code) moment" || NumberText.width(both, size: 13.5) > Panel.width - 48
    return isEnough ? name : both
  }

  /// The unit of an output with what a positive number means; a force of a muscle needs no such word.
  func unit(of output: String) -> String {
    let positive = task.onlyPulls ? nil : task.targets.first { $0.name == output }?.positive
    return positive.map { "\(task.unit), \($0) is positive" } ?? task.unit
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

  /// Who is in a figure, under which protocol.
  func sentence(_ people: [TestedCohort]) -> String {
    let groups = people.map { people in
      let n = entries.map { $0.scores(on: people).count }.max() ?? 0
      return "\(people.name) (\(people.word(in: self)), n = \(n))"
    }
    return "Cohort \(groups.joined(separator: "; ")). Protocol \(rules.name)."
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

enum FigureWords {
  /// The trials of a subset in words.
  ///
  /// Only the protocol's healthy subjects walked to a metronome; the trials of others
  /// bear the label of the nearest pace.
  static func title(_ subset: String, _ people: Population) -> String {
    guard people != .healthy, let pace = Subset(rawValue: subset)?.stepsPerMinute else {
      return subset == ScoreTable.overall ? "overall" : Subset.title(subset)
    }
    return "own pace nearest to \(pace) steps/min"
  }
}
