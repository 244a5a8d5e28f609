/// For a cohort too small to hold subjects out: every subject is tested on once, in one of several divisions, each of
/// which has a pool, folds and a final training of its own.
public struct CrossValidation: EvaluationProtocol {
  public static let kind = "cross-validation"

  public let selection: TrialSelection
  public let training: TrainingRecipe?
  public let scoring: ScoringRules
  private let outer: Int
  private let inner: Int

  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    outer = try rules.section("split").folds()
    inner = try rules.section("cross_validation").folds()
    training = try TrainingRecipe(rules.section("training"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  public func divisions(of trials: [TrialFacts]) throws -> [Division] {
    let subjects = trials.map(\.subject)
    return try groupKFold(subjects, folds: outer).map { test in
      let isTest = Set(test)
      return try Division(
        pool: subjects.indices.filter { !isTest.contains($0) }, test: test, folds: inner, of: subjects)
    }
  }
}
