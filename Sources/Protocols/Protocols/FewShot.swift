import Faults
import Scores

/// An examination of weights that are adapted to a few subjects and tested on all others.
///
/// Each draw takes its subjects from a shuffle of its own; a subject is never on both sides of a draw.
public struct FewShot: EvaluationProtocol {
  public static let kind = "few-shot"

  public let selection: TrialSelection
  public let training: TrainingRecipe?
  public let scoring: ScoringRules
  private let subjects: Int
  private let draws: Int
  private let seed: UInt64

  public init(_ rules: Settings) throws {
    selection = try TrialSelection(rules.section("selection"))
    let adaptation = try rules.section("adaptation")
    _ = try adaptation.choice("shuffle", of: ["numpy-pcg64"])
    seed = UInt64(try adaptation.integer("seed", in: 0...Int(Int32.max)))
    subjects = try adaptation.integer("subjects", in: 1...10_000)
    draws = try adaptation.integer("draws", in: 1...1000)
    training = try TrainingRecipe(rules.section("training"))
    scoring = try ScoringRules(rules.section("scoring"))
  }

  public func divisions(of subjects: [String]) throws -> [Division] {
    let names = Set(subjects).sorted()
    guard names.count > self.subjects else {
      throw Fault(
        .data,
        "\(names.count) subjects are too few to adapt to \(self.subjects) of them and test on others; give more "
          + "subjects, or adapt to fewer.")
    }
    return (0..<draws).map { draw in
      var order = names
      var generator = NumPyGenerator(seed: seed + UInt64(draw))
      generator.shuffle(&order)
      let adapted = Set(order.prefix(self.subjects))
      return Division(
        pool: subjects.indices.filter { adapted.contains(subjects[$0]) },
        test: subjects.indices.filter { !adapted.contains(subjects[$0]) }, folds: [])
    }
  }
}
