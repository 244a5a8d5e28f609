/// A band around predicted curves that a new person's curve lies in for a given share of the cycle, on average: half
/// widths by output and frame from the errors of people whom nobody trained on (docs/semantics.md, section 9b).
///
/// Every person weighs the same, however many trials there are of one, and one more person, who is still to come, weighs as
/// much and may err without bound. The share is promised frame by frame: that a whole curve lies inside is not.
public struct ConformalBand: Sendable, Equatable {
  /// The share that is promised, between 0 and 1.
  public let level: Double
  /// The number of people whose errors made the band.
  public let people: Int
  /// Half the width of the band, `[frames, outputs]`, in the unit of the errors.
  public let halfWidths: [Float]

  /// The fewest people of whom a band of a level can be made: with fewer the one to come weighs too much.
  public static func fewestPeople(level: Double) -> Int { Int((level / (1 - level) - 1e-9).rounded(.up)) }

  /// Makes a band.
  ///
  /// - Parameters:
  ///   - level: between 0 and 1.
  ///   - errors: absolute errors of each trial, `[trials][frames * outputs]`, finite.
  ///   - subjects: who walked, `[trials]`.
  /// - Returns: `nil` with fewer people than ``fewestPeople(level:)``.
  public init?(level: Double, errors: [[Float]], subjects: [String]) {
    let sample = CalibrationSample(errors: errors, subjects: subjects)
    guard let limits = sample.limits(level, leavingOut: nil) else { return nil }
    (self.level, people, halfWidths) = (level, sample.people.count, limits)
  }

  /// How much of each person's curves lies in the band that all others make, `[people][outputs]`, people by name.
  ///
  /// - Parameters:
  ///   - level: between 0 and 1.
  ///   - errors: absolute errors of each trial, `[trials][frames * outputs]`, finite.
  ///   - subjects: who walked, `[trials]`.
  ///   - outputs: the number of outputs of a frame.
  /// - Returns: `nil` when the others are fewer than ``fewestPeople(level:)``.
  public static func coverage(
    level: Double, errors: [[Float]], subjects: [String], outputs: Int
  ) -> [[Double]]? {
    let sample = CalibrationSample(errors: errors, subjects: subjects)
    var shares = [[Double]]()
    for (person, trials) in sample.people.enumerated() {
      guard outputs > 0, let limits = sample.limits(level, leavingOut: person) else { return nil }
      shares.append(
        (0..<outputs).map { output in
          let places = stride(from: output, to: limits.count, by: outputs)
          let inside = trials.reduce(0) { sum, trial in sum + places.count { errors[trial][$0] <= limits[$0] } }
          return Double(inside) / Double(max(trials.count * limits.count / outputs, 1))
        })
    }
    return shares
  }
}

/// Errors in the order of their size, place by place, with who made them.
private struct CalibrationSample {
  /// The trials of each person, by name.
  let people: [[Int]]
  private let person: [Int]
  /// Each place's trials by growing error.
  private let order: [[Int]]
  private let errors: [[Float]]

  init(errors: [[Float]], subjects: [String]) {
    let names = Set(subjects).sorted()
    people = names.map { name in subjects.indices.filter { subjects[$0] == name } }
    person = subjects.map { subject in names.firstIndex(of: subject) ?? 0 }
    self.errors = errors
    order = (0..<(errors.first?.count ?? 0)).map { place in
      errors.indices.sorted { (errors[$0][place], $0) < (errors[$1][place], $1) }
    }
  }

  /// The smallest errors below which a share of the weight lies; nil where that is more than there is.
  func limits(_ level: Double, leavingOut left: Int?) -> [Float]? {
    let rest = people.count - (left == nil ? 0 : 1)
    guard rest > 0, rest >= ConformalBand.fewestPeople(level: level) else { return nil }
    let wanted = level * Double(rest + 1) - 1e-9
    return order.enumerated().map { place, trials in
      var (weight, limit) = (0.0, Float(0))
      for trial in trials where person[trial] != left {
        weight += 1 / Double(people[person[trial]].count)
        limit = errors[trial][place]
        if weight >= wanted { break }
      }
      return limit
    }
  }
}
