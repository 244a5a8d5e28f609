import Examination
import Faults
import Jobs
import Protocols

/// One pass forward of every entry before any of them trains, each in a process of its own: a network of a wrong shape is its
/// own entry's failure and stops no other.
struct DryPass {
  private let faults: [(prefix: String, fault: Fault)]

  /// Looks at the entries of which something is still to be trained.
  /// - Throws: ``Fault`` of kind `io` when no process can be started.
  init(_ examinations: [ExaminationPlan], _ entries: [Manifest], _ options: HomeOptions) throws {
    var (faults, known) = ([(prefix: String, fault: Fault)](), [String: Fault?]())
    for run in examinations.flatMap(\.runs) {
      let name = run.description.entry.name
      guard run.jobs.contains(where: { !$0.isDone() }), let manifest = entries.first(where: { $0.name == name }),
        case .architecture = manifest.implementation
      else { continue }
      if known[name] == nil {
        let violations = try EntryCheck(manifest: manifest, options: options).outside(.forward).violations
        known[name] = .some(
          violations.first.map {
            Fault(.data, at: .part(name), "\($0) Nothing of it is trained. (hipzoo check \(name))")
          })
      }
      if let fault = known[name] ?? nil { faults.append(("\(run.folder.name)/", fault)) }
    }
    self.faults = faults
  }

  /// The jobs, those of an entry that cannot train failing at once with the reason.
  func applied(to jobs: [Job]) -> [Job] {
    jobs.map { job in
      guard let fault = faults.first(where: { job.id.hasPrefix($0.prefix) })?.fault else { return job }
      return Job(id: job.id, needs: job.needs, follows: job.follows, outputs: job.outputs, isDone: job.isDone) { _ in
        throw fault
      }
    }
  }
}
