import Formats
import Foundation

/// How well a band around predictions held, measured on people whom the weights were not trained on.
public struct CalibrationRecord: Codable, Sendable, Equatable {
  /// The layout of the file.
  public var format = 1
  /// SHA-256 of the weights.
  public var artifact: String
  /// What the weights are called.
  public var entry: String
  /// What is predicted.
  public var task: String
  /// The cohort that calibrated, with its fingerprint.
  public var cohort: String
  /// The fingerprint of the cohort.
  public var cohortFingerprint: String
  /// Whether the cohort was computed.
  public var isSynthetic: Bool
  /// Whose trials they are.
  public var population: String
  /// The share that is promised, in per cent.
  public var level: Int
  /// The number of people whose errors made the band.
  public var people: Int
  /// The number of their trials.
  public var trials: Int
  /// The share of a person's frames and outputs inside the band that the others make, a mean over people in per cent; nil
  /// with too few people to leave one out.
  public var coverage: Double?
  /// The same by output, in the task's order.
  public var coverageByOutput: [OutputCoverage]

  /// The coverage of one output.
  public struct OutputCoverage: Codable, Sendable, Equatable {
    /// The output.
    public var output: String
    /// Its coverage in per cent.
    public var coverage: Double

    /// Makes a coverage.
    public init(output: String, coverage: Double) { (self.output, self.coverage) = (output, coverage) }
  }

  /// Makes a record.
  public init(
    artifact: String, entry: String, task: String, cohort: RunDescription.CohortSummary, population: String, level: Int,
    people: Int, trials: Int, coverage: Double?, coverageByOutput: [OutputCoverage]
  ) {
    (self.artifact, self.entry, self.task) = (artifact, entry, task)
    (self.cohort, cohortFingerprint, isSynthetic) = (cohort.name, cohort.fingerprint, cohort.isSynthetic)
    (self.population, self.level, self.people, self.trials) = (population, level, people, trials)
    (self.coverage, self.coverageByOutput) = (coverage, coverageByOutput)
  }

  /// What a person should know of the band, a sentence or two.
  public var sentence: String {
    let measured =
      coverage.map { coverage in
        let parts = coverageByOutput.map(\.coverage)
        return String(
          format: "leaving one person out, %.1f %% of a person's frames lay inside (by output %.1f to %.1f %%)",
          coverage,
          parts.min() ?? coverage, parts.max() ?? coverage)
      } ?? "too few people to leave one out, so how much it holds is not measured"
    return "\(level) % bands calibrated on \(isSynthetic ? "the synthetic cohort " : "")\(cohort) (\(population), "
      + "\(people) people, \(trials) trials): \(measured). They hold frame by frame on average over people like these; "
      + "that a whole curve lies inside is not promised."
  }
}

extension HomeFolder {
  /// The folder of what was measured of bands around predictions.
  public var calibrations: URL { url.appending(path: "calibrations") }

  /// Keeps a record; the same weights, cohort, population and level have one.
  /// - Throws: ``Fault`` of kind `io`.
  public func keep(_ record: CalibrationRecord) throws {
    let parts = [record.artifact, record.cohortFingerprint, record.population, String(record.level)]
    let name = Digest.sha256(of: Data(parts.joined(separator: "\n").utf8)).prefix(16)
    try JSONText.write(record, to: calibrations.appending(path: "\(name).json"))
  }

  /// The records that are kept, by file name; one that cannot be read is left out, since it can be made again.
  public func calibrationRecords() throws -> [CalibrationRecord] {
    try Folder.names(in: calibrations).filter { $0.hasSuffix(".json") }.compactMap {
      try? JSONText.read(CalibrationRecord.self, from: calibrations.appending(path: $0))
    }
  }
}
