import Faults
import Formats

extension CohortDescription {
  /// What must be in the files of a cohort, to be looked at after they have come.
  public struct Facts: Sendable, Equatable {
    /// The number of trials.
    public let trials: Int?
    /// The number of people.
    public let people: Int?
    /// The trials of a person who is not named in ``exceptions``.
    public let trialsPerPerson: Int?
    /// The people who have another number of trials.
    public let exceptions: [Exception]
    /// The cohort's fingerprint by task, once somebody knows it.
    public let fingerprints: [Fingerprint]

    /// A person who has another number of trials than the others.
    public struct Exception: Sendable, Equatable {
      /// The name.
      public let person: String
      /// The number of trials.
      public let trials: Int
    }

    /// The fingerprint of the trials of a task.
    public struct Fingerprint: Sendable, Equatable {
      /// The task.
      public let task: String
      /// 64 hexadecimal digits.
      public let sha256: String
    }

    /// Facts of which none is known.
    init() { (trials, people, trialsPerPerson, exceptions, fingerprints) = (nil, nil, nil, [], []) }

    init(_ settings: Settings) throws {
      trials = try settings.integer(ifPresent: "trials", in: 1...10_000_000)
      people = try settings.integer(ifPresent: "people", in: 1...1_000_000)
      trialsPerPerson = try settings.integer(ifPresent: "trials_per_person", in: 1...1_000_000)
      exceptions = try settings.sections("except").map {
        Exception(person: try $0.text("person"), trials: try $0.integer("trials", in: 1...1_000_000))
      }
      fingerprints = try settings.sections("fingerprints").map {
        Fingerprint(
          task: try $0.choice("task", of: PredictionTasks.all.map(\.name)),
          sha256: try $0.value("sha256", .hexadecimal(64), default: nil))
      }
    }

    /// What does not agree with the facts, a line each.
    ///
    /// - Parameters:
    ///   - subjects: who walked, `[trials]`.
    ///   - fingerprint: the cohort's fingerprint.
    ///   - task: the task's name.
    public func contradictions(subjects: [String], fingerprint: String, task: String) -> [String] {
      var found = [String]()
      func compare(_ what: String, _ count: Int, _ expected: Int?) {
        if let expected, expected != count { found.append("\(what) \(count), and its description says \(expected)") }
      }
      compare("the number of trials is", subjects.count, trials)
      let counts = Dictionary(subjects.map { ($0, 1) }, uniquingKeysWith: +)
      compare("the number of people is", counts.count, people)
      for exception in exceptions {
        compare("the trials of \(exception.person) are", counts[exception.person] ?? 0, exception.trials)
      }
      if let trialsPerPerson {
        let named = Set(exceptions.map(\.person))
        for (person, count) in counts.sorted(by: { $0.key < $1.key }) where !named.contains(person) {
          compare("the trials of \(person) are", count, trialsPerPerson)
        }
      }
      if let expected = fingerprints.first(where: { $0.task == task }), expected.sha256 != fingerprint {
        found.append("its fingerprint is \(fingerprint), and its description says \(expected.sha256)")
      }
      return found
    }
  }
}
