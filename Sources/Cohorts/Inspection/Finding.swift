/// Something about a cohort or a file of predictions that a person has to know before believing a score: one of a kind,
/// however many trials it is true of.
public struct Finding: Sendable, Codable, Equatable, CustomStringConvertible {
  /// What was found; docs/limits.md, section 17, has the numbers.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Angles that are in radians.
    case radians
    /// Joint angles that no joint has.
    case largeAngles = "angles-over-180"
    /// A knee that bends to negative angles while the other does not.
    case backwardKnees = "knee-backwards"
    /// Targets that are divided by mass already, or in another unit.
    case targetUnit = "target-unit"
    /// Predictions that are not divided by mass, or in another unit.
    case predictionUnit = "prediction-unit"
    /// Targets with the other sign.
    case reversedTargets = "targets-reversed"
    /// Angles far from all that was trained on.
    case farAngles = "angles-far-from-training"
    /// Trials that are there twice.
    case duplicates = "duplicate-trials"
    /// People with two body masses.
    case twoMasses = "two-masses"
    /// Predictions far larger than the targets, and unlike them.
    case predictionScale = "prediction-scale"
    /// People who were written in several ways and taken for one each.
    case spellings
    /// Trials whose knees were turned.
    case turnedKnees = "knees-turned"
  }

  /// What follows from a finding.
  public enum Weight: String, Sendable, Codable {
    /// Nobody walks so: there can be no score.
    case impossible
    /// It may be true; it is said and marks the row.
    case odd
    /// It was mended in reading and is said.
    case mended
  }

  /// What was found.
  public let kind: Kind
  /// What follows from it.
  public let weight: Weight
  /// How many trials it is true of; people for ``Kind/spellings`` and ``Kind/twoMasses``.
  public let count: Int
  /// The first of them.
  public let example: String
  /// The file that it was found in.
  public let source: String
  /// What is wrong and what to do, without the file.
  public let text: String

  /// What is wrong, without what to do.
  package private(set) var what = ""

  /// The trials that it is true of, by their places; none for what is found of people or of a whole file.
  package private(set) var trials = [Int]()

  private enum CodingKeys: String, CodingKey { case kind, weight, count, example, source, text }

  init(
    _ kind: Kind, _ count: Int, in source: String, example: String, _ text: String, advice: String? = nil,
    trials: [Int] = []
  ) {
    (what, self.trials) = (text, trials)
    self.kind = kind
    weight = kind.weight
    self.count = count
    self.example = example
    self.source = source
    self.text = advice.map { "\(text); \($0)" } ?? text
  }

  /// Whether a person reads the same; the places of trials are those of a cohort in memory, and in no file.
  public static func == (one: Finding, other: Finding) -> Bool {
    one.kind == other.kind && one.count == other.count && one.example == other.example && one.source == other.source
      && one.text == other.text
  }

  /// The line that a person reads.
  public var description: String { "\(source): \(text)" }
}

extension Finding.Kind {
  fileprivate var weight: Finding.Weight {
    switch self {
    case .radians, .largeAngles, .backwardKnees, .targetUnit, .predictionUnit: .impossible
    case .reversedTargets, .farAngles, .duplicates, .twoMasses, .predictionScale: .odd
    case .spellings, .turnedKnees: .mended
    }
  }
}

extension Finding {
  /// Whether `cohort validate` fails on it: what is impossible, and what is odd and can be mended in the file.
  public var spoilsAScore: Bool {
    weight == .impossible || [.reversedTargets, .duplicates, .twoMasses].contains(kind)
  }
}
