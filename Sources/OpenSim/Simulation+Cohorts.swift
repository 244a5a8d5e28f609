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
      public internal(set) var cycles: [String]
      /// The cycles that were kept out, each with its reasons.
      public internal(set) var keptOut: [String]
      /// What a person should know.
      public internal(set) var notes: [String]
    }

    /// The trials that were simulated.
    public let trials: [Trial]
    /// The rows that were not, with the reasons.
    public let refusals: [Refusal]
    /// Why there is no cohort of a task, a line each.
    public let refusedTasks: [String]
    /// Cohorts of that name that lie in the folder from an earlier run and were not written now.
    public let earlier: [String]
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
  /// - Throws: ``Fault`` when a file cannot be read or written.
  public func cohorts(to output: URL, name: String) throws -> Outcome {
    var (told, rows, origins) = ([Outcome.Trial](), [SessionImport.Row](), [(trial: Int, words: String)]())
    var (qualities, versions) = ([CycleQuality](), [String]())
    for trial in self.trials {
      guard let result = trial.result else { continue }
      let folder = trial.folder.path.replacing(session.path + "/", with: "")
      var keptOut = result.keptOut
      for cycle in result.cycles {
        let what = cycle.words
        let objections = cycle.quality.objections(options.recipe.limits)
        guard objections.isEmpty || options.accepts else {
          keptOut.append("\(what): \(objections.joined(separator: "; ")) (--accept takes it)")
          continue
        }
        let words = "\(cycle.quality.words)" + (objections.isEmpty ? "" : "; accepted though outside the limits")
        origins.append((told.count, "\(what): \(words)"))
        qualities.append(cycle.quality)
        versions.append("OpenSim \(result.opensim.prefix { $0 != "-" }), model \(result.model.prefix(8))")
        let row = trial.row
        rows.append(
          .init(
            line: row.line,
            cells: [
              row.subject, "\(row.mass)", row.height.isNaN ? "" : "\(row.height)", row.cadence,
              row.population?.rawValue ?? "", cycle.side.rawValue, "\(cycle.start)", "\(cycle.end)",
              "\(folder)/ik/ik.mot", "\(folder)/id/id.sto", cycle.forces.map { "\(folder)/\($0)" } ?? "",
            ]))
      }
      told.append(
        .init(
          line: trial.row.line, subject: trial.row.subject, cycles: [], keptOut: keptOut,
          notes: result.notes.filter { !trial.prepared.notes.contains($0) }))
    }
    guard !rows.isEmpty else {
      return Outcome(
        trials: told, refusals: refusals, refusedTasks: [], earlier: earlier(in: output, name, besides: []), files: [],
        gaitCycles: [])
    }
    let imported = try SessionImport(rows, table: session.appending(path: "trials.csv"))
    for (place, origin) in origins.enumerated() {
      if let reason = imported.keptOut[place] {
        let cycle = origin.words.prefix { $0 != ":" }
        told[origin.trial].keptOut.append("\(cycle): \(reason)")
      } else {
        told[origin.trial].cycles.append(origin.words)
      }
      for note in imported.notes[place] ?? [] where !told[origin.trial].notes.contains(note) {
        told[origin.trial].notes.append(note)
      }
    }
    let used = rows.indices.filter { imported.keptOut[$0] == nil }
    let origin = origin(Set(used.map { versions[$0] }).sorted(), used.map { qualities[$0] })
    var files = [URL]()
    for cohort in imported.cohorts {
      let url = output.appending(path: "\(name)_\(cohort.task.suffix).npz")
      try cohort.stating(labels: origin).write(to: url)
      files.append(url)
    }
    return Outcome(
      trials: told, refusals: refusals, refusedTasks: imported.refusals,
      earlier: earlier(in: output, name, besides: imported.cohorts.map(\.task.suffix)),
      files: files.map(\.relativePath),
      gaitCycles: imported.cohorts.map(\.trials))
  }

  /// The cohorts of a name that are there for other tasks than those that were written.
  private func earlier(in output: URL, _ name: String, besides written: [String]) -> [String] {
    PredictionTasks.all.map(\.suffix).filter { !written.contains($0) }
      .map { output.appending(path: "\(name)_\($0).npz") }
      .filter { FileManager.default.fileExists(atPath: $0.path) }.map(\.relativePath)
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
