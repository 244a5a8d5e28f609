import Examination
import Faults
import Jobs
import Runs

/// What was planned in a home folder and workers share: an examination, or a fine-tuning with several draws.
struct PlannedWork {
  let name: String
  let jobs: [Job]
  /// What each job takes, by its id.
  let costs: @Sendable (MeasuredCosts) -> [String: JobCost]
  /// Whether what was asked for stands where it did.
  let isThere: @Sendable () -> Bool

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
}

extension HomeOptions {
  /// What was planned here, planned again.
  ///
  /// - Parameters:
  ///   - name: an examination or a fine-tuning; nil for all.
  ///   - sandboxed: whether programs run in walls.
  ///   - isTried: whether entries are looked at first, so that the jobs of one that cannot train fail and stop no worker.
  /// - Returns: the work by name, and a line for each that cannot be planned again.
  /// - Throws: ``Fault``: `io` when the folder cannot be listed; `missing` when there is none of that name.
  func plannedWork(
    _ name: String? = nil, sandboxed: Bool = false, isTried: Bool = false
  ) throws -> (works: [PlannedWork], unplanned: [String]) {
    let home = try homeFolder
    let tunings = try TuningRequest.folders(in: home).filter { name == nil || $0.name == name }
    var (works, unplanned) = ([PlannedWork](), [String]())
    // A name that is a fine-tuning's is no examination's.
    if name == nil || tunings.isEmpty {
      let installation = try installation(sandboxed: sandboxed)
      let saved = try BenchmarkRequest.saved(name, in: installation)
      let dry = isTried ? try DryPass(saved.examinations, installation.catalogue.entries, self) : nil
      (works, unplanned) = (saved.examinations.map { PlannedWork($0, dry) }, saved.unplanned)
    }
    for folder in tunings {
      do {
        works.append(try PlannedWork(tuning(TuningRequest.read(folder)), in: folder))
      } catch {
        unplanned.append("\(folder.name) (\(error))")
      }
    }
    return (works.sorted { $0.name < $1.name }, unplanned)
  }

  /// The fine-tuning that has a job of this id; nil when none has.
  /// - Throws: ``Fault`` when it cannot be planned again.
  func plannedTuning(with job: String) throws -> PlannedWork? {
    guard let folder = try TuningRequest.folders(in: homeFolder).first(where: { job.hasPrefix("\($0.name)/") }) else {
      return nil
    }
    return try PlannedWork(tuning(TuningRequest.read(folder)), in: folder)
  }
}
