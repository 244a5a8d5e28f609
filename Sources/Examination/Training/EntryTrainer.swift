import Faults
import Foundation
import Jobs
import Protocols
import Runs
import Weights

/// What learns and predicts for one entry: a compiled architecture, or a program.
public protocol EntryTrainer: Sendable {
  /// Learns a training set, going on from where an earlier call for the same study stopped.
  ///
  /// - Throws: ``Fault`` when learning fails; ``Interrupted``. What was finished stays in the study's folder.
  func train(_ request: TrainingRequest, _ context: JobContext) throws -> TrainingResult

  /// What walls a program runs in, for the run's record; nil for what needs none or has none.
  var sandbox: String? { get }

  /// Reads what ``TrainedModel/keep(in:)`` left.
  /// - Throws: ``Fault`` when it is absent or damaged.
  func restore(from folder: URL) throws -> any TrainedModel

  /// The file or folder that ``TrainedModel/keep(in:)`` leaves.
  func kept(in folder: URL) -> URL

  /// Removes what only an unfinished learning needs.
  func discardProgress(in folder: URL)
}

extension EntryTrainer {
  /// Compiled architectures are in the program and behind no walls.
  public var sandbox: String? { nil }
}

/// What a trainer is asked to learn.
public struct TrainingRequest: Sendable {
  /// The job's name.
  public let job: String
  /// What is learnt from.
  public let trainingSet: TrainingSet
  /// What decides when to stop; nil in a final training.
  public let validation: TrainingSet?
  /// The most epochs; in a final training, all of them.
  public let epochs: Int
  /// How to train.
  public let recipe: TrainingRecipe
  /// The seed.
  public let seed: UInt64
  /// SHA-256 of all that the result depends on.
  public let fingerprint: String
  /// The folder of this study: its log and its progress.
  public let folder: URL
  /// What the weights file says of where the weights came from: digests and names, never a path.
  public let provenance: [String: String]
  /// Whom the training sees, which the weights file lists as digests.
  public let trainedOn: TrainedOn?

  /// Describes a study.
  public init(
    job: String, trainingSet: TrainingSet, validation: TrainingSet?, epochs: Int, recipe: TrainingRecipe, seed: UInt64,
    fingerprint: String, folder: URL, provenance: [String: String] = [:], trainedOn: TrainedOn? = nil
  ) {
    self.job = job
    self.trainingSet = trainingSet
    self.validation = validation
    self.epochs = epochs
    self.recipe = recipe
    self.seed = seed
    self.fingerprint = fingerprint
    self.folder = folder
    self.provenance = provenance
    self.trainedOn = trainedOn
  }
}

/// What came of learning.
public struct TrainingResult: Sendable {
  /// The epoch whose weights were best on the validation part, from 1; in a final training the last one.
  public let bestEpoch: Int
  /// The epochs that were run.
  public let epochs: Int
  /// The lowest validation loss, where it is known.
  public let bestValidationLoss: Double?
  /// What predicts.
  public let model: any TrainedModel

  /// Reports what came of learning.
  public init(bestEpoch: Int, epochs: Int, bestValidationLoss: Double?, model: any TrainedModel) {
    self.bestEpoch = bestEpoch
    self.epochs = epochs
    self.bestValidationLoss = bestValidationLoss
    self.model = model
  }
}

/// What predicts after learning.
public protocol TrainedModel: Sendable {
  /// Predicts trials.
  ///
  /// - Parameters:
  ///   - angles: `[trials, frames, inputs]`, in degrees, the inputs in the task's order.
  ///   - frames: the frames of a trial.
  /// - Returns: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  /// - Throws: ``Fault`` when no prediction comes.
  func predict(_ angles: [Float], frames: Int, _ context: JobContext) throws -> [Float]

  /// Leaves in a folder all that predicting again needs.
  /// - Returns: SHA-256 of what was left.
  /// - Throws: ``Fault`` of kind `io`.
  @discardableResult
  func keep(in folder: URL) throws -> String

  /// SHA-256 of what ``keep(in:)`` leaves.
  func digest() throws -> String

  /// How inputs are standardised; nil where they are not looked at.
  var standardisation: Standardisation? { get }

  /// Whom it learnt from; nil where nobody has listed it.
  var trainedOn: TrainedOn? { get }

  /// The fingerprint of the run that it says it was made by; nil where it does not say.
  var run: String? { get }
}

extension EntryTrainer {
  /// What a run left in a folder; what another run left there may have learnt from the people who are tested.
  ///
  /// - Throws: ``Fault``: as ``restore(from:)``; `data` when it says that it is of another run.
  func restore(from folder: URL, of run: RunDescription) throws -> any TrainedModel {
    let model = try restore(from: folder)
    if let other = model.run, other != run.fingerprint {
      throw Fault(
        .data, at: .file(kept(in: folder).path),
        "what lies there was learnt in another run; delete it and run the command again.")
    }
    return model
  }
}

extension TrainedModel {
  /// What looks at no inputs standardises none.
  public var standardisation: Standardisation? { nil }
  /// Nobody has listed it.
  public var trainedOn: TrainedOn? { nil }
  /// It does not say.
  public var run: String? { nil }
}
