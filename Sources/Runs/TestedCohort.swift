import Scores

/// The people on whom entries were tested: whose trials they are, and which.
///
/// Two are the same when population and fingerprint are; the same trials may go by several names.
public struct TestedCohort: Codable, Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// SHA-256 of its content; nil for the cohort of a reported score, which is known by words alone.
  public var fingerprint: String?
  /// Whose trials they are.
  public var population: Population
  /// Whether it was computed and not measured.
  public var isSynthetic: Bool
  /// The digital object identifier of a cohort that was fetched by its description.
  public var doi: String?
  /// How the targets came about, where the cohort's file says it.
  public var labels: String?

  /// Collects the parts; each is what the property of its name says.
  public init(
    name: String, fingerprint: String?, population: Population, isSynthetic: Bool, doi: String? = nil,
    labels: String? = nil
  ) {
    self.name = name
    self.fingerprint = fingerprint
    self.population = population
    self.isSynthetic = isSynthetic
    (self.doi, self.labels) = (doi, labels)
  }

  /// The people of a run's scores.
  public init(_ scores: RunScores) {
    self.init(
      name: scores.cohort.name, fingerprint: scores.cohort.fingerprint, population: scores.population,
      isSynthetic: scores.cohort.isSynthetic, doi: scores.cohort.doi, labels: scores.cohort.labels)
  }

  public static func == (one: TestedCohort, other: TestedCohort) -> Bool {
    one.population == other.population && one.fingerprint == other.fingerprint
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(population)
    hasher.combine(fingerprint)
  }
}
