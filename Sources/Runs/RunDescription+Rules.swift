import Protocols

/// What no run says of itself; the registry's tables would refuse it in words of their own.
extension RunDescription {
  /// Why it describes no run that can be known here, a sentence each without a full stop.
  var problems: [String] {
    let fingerprints = [
      ("the entry", entry.fingerprint), ("the rules", rules.fingerprint), ("the split", split.fingerprint),
    ]
    let counts = entry.parameters.map { [("the entry's parameters", $0)] } ?? []
    return [taskProblem, twinProblem].compactMap(\.self) + digestProblems(fingerprints) + countProblems(counts)
      + cohort.problems
  }

  /// Why the task's scores would stand under a name that means something else here; nil when it does not.
  private var taskProblem: String? {
    guard let known = try? PredictionTasks.named(task) else {
      return "its task '\(task)' is not known here; name the folder that holds tasks/\(task).yaml with --zoo"
    }
    guard let taskFingerprint, taskFingerprint != known.fingerprint else { return nil }
    return "its task '\(task)' had other inputs, outputs or units when it was run"
  }

  /// Who is named twice where the split has everybody once; nil when nobody is.
  private var twinProblem: String? {
    for part in split.divisions {
      for names in [part.pool, part.test] + part.validation {
        var seen = Set<String>()
        if let twin = names.first(where: { !seen.insert($0).inserted }) {
          return "its split names '\(twin)' twice in one part; expected everybody once"
        }
      }
    }
    return nil
  }
}

extension RunDescription.CohortSummary {
  fileprivate var problems: [String] {
    digestProblems([("the cohort '\(name)'", fingerprint)])
      + countProblems([("the trials of the cohort '\(name)'", trials), ("its subjects", subjects)])
  }
}

extension RunScores {
  /// Why the scores are no test's that can be known here, a sentence each without a full stop.
  var problems: [String] {
    (artifact.map { digestProblems([("the weights", $0)]) } ?? []) + cohort.problems
  }
}

private func digestProblems(_ digests: [(of: String, digest: String)]) -> [String] {
  digests.filter { $0.digest.utf8.count != 64 || !$0.digest.utf8.allSatisfy(isLowerHexadecimal) }.map {
    "the fingerprint of \($0.of) is '\($0.digest.prefix(64))'; expected 64 hexadecimal digits"
  }
}

private func isLowerHexadecimal(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}

private func countProblems(_ counts: [(of: String, count: Int)]) -> [String] {
  counts.filter { $0.count < 0 }.map { "\($0.of) are \($0.count); expected 0 or more" }
}
