import Faults
import Scores

/// The published kind of examination: a part of the subjects is held out, the rest is the pool, and folds of the pool
/// say how long the final training takes (docs/semantics.md, sections 1.2 to 1.5).
public struct HoldOut: EvaluationProtocol {
  public static let kind = "hold-out"

  public let selection: TrialSelection
  public let training: TrainingRecipe?
  public let scoring: ScoringRules
  private let seed: UInt64
  private let ratio: Double
  private let folds: Int

  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    let split = try rules.section("split")
    _ = try split.choice("shuffle", of: ["numpy-pcg64"])
    seed = UInt64(try split.integer("seed", in: 0...Int.max))
    ratio = try split.number("test_ratio", in: 0.01...0.9)
    folds = try rules.section("cross_validation").folds()
    training = try TrainingRecipe(rules.section("training"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  public func divisions(of subjects: [String]) throws -> [Division] {
    var order = Set(subjects).sorted()
    let count = max(1, Int((ratio * Double(order.count)).rounded(.toNearestOrEven)))
    guard order.count > count else {
      throw Fault(
        .data, "\(order.count) subjects cannot be divided into a pool and \(count) test subjects; more are needed.")
    }
    var generator = NumPyGenerator(seed: seed)
    generator.shuffle(&order)
    let test = Set(order.prefix(count))
    return [
      try Division(
        pool: subjects.indices.filter { !test.contains(subjects[$0]) },
        test: subjects.indices.filter { test.contains(subjects[$0]) }, folds: folds, of: subjects)
    ]
  }
}

extension Settings {
  /// The number of folds of a section that says how folds are made.
  func folds() throws -> Int {
    _ = try choice("method", of: ["group-k-fold"])
    return try integer("folds", in: 2...100)
  }
}
