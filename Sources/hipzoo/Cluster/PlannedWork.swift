import Examination
import Faults
import Jobs
import OpenSim
import Runs

/// What was planned in a home folder and workers share: an examination, a fine-tuning with several draws, or a simulation.
struct PlannedWork {
  let name: String
  let jobs: [Job]
  /// What each job takes, by its id.
  let costs: @Sendable (MeasuredCosts) -> [String: JobCost]
  /// Whether what was asked for stands where it did.
  let isThere: @Sendable () -> Bool
  /// Looks whether the work can be done on this machine.
  var check: @Sendable () throws -> Void = {}

  init(_ plan: ExaminationPlan, _ dry: DryPass? = nil) {
    (name, jobs) = (plan.folder.name, dry?.applied(to: plan.jobs) ?? plan.jobs)
    costs = { plan.costs($0) }
    isThere = { plan.folder.isThere }
  }

  init(_ tuning: FineTuning, in folder: ExaminationFolder) throws {
    (name, jobs) = (folder.name, try tuning.jobs())
    costs = { (try? tuning.costs($0)) ?? [:] }
    isThere = { TuningRequest.isThere(in: folder) }
  }

  init(_ simulation: Simulation, in folder: ExaminationFolder) {
    (name, jobs) = (folder.name, simulation.jobs)
    costs = { _ in simulation.costs }
    isThere = { SimulationRequest.isThere(in: folder.url) }
    check = { [jobs] in
      // A worker without OpenSim leaves the trials to those that have it, and fails none.
      if jobs.contains(where: { !$0.isDone() }) { _ = try simulation.python.version() }
    }
  }
}

extension Simulation {
  /// What each job takes, by its id.
  var costs: [String: JobCost] {
    seconds.mapValues { JobCost(seconds: $0, megabytes: Simulation.megabytes) }
  }
}

extension HomeOptions {
  /// What was planned here, planned again.
  ///
  /// - Parameters:
  ///   - name: an examination, a fine-tuning or a simulation; nil for all.
  ///   - sandboxed: whether programs run in walls.
  ///   - isTried: whether entries are looked at first, so that the jobs of one that cannot train fail and stop no worker.
  /// - Returns: the work by name, and a line for each that cannot be planned again.
  /// - Throws: ``Fault``: `io` when the folder cannot be listed; `missing` when there is none of that name.
  func plannedWork(
    _ name: String? = nil, sandboxed: Bool = false, isTried: Bool = false
  ) throws -> (works: [PlannedWork], unplanned: [String]) {
    let others = try otherFolders().filter { name == nil || $0.name == name }
    var (works, unplanned) = ([PlannedWork](), [String]())
    // A name that is a fine-tuning's or a simulation's is no examination's.
    if name == nil || others.isEmpty {
      let installation = try installation(sandboxed: sandboxed)
      let saved = try BenchmarkRequest.saved(name, in: installation)
      let dry = isTried ? try DryPass(saved.examinations, installation.catalogue.entries, self) : nil
      (works, unplanned) = (saved.examinations.map { PlannedWork($0, dry) }, saved.unplanned)
    }
    for folder in others {
      do { works.append(try otherWork(in: folder)) } catch { unplanned.append("\(folder.name) (\(error))") }
    }
    return (works.sorted { $0.name < $1.name }, unplanned)
  }

  /// The fine-tuning or simulation that has a job of this id; nil when none has.
  /// - Throws: ``Fault`` when it cannot be planned again.
  func otherWork(with job: String) throws -> PlannedWork? {
    try otherFolders().first { job.hasPrefix("\($0.name)/") }.map { try otherWork(in: $0) }
  }

  /// The folders of what was planned and is no examination.
  private func otherFolders() throws -> [ExaminationFolder] {
    try homeFolder.examinationFolders().filter {
      TuningRequest.isThere(in: $0) || SimulationRequest.isThere(in: $0.url)
    }
  }

  private func otherWork(in folder: ExaminationFolder) throws -> PlannedWork {
    guard SimulationRequest.isThere(in: folder.url) else {
      return try PlannedWork(tuning(TuningRequest.read(folder)), in: folder)
    }
    return PlannedWork(try SimulationRequest.read(folder.url).simulation(builtIn: embeddedRecipes), in: folder)
  }
}
