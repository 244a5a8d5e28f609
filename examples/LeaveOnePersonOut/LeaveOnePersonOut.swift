import Protocols

/// Everybody is tested once, by weights that were trained on all the others: for cohorts of a few people.
///
/// Copy this folder to `Plugins/LeaveOnePersonOut` and add the word to the list in `Package.swift`; then
/// `kind: leave-one-person-out` is known to protocol files.
public struct LeaveOnePersonOut: EvaluationProtocol {
  public static let kind = "leave-one-person-out"

  public let selection: TrialSelection
  public let training: TrainingRecipe?
  public let scoring: ScoringRules
  private let folds: Int

  /// Reads `rules` of the protocol file; a key that is not read here is an error there.
  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    folds = try rules.section("cross_validation").folds()
    training = try TrainingRecipe(rules.section("training"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  /// One division a person, in the order of their names.
  public func divisions(of trials: [TrialFacts]) throws -> [Division] {
    let people = trials.map(\.subject)
    return try Set(people).sorted().map { person in
      try Division(
        pool: trials.indices.filter { people[$0] != person }, test: trials.indices.filter { people[$0] == person },
        folds: folds, of: people)
    }
  }
}
