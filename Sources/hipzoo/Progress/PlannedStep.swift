import Examination
import Jobs

/// A job of a plan, for programs that schedule it.
struct PlannedStep: Encodable {
  let id: String
  /// The jobs that have to be done before.
  let needs: [String]
  /// The jobs that have to be over before, whatever became of them.
  let follows: [String]
  /// The files and folders that it leaves.
  let outputs: [String]
  let done: Bool
  /// The task; null for a job that makes cohorts.
  let task: String?
  /// The entry; null for a job of several.
  let entry: String?
  /// What the job is of: an examination or a simulation.
  let examination: String
  /// The seconds of one core that it takes from its beginning; null where nothing is known.
  let seconds: Double?
  /// The memory that it needs; null where nothing is known.
  let megabytes: Double?
  /// Whether these two come from logs of the home folder.
  let measured: Bool

  init(_ job: Job, of plan: ExaminationPlan, isDone: Bool, _ cost: JobCost?) {
    (id, needs, follows, outputs) = (job.id, job.needs, job.follows, job.outputs.map(\.path))
    (done, task, examination) = (isDone, plan.task.name, plan.folder.name)
    entry = plan.runs.first { job.id.hasPrefix("\($0.folder.name)/") }?.description.entry.name
    (seconds, megabytes, measured) = Self.rounded(cost)
  }

  /// A job of work of another kind.
  init(_ job: Job, of work: String, _ cost: JobCost?) {
    (id, needs, follows, outputs) = (job.id, job.needs, job.follows, job.outputs.map(\.path))
    (done, task, entry, examination) = (job.isDone(), nil, nil, work)
    (seconds, megabytes, measured) = Self.rounded(cost)
  }

  private static func rounded(_ cost: JobCost?) -> (seconds: Double?, megabytes: Double?, isMeasured: Bool) {
    (cost?.seconds.map { ($0 * 10).rounded() / 10 }, cost?.megabytes.rounded(), cost?.isMeasured ?? false)
  }

  private enum Key: String, CodingKey {
    case id, needs, follows, outputs, done, task, entry, examination, seconds, megabytes, measured
  }

  /// Every key is there in every job, so that a program need not ask.
  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(id, forKey: .id)
    try values.encode(needs, forKey: .needs)
    try values.encode(follows, forKey: .follows)
    try values.encode(outputs, forKey: .outputs)
    try values.encode(done, forKey: .done)
    try values.encode(task, forKey: .task)
    try values.encode(entry, forKey: .entry)
    try values.encode(examination, forKey: .examination)
    try values.encode(seconds, forKey: .seconds)
    try values.encode(megabytes, forKey: .megabytes)
    try values.encode(measured, forKey: .measured)
  }
}
