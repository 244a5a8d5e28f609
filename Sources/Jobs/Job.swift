import Faults
import Foundation

/// One piece of an examination that can be done on its own, with files as its only hand-over.
public struct Job: Sendable, Identifiable {
  /// The name by which `hipzoo job` knows it, for example `lstm-mf60-quick-s2025-1f2e3d4c/fold-1`.
  public let id: String
  /// The jobs that have to be done before.
  public let needs: [String]
  /// The jobs that have to be over before, whatever became of them.
  public let follows: [String]
  /// The files or folders that it leaves, by which other programs see that it is done.
  public let outputs: [URL]
  /// Whether its result is on disk already.
  public let isDone: @Sendable () -> Bool
  /// Does it and leaves its result on disk.
  public let run: @Sendable (JobContext) throws -> Void

  /// The job without what it waits for, to be run by itself once that is over.
  public var alone: Job { Job(id: id, outputs: outputs, isDone: isDone, run: run) }

  /// Makes a job.
  ///
  /// - Parameters:
  ///   - id: its name, the same in every process that plans the same work.
  ///   - needs: the jobs that have to be done before.
  ///   - follows: the jobs that have to be over before, whatever became of them.
  ///   - outputs: the files or folders that it leaves.
  ///   - isDone: whether its result is on disk already.
  ///   - run: does it and leaves its result on disk.
  public init(
    id: String, needs: [String] = [], follows: [String] = [], outputs: [URL] = [],
    isDone: @escaping @Sendable () -> Bool,
    run: @escaping @Sendable (JobContext) throws -> Void
  ) {
    self.id = id
    self.needs = needs
    self.follows = follows
    self.outputs = outputs
    self.isDone = isDone
    self.run = run
  }
}

/// What a job may use while it runs.
public struct JobContext: Sendable {
  /// The threads of this job; results do not depend on it.
  public let threads: Int
  /// Looked at between batches.
  public let interruption: Interruption
  /// Called with what the job has done so far.
  public let report: @Sendable (JobEvent) -> Void

  /// Makes a context.
  public init(threads: Int, interruption: Interruption, report: @escaping @Sendable (JobEvent) -> Void) {
    self.threads = threads
    self.interruption = interruption
    self.report = report
  }
}

/// How far a job has come.
public struct JobStep: Sendable, Equatable {
  /// The number of the step, from 1; a training's steps are epochs.
  public var number: Int
  /// The most steps that there can be.
  public var most: Int
  /// The seconds that the step took.
  public var seconds: Double
  /// What a person should know of it, for example the losses.
  public var text: String
  /// The step as a line of JSON for programs.
  public var json: String

  /// Describes a step.
  public init(number: Int, most: Int, seconds: Double, text: String, json: String) {
    self.number = number
    self.most = most
    self.seconds = seconds
    self.text = text
    self.json = json
  }
}

/// What a job tells while it runs.
public enum JobEvent: Sendable {
  /// The job begins.
  case started(job: String)
  /// A step of the job is done.
  case step(job: String, JobStep)
  /// The result is on disk.
  case finished(job: String)
  /// The result was on disk already.
  case skipped(job: String)
  /// The job failed; the others go on.
  case failed(job: String, message: String)
  /// Something is in the way of a job, or of all; it is waited for.
  case waiting(job: String?, message: String)
}
