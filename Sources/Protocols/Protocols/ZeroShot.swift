/// An examination of what is there already, weights or predictions: every trial is tested on and nothing is trained.
public struct ZeroShot: EvaluationProtocol {
  public static let kind = "zero-shot"

  public let selection: TrialSelection
  public let training: TrainingRecipe? = nil
  public let scoring: ScoringRules

  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  public func divisions(of trials: [TrialFacts]) throws -> [Division] {
    [Division(pool: [], test: Array(trials.indices), folds: [])]
  }
}
