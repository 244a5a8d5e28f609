import Formats

/// Which trials of a cohort take part in an examination.
public struct TrialSelection: Sendable, Equatable {
  /// The labels of the cadences that take part; nil for all.
  public let cadences: [String]?
  /// The most subjects, the first in sorted order; nil for all.
  public let subjects: Int?
  /// The most trials of a subject and cadence, the first in the cohort's order; nil for all.
  public let trialsPerCadence: Int?

  /// Selects every trial.
  package static let all = TrialSelection(cadences: nil, subjects: nil, trialsPerCadence: nil)

  private init(cadences: [String]?, subjects: Int?, trialsPerCadence: Int?) {
    self.cadences = cadences
    self.subjects = subjects
    self.trialsPerCadence = trialsPerCadence
  }

  /// Reads the section `selection` of a protocol.
  /// - Throws: `Fault` of kind `data` with file, line and column.
  public init(_ settings: Settings) throws {
    cadences = try settings.value("cadences", Expectation<[String]>.list(of: .text).orAll, default: nil)
    subjects = try settings.value("subjects", Expectation<Int>.count.orAll, default: nil)
    trialsPerCadence = try settings.value("trials_per_cadence", Expectation<Int>.count.orAll, default: nil)
    guard cadences != [] else { throw settings.fault("cadences", "'cadences' is empty; name at least one.") }
  }

  /// The indices of the trials that take part, rising.
  ///
  /// - Parameters:
  ///   - subjects: who walked, `[trials]`.
  ///   - cadences: the label of each trial's cadence, `[trials]`.
  public func trials(subjects: [String], cadences: [String]) -> [Int] {
    let wanted = self.cadences.map(Set.init)
    let fitting = subjects.indices.filter { wanted?.contains(cadences[$0]) ?? true }
    let names = Set(fitting.map { subjects[$0] }).sorted()
    let kept = Set(names.prefix(self.subjects ?? names.count))
    var taken = [String: Int]()
    return fitting.filter { trial in
      guard kept.contains(subjects[trial]) else { return false }
      let key = "\(subjects[trial])\n\(cadences[trial])"
      taken[key, default: 0] += 1
      return trialsPerCadence.map { taken[key, default: 0] <= $0 } ?? true
    }
  }
}

extension Expectation where Value == Int {
  fileprivate static var count: Self { .integer(in: 1...1_000_000) }
}

extension Expectation {
  /// What is expected, or the word `all`, which stands for nil.
  fileprivate var orAll: Expectation<Value?> {
    let words = "\(words), or all"
    return Expectation<Value?>(words: words) { node throws(Mismatch) in
      if case .scalar("all", isQuoted: _) = node.content { return nil }
      do { return try value(node) } catch { throw Mismatch(node: node, expected: words) }
    } node: {
      $0.map(node) ?? Node("all")
    }
  }
}
