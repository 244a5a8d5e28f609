import Faults
import Scores

/// Trials of one kind are kept from training and tested on, each kind in turn: a cadence, a side, a population or a group
/// such as a laboratory.
///
/// People are held out besides: with `split` the test people are drawn once, and each turn trains on the pool people's
/// other kinds and tests the test people's own. Without it a turn tests everybody who has trials of the kind and trains
/// on those who have none, which divides people of different laboratories.
public struct LeaveOneOut: EvaluationProtocol {
  public static let kind = "leave-one-out"

  /// What trials are told apart by.
  enum Kind: String, CaseIterable {
    case cadence, side, population, group

    func value(of trial: TrialFacts) -> String? {
      switch self {
      case .cadence: trial.cadence
      // A mirrored left cycle is one of the left leg.
      case .side: trial.side.map { $0.hasPrefix("left") ? "left" : "right" }
      case .population: trial.population
      case .group: trial.group
      }
    }
  }

  public let selection: TrialSelection
  public let training: TrainingRecipe?
  public let scoring: ScoringRules
  private let by: Kind
  private let split: (seed: UInt64, ratio: Double)?
  private let folds: Int

  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    by = Kind(rawValue: try rules.choice("by", of: Kind.allCases.map(\.rawValue))) ?? .cadence
    split = try rules.section(ifPresent: "split").map { split in
      _ = try split.choice("shuffle", of: ["numpy-pcg64"])
      return (
        UInt64(try split.integer("seed", in: 0...Int.max)), try split.number("test_ratio", in: 0.01...0.9)
      )
    }
    folds = try rules.section("cross_validation").folds()
    training = try TrainingRecipe(rules.section("training"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  public func divisions(of trials: [TrialFacts]) throws -> [Division] {
    let values = try trials.map { trial in
      guard let value = by.value(of: trial) else {
        throw Fault(
          .data,
          "a trial of \(trial.subject) has no \(by.rawValue), by which the protocol divides; the cohort needs the array "
            + "'\(by == .cadence ? "speed_label" : by.rawValue)'.")
      }
      return value
    }
    let kinds = by == .cadence ? Subset.sorted(Set(values)) : Set(values).sorted()
    guard kinds.count > 1 else {
      throw Fault(
        .data, "all trials have the \(by.rawValue) \(kinds.first ?? "-"); two at least are needed to leave one out.")
    }
    let subjects = trials.map(\.subject)
    let held = try split.map { try HoldOut.testPeople(of: subjects, seed: $0.seed, ratio: $0.ratio) }
    return try kinds.map { kind in
      let of = trials.indices.filter { values[$0] == kind }
      let tested = held ?? Set(of.map { subjects[$0] })
      let test = of.filter { tested.contains(subjects[$0]) }
      let pool = trials.indices.filter { values[$0] != kind && !tested.contains(subjects[$0]) }
      guard !test.isEmpty, !pool.isEmpty else {
        throw Fault(
          .data,
          pool.isEmpty && split == nil
            ? "everybody has trials of the \(by.rawValue) \(kind), so nobody is left to train on; give the protocol a 'split'."
            : "nobody is left to \(test.isEmpty ? "test" : "train") on when the \(by.rawValue) \(kind) is left out.")
      }
      return try Division(pool: pool, test: test, folds: folds, of: subjects)
    }
  }
}
