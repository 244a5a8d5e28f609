/// What one epoch of training did: a line of `log.jsonl`.
public struct EpochRecord: Codable, Sendable, Equatable {
  /// The number of the epoch, from 1.
  public var epoch: Int
  /// The plain mean of the batches' losses.
  public var loss: Double
  /// The plain mean of the validation batches' losses; nil in a final training.
  public var validationLoss: Double?
  /// The mean of the gradient's norm before clipping.
  public var gradientNorm: Double
  /// How long the epoch took.
  public var seconds: Double
  /// The threads that were at it; nil in logs of before this was noted.
  public var threads: Int?
  /// The most memory that the process had held by the end of the epoch, in megabytes; nil as for ``threads``.
  public var megabytes: Int?

  /// Collects the parts; each is what the property of its name says.
  package init(
    epoch: Int, loss: Double, validationLoss: Double?, gradientNorm: Double, seconds: Double,
    threads: Int? = nil, megabytes: Int? = nil
  ) {
    self.epoch = epoch
    self.loss = loss
    self.validationLoss = validationLoss
    self.gradientNorm = gradientNorm
    self.seconds = seconds
    self.threads = threads
    self.megabytes = megabytes
  }
}
