import Faults
import Formats
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
  /// The shares of the pool's people that are trained on, one examination each; whole for all of them.
  private var shares: [Double]

  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    let split = try rules.section("split")
    _ = try split.choice("shuffle", of: ["numpy-pcg64"])
    seed = UInt64(try split.integer("seed", in: 0...Int.max))
    ratio = try split.number("test_ratio", in: 0.01...0.9)
    shares = split.contains("pool_share") ? try split.numbers("pool_share", in: 0.01...1) : [1]
    guard !shares.isEmpty, zip(shares, shares.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw split.fault("pool_share", "'pool_share' must rise, such as [0.1, 0.25, 0.5, 1].")
    }
    folds = try rules.section("cross_validation").folds()
    training = try TrainingRecipe(rules.section("training"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  public func divisions(of trials: [TrialFacts]) throws -> [Division] {
    let subjects = trials.map(\.subject)
    let (order, count) = try Self.order(of: subjects, seed: seed, ratio: ratio)
    let test = Set(order.prefix(count))
    // Each share holds the smaller ones: people join in the order of the same shuffle.
    let people = order.dropFirst(count)
    let share = shares.last ?? 1
    let pool = Set(people.prefix(max(1, Int((share * Double(people.count)).rounded(.toNearestOrEven)))))
    return [
      try Division(
        pool: subjects.indices.filter { pool.contains(subjects[$0]) },
        test: subjects.indices.filter { test.contains(subjects[$0]) }, folds: folds, of: subjects)
    ]
  }
}

extension HoldOut {
  /// The people in the shuffle's order, with how many of the first are tested.
  private static func order(of subjects: [String], seed: UInt64, ratio: Double) throws -> ([String], count: Int) {
    var order = Set(subjects).sorted()
    let count = max(1, Int((ratio * Double(order.count)).rounded(.toNearestOrEven)))
    guard order.count > count else {
      throw Fault(
        .data,
        "\(counted(order.count, "subject")) cannot be divided into a pool and \(counted(count, "test subject")); more are needed."
      )
    }
    var generator = NumPyGenerator(seed: seed)
    generator.shuffle(&order)
    return (order, count)
  }

  /// The people who are tested (docs/semantics.md, section 1.2).
  static func testPeople(of subjects: [String], seed: UInt64, ratio: Double) throws -> Set<String> {
    let (order, count) = try order(of: subjects, seed: seed, ratio: ratio)
    return Set(order.prefix(count))
  }

  public var variants: [(word: String, rules: any EvaluationProtocol)] {
    guard shares.count > 1 else { return [("", self)] }
    return shares.map { share in
      var rules = self
      rules.shares = [share]
      return ("pool-\(Node.percent(share))", rules)
    }
  }
}

extension Node {
  /// A share as a name spells it: 25 for a quarter, 2p5 for a fortieth.
  fileprivate static func percent(_ share: Double) -> String {
    let percent = (share * 1000).rounded() / 10
    return percent == percent.rounded() ? String(Int(percent)) : "\(percent)".replacing(".", with: "p")
  }
}

extension Settings {
  /// The number of folds of a section that says how folds are made: `method: group-k-fold` and `folds`.
  /// - Throws: `Fault` of kind `data`.
  public func folds() throws -> Int {
    _ = try choice("method", of: ["group-k-fold"])
    return try integer("folds", in: 2...100)
  }
}
