import Formats
import Foundation
import Protocols

/// All that a run's result depends on, with the names by which people know it: `run.json` in the run's folder.
public struct RunDescription: Codable, Sendable, Equatable {
  /// How the predictions came about.
  public enum Origin: String, Codable, Sendable, CaseIterable {
    /// The entry was trained by the protocol.
    case trained
    /// Weights that were there already were evaluated.
    case weights
    /// Registered weights were adapted to a cohort.
    case finetuned
    /// Predictions came from a file; what made them is not known here.
    case predictions
    /// What any entry has to beat, made by the protocol as entries are and never ranked.
    case baseline
  }

  /// How the predictions came about.
  public var origin: Origin
  /// The entry that was examined.
  public var entry: Entry
  /// The task, for example `muscle-force`.
  public var task: String
  /// The task's fingerprint; nil in runs of before tasks had one, which are of the two published tasks.
  public var taskFingerprint: String?
  /// The protocol.
  public var rules: Rules
  /// The cohort.
  public var cohort: CohortSummary
  /// How its subjects were divided.
  public var split: SplitSummary
  /// The seed.
  public var seed: UInt64
  /// Whose trials were evaluated; nil for a run that trained by the protocol, which has a test set of its own.
  public var population: String?

  /// Collects the parts; each is what the property of its name says.
  package init(
    origin: Origin, entry: Entry, task: String, rules: Rules, cohort: CohortSummary, split: SplitSummary, seed: UInt64,
    population: String? = nil
  ) {
    self.origin = origin
    self.entry = entry
    self.task = task
    taskFingerprint = (try? PredictionTasks.named(task))?.fingerprint
    self.rules = rules
    self.cohort = cohort
    self.split = split
    self.seed = seed
    self.population = population
  }

  /// An entry as it was examined.
  public struct Entry: Codable, Sendable, Equatable {
    /// The name of its manifest, or that of the file that was evaluated.
    public var name: String
    /// The architecture; `process` for a program.
    public var architecture: String
    /// Every hyperparameter, in canonical JSON.
    public var configuration: String
    /// The number of trained numbers, where it is known.
    public var parameters: Int?
    /// SHA-256 of architecture, task, configuration, code and engine, or of the file that was evaluated.
    public var fingerprint: String
    /// SHA-256 of the architecture's sources or of the program's files; nil where no code of ours predicted, and in runs
    /// of version 0.1, which did not know.
    public var code: String?
    /// The version of the engine that trained and predicted; nil as for ``code``.
    public var engine: Int?
    /// What the weights are that predicted; nil where the run trained its own, and where a program or a file predicted.
    public var weights: WeightsLabel?
    /// By whose rules the entry trained; nil for the protocol's recipe, and in runs of before there were tracks.
    public var statedTrack: Track?
    /// How an entry of the open track trains, in canonical JSON.
    public var training: String?

    /// By whose rules the entry trained.
    public var track: Track { statedTrack ?? .fixed }

    /// Collects the parts; each is what the property of its name says.
    package init(
      name: String, architecture: String, configuration: String, parameters: Int?, fingerprint: String,
      code: String? = nil, engine: Int? = nil, weights: WeightsLabel? = nil, track: Track? = nil,
      training: String? = nil
    ) {
      (statedTrack, self.training) = (track, training)
      self.weights = weights
      self.name = name
      self.architecture = architecture
      self.configuration = configuration
      self.parameters = parameters
      self.fingerprint = fingerprint
      self.code = code
      self.engine = engine
    }
  }

  /// A protocol as it was applied.
  public struct Rules: Codable, Sendable, Equatable {
    /// The protocol's name.
    public var name: String
    /// Every rule, in canonical JSON.
    public var canonical: String
    /// SHA-256 of that.
    public var fingerprint: String
    /// Every rule for people to read, in YAML.
    package var text: String { (try? JSON(canonical).yaml) ?? canonical }

    /// The rules of a protocol.
    public init(_ named: NamedProtocol) {
      name = named.name
      canonical = named.canonical
      fingerprint = Digest.sha256(of: Data(named.canonical.utf8))
    }
  }

  /// A cohort that was used.
  public struct CohortSummary: Codable, Sendable, Equatable {
    /// The cohort's name: that of its description, else that of its file without folder and ending.
    public var name: String
    /// The digital object identifier of a cohort that was fetched by its description.
    public var doi: String?
    /// How the targets came about, as the cohort's file says: recipe, model, program and quality.
    public var labels: String?
    /// SHA-256 of its canonical content.
    public var fingerprint: String
    /// The trials that took part.
    public var trials: Int
    /// The subjects that took part.
    public var subjects: Int
    /// Whether it was computed and not measured.
    public var isSynthetic: Bool

    /// Collects the parts; each is what the property of its name says.
    package init(
      name: String, doi: String? = nil, labels: String? = nil, fingerprint: String, trials: Int, subjects: Int,
      isSynthetic: Bool
    ) {
      self.name = name
      self.doi = doi
      self.labels = labels
      self.fingerprint = fingerprint
      self.trials = trials
      self.subjects = subjects
      self.isSynthetic = isSynthetic
    }
  }

  /// The subjects of every division.
  public struct SplitSummary: Codable, Sendable, Equatable {
    /// One division's subjects, sorted.
    public struct Part: Codable, Sendable, Equatable {
      /// The subjects that training may use.
      public var pool: [String]
      /// The test subjects.
      public var test: [String]
      /// The validation subjects of each fold.
      public var validation: [[String]]
    }
    /// The divisions.
    public var divisions: [Part]
    /// SHA-256 of the divisions in canonical JSON and of the selected trials.
    public var fingerprint: String
  }

  /// The task's fingerprint, but for the two published tasks: their runs were named before tasks had one.
  private var ownTask: [String] {
    let published = [
      "e6bd83ab4d663f924d0d9b3ebf2f310a8c5b4138bd6809a15b3a05feea9a8010",
      "3bd3de429c1cf0695cc155a08415ea4b2344c5f07e2a69f4541eeecc5bc94a26",
    ]
    return [taskFingerprint].compactMap(\.self).filter { !published.contains($0) }
  }

  /// SHA-256 of what the result depends on, names left out: equal runs give equal results.
  public var fingerprint: String {
    let parts =
      [
        origin.rawValue, entry.fingerprint, task, rules.fingerprint, cohort.fingerprint, split.fingerprint,
        String(seed),
      ] + (population.map { [$0] } ?? []) + ownTask
    return Digest.sha256(of: Data(parts.joined(separator: "\n").utf8))
  }
}

extension RunDescription.SplitSummary {
  /// Names the subjects of divisions of trials.
  ///
  /// - Parameter subjects: the subject of each trial that takes part.
  package init(_ divisions: [Division], of subjects: [String]) throws {
    func names(_ trials: [Int]) -> [String] { Set(trials.map { subjects[$0] }).sorted() }
    self.divisions = divisions.map { division in
      Part(
        pool: names(division.pool), test: names(division.test),
        validation: division.folds.map { names($0.validation) })
    }
    let trials = divisions.map { "\($0.pool) \($0.test)" }.joined(separator: "\n")
    fingerprint = Digest.sha256(of: try JSONText.line(self.divisions) + Data(trials.utf8))
  }
}
