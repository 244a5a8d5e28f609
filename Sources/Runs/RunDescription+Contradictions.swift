import Formats
import Foundation
import Scores

extension RunDescription {
  /// What the files of a run say differently of it, a sentence each; none when they agree.
  ///
  /// It finds what a new seal over edited files hides: rules, seed or split under the fingerprint of others, and facts
  /// of people and entry that stand in one file and not in the other.
  ///
  /// - Parameter tests: the run's files of scores, of whose first this is the description.
  func contradictions(in folder: RunFolder, _ tests: [(name: String, scores: RunScores)]) -> [String] {
    var found = [String]()
    if Digest.sha256(of: Data(rules.canonical.utf8)) != rules.fingerprint {
      found.append("its rules are not those of their fingerprint")
    }
    if let digits = folder.fingerprintDigits, !fingerprint.hasPrefix(digits) {
      found.append("the run that it describes is not the one of its name")
    }
    for test in tests where test.scores.description.facts != facts {
      found.append("\(test.name) describes another run than \(tests.first?.name ?? "")")
    }
    if let stated = try? folder.readDescription(), stated.facts != facts {
      found.append("\(folder.description.lastPathComponent) describes another run than \(tests.first?.name ?? "")")
    }
    if let own = tests.first(where: { $0.name == folder.test.name })?.scores {
      let (tested, known) = (Set(own.table.scores.map(\.subject)), Set(split.divisions.flatMap(\.test)))
      if !tested.isSubset(of: known) { found.append("\(folder.test.name) has people whom its split does not test") }
    }
    for division in split.divisions where !Set(division.pool).isDisjoint(with: division.test) {
      found.append("its split trains on people whom it tests")
    }
    return found
  }

  /// All that no two files of a run may say differently; names of cohorts and protocols may differ.
  private var facts: [String?] {
    [
      fingerprint, entry.name, entry.architecture, entry.configuration, entry.parameters.map(String.init), entry.code,
      entry.engine.map(String.init), entry.track.rawValue, entry.training, String(cohort.isSynthetic),
      String(cohort.trials), String(cohort.subjects), rules.canonical,
      (try? JSONText.line(split.divisions)).map { Digest.sha256(of: $0) },
    ]
  }
}

extension RunFolder {
  /// The digits of the run's fingerprint at the end of its name; nil for a folder that was named otherwise.
  fileprivate var fingerprintDigits: Substring? {
    let last = name.split(separator: "-").last ?? ""
    return last.count == 8 && last.allSatisfy { $0.isHexDigit && !$0.isUppercase } ? last : nil
  }
}
