import Cohorts
import Examination
import Faults
import Foundation
import Jobs
import Protocols
import Registry
import Weights

/// Scores the weights that are installed for a cohort's task on it, unchanged, one entry after the other.
///
/// An entry that cannot be scored is told and costs itself alone.
/// - Returns: the entries with their scores, by name.
/// - Throws: ``Fault`` when the cohort cannot be read.
func scoresOfInstalled(
  on cohort: URL, _ homeOptions: HomeOptions, threads: Int
) throws -> [(entry: String, result: Evaluation.Outcome)] {
  let named = try NamedProtocol.find("zero-shot", builtIn: embeddedProtocols)
  let stated = try Cohort.read(cohort)
  let evaluation = try Evaluation(named, stated: stated, option: nil, seen: .exclude, home: homeOptions.homeFolder)
  let context = JobContext(threads: threads, interruption: Interruption(), report: { _ in })
  if let baseline = try evaluation.baseline() { try homeOptions.registry().record(run: baseline.folder) }
  let (weights, installed) = (try homeOptions.weights(), try homeOptions.installed)
  return try homeOptions.catalogueOfWeights().entries.filter {
    $0.task.name == stated.task.name && installed.existingFile(of: $0.name) != nil
  }.compactMap { entry in
    do {
      let artifact = try weights.artifact(entry.name, in: nil)
      let result = try evaluation.scores(of: artifact, among: compiledArchitectures, code: embeddedCode, context)
      try homeOptions.registry().record(run: result.folder)
      return (entry.name, result)
    } catch let fault as Fault {
      Terminal.complain("\(entry.name): \(fault)")
      return nil
    }
  }
}
