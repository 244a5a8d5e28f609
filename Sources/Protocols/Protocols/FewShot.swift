import Faults
import Scores

/// An examination of weights that are adapted to a few subjects and tested on all others.
///
/// Each draw takes its subjects from a shuffle of its own; a subject is never on both sides of a draw.
public struct FewShot: EvaluationProtocol {
  public static let kind = "few-shot"

  /// What rules are called that somebody described by options and gave no name: many have it.
  public static let nameOfOptions = "finetune"

  public let selection: TrialSelection
  public var training: TrainingRecipe? { recipe }
  public let scoring: ScoringRules
  let subjects: Int
  let draws: Int
  let recipe: TrainingRecipe
  let seed: UInt64

  /// How many subjects may be adapted to.
  public static let allowedSubjects = 1...10_000
  /// The seeds that the draw of subjects may have.
  public static let allowedSeeds = 0...Int(Int32.max)

  /// Collects the parts, each within what a file may say of it.
  ///
  /// - Parameters:
  ///   - selection: which trials take part.
  ///   - subjects: how many subjects are adapted to.
  ///   - draws: how many times they are drawn.
  ///   - seed: the seed of the first draw; each further one has the next.
  ///   - training: how weights are adapted.
  ///   - scoring: how predictions are scored.
  package init(
    selection: TrialSelection, subjects: Int, draws: Int, seed: UInt64, training: TrainingRecipe, scoring: ScoringRules
  ) {
    self.selection = selection
    self.subjects = subjects
    self.draws = draws
    self.seed = seed
    recipe = training
    self.scoring = scoring
  }

  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    let adaptation = try rules.section("adaptation")
    _ = try adaptation.choice("shuffle", of: ["numpy-pcg64"])
    seed = UInt64(try adaptation.integer("seed", in: Self.allowedSeeds))
    subjects = try adaptation.integer("subjects", in: Self.allowedSubjects)
    draws = try adaptation.integer("draws", in: 1...1000)
    recipe = try TrainingRecipe(rules.section("training"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  public func divisions(of trials: [TrialFacts]) throws -> [Division] {
    let subjects = trials.map(\.subject)
    let names = Set(subjects).sorted()
    guard names.count > self.subjects else {
      throw Fault(
        .data,
        "\(counted(names.count, "subject is", "subjects are")) too few to adapt to \(self.subjects) of them and test on others; give more "
          + "subjects, or adapt to fewer.")
    }
    return (0..<draws).map { draw in
      var order = names
      var generator = NumPyGenerator(seed: seed &+ UInt64(draw))
      generator.shuffle(&order)
      let adapted = Set(order.prefix(self.subjects))
      return Division(
        pool: subjects.indices.filter { adapted.contains(subjects[$0]) },
        test: subjects.indices.filter { !adapted.contains(subjects[$0]) }, folds: [])
    }
  }
}
