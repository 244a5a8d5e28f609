import Faults
import Formats
import Foundation

/// The people that weights were trained on, as digests: enough to see them again, and no name or angle of anybody.
///
/// A person is seen again when a trial of theirs was trained on, or when their name agrees in the same cohort. A name
/// alone proves nothing, since H01 walks in many laboratories; it is told and marks a score.
public struct TrainedOn: Sendable, Equatable {
  /// SHA-256 of the angles of every trial.
  public var trials: Set<String>
  /// Digests of names, by the cohort in which they were trained on: its fingerprint, or the name of its description.
  public var people: [String: Set<String>]
  /// Cohorts that were trained on as a whole but for some people: digests of those people's names, by the cohort's name.
  public var allBut: [String: Set<String>]
  /// Whether others were trained on, too, whom nobody has listed.
  public var isPartial: Bool

  /// Lists what was trained on.
  public init(
    trials: Set<String> = [], people: [String: Set<String>] = [:], allBut: [String: Set<String>] = [:],
    isPartial: Bool = false
  ) {
    self.isPartial = isPartial
    self.trials = trials
    self.people = people
    self.allBut = allBut
  }

  /// All that either was trained on, as for weights that were adapted; nil is a list that nobody has made.
  public func union(_ other: TrainedOn?) -> TrainedOn {
    guard let other else {
      var partial = self
      partial.isPartial = true
      return partial
    }
    return TrainedOn(
      trials: trials.union(other.trials), people: people.merging(other.people) { $0.union($1) },
      allBut: allBut.merging(other.allBut) { $0.intersection($1) }, isPartial: isPartial || other.isPartial)
  }

  /// A person of a cohort, as digests.
  public struct Person: Sendable, Equatable {
    /// The digest of the name.
    public var name: String
    /// SHA-256 of the angles of each of the person's trials.
    public var trials: [String]

    /// Describes a person.
    public init(name: String, trials: [String]) {
      self.name = name
      self.trials = trials
    }
  }

  /// How a person stands to what was trained on.
  public enum Standing: Sendable, Equatable {
    /// Nothing of them was trained on.
    case unseen
    /// They were trained on.
    case seen
    /// Somebody of that name was trained on in another cohort, who may be anybody.
    case sameName
  }

  /// Looks for a person.
  ///
  /// - Parameters:
  ///   - person: the person, as digests.
  ///   - cohort: what their cohort is known by: its fingerprint and, where it has a description, that one's name.
  public func standing(of person: Person, in cohort: [String]) -> Standing {
    if person.trials.contains(where: trials.contains) { return .seen }
    for name in cohort {
      if let names = people[name], names.contains(person.name) { return .seen }
      if let others = allBut[name] { return others.contains(person.name) ? .unseen : .seen }
    }
    return people.values.contains { $0.contains(person.name) } ? .sameName : .unseen
  }
}

extension TrainedOn {
  /// The list in the one form in which a weights file keeps it: keys and digests sorted.
  package var canonical: String {
    func list(_ digests: Set<String>) -> JSON { .array(digests.sorted().map { .text($0) }) }
    return JSON.object([
      "trials": list(trials), "people": .object(people.mapValues(list)), "all_but": .object(allBut.mapValues(list)),
      "partial": .boolean(isPartial),
    ]).canonical
  }

  /// Reads ``canonical``.
  /// - Throws: ``Fault`` of kind `data` when it is no such list.
  package init(canonical text: String) throws {
    func list(_ json: JSON?) throws -> Set<String> {
      guard let array = json?.array else { throw Self.wrong }
      let texts = array.compactMap(\.text)
      guard texts.count == array.count else { throw Self.wrong }
      return Set(texts)
    }
    guard let members = try JSON(text).object, let people = members["people"]?.object,
      let allBut = members["all_but"]?.object, case .boolean(let isPartial)? = members["partial"]
    else { throw Self.wrong }
    self.init(
      trials: try list(members["trials"]), people: try people.mapValues(list), allBut: try allBut.mapValues(list),
      isPartial: isPartial)
  }

  private static var wrong: Fault { Fault(.data, "'trained_on' is no list of what was trained on.") }
}
