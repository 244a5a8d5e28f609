import Faults
import Formats
import Protocols
import Testing

@Suite("Rules that divide trials") struct DividingTrialsTests {
  static let recipe = """
      cross_validation: {method: group-k-fold, folds: 2}
      training:
        targets: divided-by-body-mass
        standardisation: {deviation: population, epsilon: 1.0e-8}
        loss: mean-squared-error
        optimiser: {name: adamw, learning_rate: 1.0e-3, weight_decay: 0.0, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8}
        clip_gradient_norm: 0.5
        batch: 16
        shuffle: torch-randperm
        epochs: 2
        patience: 2
        minimal_improvement: 1.0e-8
        final_epochs: median-of-best
        seeds: [1]
      scoring:
        unit: subject
        r2: pooled
        test: wilcoxon-signed-rank
        correction: holm
        external_entry: all
        bootstrap: {samples: 10, seed: 0}
    """

  private func rules(_ kind: String, _ text: String) throws -> NamedProtocol {
    let yaml = """
      schema: 1
      name: mine
      summary: s
      kind: \(kind)
      rules:
        selection: {cadences: all, subjects: all, trials_per_cadence: all}
      \(text)
      \(Self.recipe)
      """
    return try NamedProtocol(yaml: Array(yaml.utf8), file: "mine.yaml")
  }

  private static let split = "  split: {shuffle: numpy-pcg64, seed: 42, test_ratio: 0.2}"

  /// Ten people, each at three cadences.
  private static let walks = (0..<10).flatMap { person in
    ["slow", "med", "fast"].map {
      TrialFacts(subject: "H0\(person)", cadence: $0, side: "right", group: "L\(person / 4)")
    }
  }

  @Test func `a cadence is left out in turn, and test people are never trained on`() throws {
    let named = try rules("leave-one-out", "  by: cadence\n" + Self.split)
    let whole = try rules("hold-out", Self.split).rules.checkedDivisions(of: Self.walks)
    let held = Set(whole[0].test.map { Self.walks[$0].subject })
    let divisions = try named.rules.checkedDivisions(of: Self.walks)
    #expect(divisions.count == 3 && held.count == 2)
    for (division, cadence) in zip(divisions, ["slow", "med", "fast"]) {
      #expect(Set(division.test.map { Self.walks[$0].cadence }) == [cadence])
      #expect(Set(division.test.map { Self.walks[$0].subject }) == held)
      #expect(!division.pool.map { Self.walks[$0].cadence }.contains(cadence))
      #expect(division.pool.count == 16 && division.folds.count == 2)
    }
  }

  @Test func `a laboratory is left out in turn without a split`() throws {
    let divisions = try rules("leave-one-out", "  by: group").rules.checkedDivisions(of: Self.walks)
    #expect(divisions.map { Set($0.test.map { Self.walks[$0].group }) } == [["L0"], ["L1"], ["L2"]])
    #expect(divisions.map { $0.test.count + $0.pool.count } == [30, 30, 30])
  }

  @Test func `a person who walked in two laboratories is trained on in neither's turn`() throws {
    var walks = Self.walks
    walks[0].group = "L2"
    let divisions = try rules("leave-one-out", "  by: group").rules.checkedDivisions(of: walks)
    for division in divisions where division.test.contains(where: { walks[$0].subject == "H00" }) {
      #expect(!division.pool.contains { walks[$0].subject == "H00" })
    }
  }

  @Test(arguments: [
    (
      "  by: group", nil as String?,
      "a trial of H00 has no group, by which the protocol divides; the cohort needs the array 'group'"
    ),
    ("  by: group", "all", "all trials have the group all; two at least are needed"),
    (
      "  by: cadence", "all",
      "everybody has trials of the cadence slow, so nobody is left to train on; give the protocol a 'split'"
    ),
  ])
  func `what cannot be divided is said`(text: String, group: String?, message: String) throws {
    let walks = Self.walks.map { walk in
      var walk = walk
      walk.group = group
      return walk
    }
    let named = try rules("leave-one-out", text)
    #expect { try named.rules.checkedDivisions(of: walks) } throws: { "\($0)".contains(message) }
  }

  @Test func `a learning curve is an examination a share, with the same test people`() throws {
    let text = Self.split.replacing("0.2}", with: "0.2, pool_share: [0.25, 0.5, 1]}")
    let variants = try rules("hold-out", text).variants
    #expect(variants.map(\.name) == ["mine-pool-25", "mine-pool-50", "mine-pool-100"])
    #expect(Set(variants.map(\.canonical)).count == 3)
    let whole = try rules("hold-out", Self.split).rules.checkedDivisions(of: Self.walks)[0]
    let divisions = try variants.map { try $0.rules.checkedDivisions(of: Self.walks)[0] }
    #expect(divisions.allSatisfy { $0.test == whole.test } && divisions[2].pool == whole.pool)
    #expect(divisions.map { Set($0.pool.map { Self.walks[$0].subject }).count } == [2, 4, 8])
    #expect(Set(divisions[0].pool).isSubset(of: divisions[1].pool))
  }

  @Test func `shares that do not rise are refused with their place`() throws {
    let text = Self.split.replacing("0.2}", with: "0.2, pool_share: [0.5, 0.25]}")
    #expect { try rules("hold-out", text) } throws: {
      "\($0)".hasPrefix("mine.yaml:7:") && "\($0)".contains("'pool_share' must rise")
    }
  }

  /// Rules of a stranger that break what every examination promises.
  private struct Careless: EvaluationProtocol {
    static let kind = "careless"
    let selection: TrialSelection
    let training: TrainingRecipe?
    let scoring: ScoringRules
    var made: [Division] = []

    init(_ rules: Settings) throws {
      selection = try TrialSelection(rules.section("selection"))
      training = try TrainingRecipe(rules.section("training"))
      scoring = try ScoringRules(rules.section("scoring"))
      _ = try rules.section("cross_validation").folds()
    }

    func divisions(of trials: [TrialFacts]) throws -> [Division] { made }
  }

  @Test(arguments: [
    (Division(pool: [0], test: [1], folds: []), "puts a person on both sides"),
    (Division(pool: [0], test: [99], folds: []), "names the trial 99 of 30"),
    (Division(pool: [0], test: [3], folds: [.init(training: [0], validation: [1])]), "puts a person on both sides"),
    (
      Division(pool: [0], test: [3], folds: [.init(training: [0], validation: [6])]),
      "a fold with trials that are not in its pool"
    ),
  ])
  func `a stranger's rules are held to the promises`(division: Division, message: String) throws {
    let yaml =
      "selection: {cadences: all, subjects: all, trials_per_cadence: all}\n"
      + Self.recipe.split(separator: "\n").map { $0.dropFirst(2) }.joined(separator: "\n")
    var rules = try Careless(Settings(Node(yaml: Array(yaml.utf8), file: "careless.yaml")))
    rules.made = [division]
    #expect { try rules.checkedDivisions(of: Self.walks) } throws: { "\($0)".contains(message) }
  }
}
