import Foundation

/// What a job takes: measured where the home has logs of the entry, estimated elsewhere (docs/clusters.md, section "What it costs").
public struct JobCost: Sendable, Equatable {
  /// The seconds of one processor core from its beginning to its end; nil where nothing is known.
  public var seconds: Double?
  /// The memory that it needs, in megabytes.
  public var megabytes: Double
  /// Whether the numbers come from logs of this entry.
  public var isMeasured: Bool
  /// How many epochs it is expected to take; nil for a job that has none.
  public var epochs: Int?
  /// How many epochs it has logged.
  public var finishedEpochs = 0
  /// The seconds of one processor core that its epochs have taken so far.
  public var spent = 0.0

  /// Describes a job without epochs, by an estimate.
  public init(seconds: Double, megabytes: Double) {
    (self.seconds, self.megabytes, isMeasured) = (seconds, megabytes, false)
  }

  init(seconds: Double?, megabytes: Double, isMeasured: Bool) {
    (self.seconds, self.megabytes, self.isMeasured) = (seconds, megabytes, isMeasured)
  }

  /// The seconds that are left of it, if it is not done.
  public var left: Double { max((seconds ?? 0) - spent, 0) }
}
