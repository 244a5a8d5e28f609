import Cohorts
import Faults
import Protocols
import Runs
import Weights

/// What becomes of people whom weights were trained on when they are to be tested on.
public enum SeenPolicy: String, Codable, Sendable, CaseIterable {
  /// They are left out and counted; when nobody is left, the test is refused.
  case exclude
  /// One of them is enough to refuse the test.
  case refuse
}

/// The trials of people whom weights have not seen, and what has to be said of the others.
struct UnseenTrials: Sendable {
  /// The trials that may be tested on.
  let trials: [Int]
  /// The people who were left out; nil when there was nobody.
  let leftOut: RunScores.LeftOut?
  /// What a reader of the scores has to know.
  let marks: [String]
}

extension Cohort {
  /// What training on some trials of this cohort sees.
  func trainedOn(_ trials: [Int]) -> TrainedOn {
    TrainedOn(
      trials: Set(trials.map(trialDigest)),
      people: [fingerprint: Set(trials.map { PersonKey(subjects[$0]).digest })])
  }

  /// Sorts out the people of some trials whom weights were trained on.
  ///
  /// - Parameters:
  ///   - trainedOn: whom the weights were trained on; nil where nobody has listed it.
  ///   - trials: the trials that are to be tested on.
  ///   - policy: what becomes of people who were seen.
  /// - Throws: ``Fault`` of kind `data` when one was seen and that is refused, or when nobody is left.
  func unseen(by trainedOn: TrainedOn?, among trials: [Int], _ policy: SeenPolicy) throws -> UnseenTrials {
    guard let trainedOn else {
      return UnseenTrials(trials: trials, leftOut: nil, marks: ["trained on: not listed"])
    }
    let asked = Set(trials)
    // Once, since it is a digest of all numbers.
    let cohorts = [fingerprint] + (describedName.map { [$0] } ?? [])
    var (seen, seenTrials, sameName) = ([String](), Set<Int>(), [String]())
    for person in people where person.trials.contains(where: asked.contains) {
      // Every trial of a person tells whether they were seen, also those that are not to be tested on.
      let digests = TrainedOn.Person(name: PersonKey(person.name).digest, trials: person.trials.map(trialDigest))
      switch trainedOn.standing(of: digests, in: cohorts) {
      case .unseen: break
      case .sameName: sameName.append(person.name)
      case .seen:
        seen.append(person.name)
        seenTrials.formUnion(person.trials.filter(asked.contains))
      }
    }
    let named = "\(seen.prefix(5).joined(separator: ", "))\(seen.count > 5 ? ", ..." : "")"
    if !seen.isEmpty, policy == .refuse {
      throw Fault(
        .data, at: .file(source),
        "the weights were trained on \(seen.count) of its people (\(named)); leave them out with --seen exclude.")
    }
    let rest = trials.filter { !seenTrials.contains($0) }
    guard !rest.isEmpty else {
      throw Fault(
        .data, at: .file(source),
        "the weights were trained on everybody who would be tested here (\(counted(seen.count, "person", "people")): \(named)); nobody is left."
      )
    }
    var marks = [String]()
    if !seen.isEmpty {
      marks.append(
        "\(counted(seen.count, "person", "people")) (\(counted(seenTrials.count, "trial"))) left out: the weights were trained on them"
      )
    }
    if !sameName.isEmpty {
      marks.append(
        "\(counted(sameName.count, "name is", "names are")) also known from people trained on in another cohort")
    }
    if trainedOn.isPartial { marks.append("trained on: not wholly listed") }
    let published = trainedOn.allBut.keys.filter { $0 != describedName }.sorted()
    if trainedOn.trials.isEmpty, !published.isEmpty {
      marks.append("trained on: \(published.joined(separator: ", ")), whose trials are not listed")
    }
    return UnseenTrials(
      trials: rest, leftOut: seen.isEmpty ? nil : .init(people: seen.count, trials: seenTrials.count), marks: marks)
  }

  /// The name of the published cohort whose file this is, by the names under which its record keeps it.
  var describedName: String? {
    let file = source.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return file.hasPrefix("gait2hip_") || file.hasPrefix("gait2hip-60") ? "gait2hip60" : nil
  }
}
