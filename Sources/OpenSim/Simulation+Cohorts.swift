import Cohorts
import Faults
import Formats
import Foundation
import Protocols

extension Simulation {
  /// What a simulation came to.
  public struct Outcome: Sendable, Encodable {
    /// A trial with its cycles.
    public struct Trial: Sendable, Encodable {
      /// The line of the table.
      public let line: Int
      /// Who walked.
      public let subject: String
      /// The cycles that were taken, each with its numbers in words.
      public let cycles: [String]
      /// The cycles that were kept out, each with its reasons.
      public let keptOut: [String]
      /// What a person should know.
      public let notes: [String]
    }

    /// The trials that were simulated.
    public let trials: [Trial]
    /// The rows that were not, with the reasons.
    public let refusals: [Refusal]
    /// The cohorts that were written.
    public let files: [String]
    /// How many gait cycles are in each of them.
    public let gaitCycles: [Int]
  }

  /// Makes cohorts of the trials that are done and inside the limits.
  ///
  /// - Parameters:
  ///   - output: the folder to write to.
  ///   - name: what the files' names begin with.
  /// - Throws: ``Fault`` when nothing can be imported, or what was made is impossible.
  public func cohorts(to output: URL, name: String) throws -> Outcome {
    var lines = [
      "subject,mass_kg,height_m,cadence,population,side,cycle_start,cycle_end,kinematics,inverse_dynamics,static_optimization"
    ]
    var (told, qualities, versions) = ([Outcome.Trial](), [CycleQuality](), Set<String>())
    for trial in self.trials {
      guard let result = trial.result else { continue }
      versions.insert("OpenSim \(result.opensim.prefix { $0 != "-" }), model \(result.model.prefix(8))")
      let folder = trial.folder.path.replacing(session.path + "/", with: "")
      var (taken, keptOut) = ([String](), [String]())
      for cycle in result.cycles {
        let what = cycle.words
        let objections = cycle.quality.objections(options.recipe.limits)
        guard objections.isEmpty || options.accepts else {
          keptOut.append("\(what): \(objections.joined(separator: "; ")) (--accept takes it)")
          continue
        }
        taken.append(
          "\(what): \(cycle.quality.words)" + (objections.isEmpty ? "" : "; accepted though outside the limits"))
        qualities.append(cycle.quality)
        let row = trial.row
        lines.append(
          CSV.line([
            row.subject, "\(row.mass)", row.height.isNaN ? "" : "\(row.height)", row.cadence,
            row.population?.rawValue ?? "", cycle.side.rawValue, "\(cycle.start)", "\(cycle.end)",
            "\(folder)/ik/ik.mot",
            "\(folder)/id/id.sto", cycle.forces.map { "\(folder)/\($0)" } ?? "",
          ]))
      }
      told.append(
        .init(
          line: trial.row.line, subject: trial.row.subject, cycles: taken, keptOut: keptOut,
          notes: result.notes.filter { !trial.prepared.notes.contains($0) }))
    }
    guard lines.count > 1 else {
      return Outcome(trials: told, refusals: refusals, files: [], gaitCycles: [])
    }
    let table = session.appending(path: "trials.csv")
    try AtomicFile.write(Data((lines.joined(separator: "\n") + "\n").utf8), to: table)
    let imported = try CohortImport(trials: table)
    let origin = origin(versions.sorted(), qualities)
    let marked = try imported.cohorts.map { try $0.stating(labels: origin) }
    var files = [URL]()
    for cohort in marked {
      try Soundness(of: cohort).required()
      let url = output.appending(path: "\(name)_\(cohort.task.suffix).npz")
      try cohort.write(to: url)
      files.append(url)
    }
    return Outcome(
      trials: told, refusals: refusals, files: files.map(\.relativePath), gaitCycles: marked.map(\.trials))
  }

  /// Where the labels come from, in a line that travels with them.
  private func origin(_ versions: [String], _ qualities: [CycleQuality]) -> String {
    let rms = qualities.map(\.markerRMS).max() ?? 0
    let residual = qualities.compactMap(\.residual).max()
    let moment = qualities.compactMap(\.residualMoment).max()
    let reserve = qualities.compactMap(\.reserve).max()
    func percent(_ value: Double?) -> String { value.map { String(format: "%.1f %%", $0 * 100) } ?? "unknown" }
    return
      "recipe \(options.recipe.name) \(options.recipe.fingerprint.prefix(8)), \(versions.joined(separator: " and ")); "
      + String(format: "markers at most %.2f cm RMS, ", rms * 100)
      + "residuals at most \(percent(residual)) of body weight and \(percent(moment)) of it times the pelvis' height, "
      + "reserves at most \(percent(reserve)) of the peak"
  }
}
