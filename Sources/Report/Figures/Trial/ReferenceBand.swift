import Faults
import Formats
import Foundation
import Protocols
import Runs
import Scores

/// What is usual for each output over the gait cycle: mean and standard deviation of references over trials.
public struct ReferenceBand: Sendable {
  /// `[outputs][frames]`, in N/kg or Nm/kg.
  let mean: [[Double]]
  /// `[outputs][frames]`, over trials (n - 1); nil for one trial, which has no spread.
  let deviation: [[Double]]?
  /// Whose references they are, for the caption.
  public let source: String
  /// The same in a few words, for the drawing itself.
  let legend: String

  /// Takes the references of every trial.
  ///
  /// - Parameter people: whose trials they are, such as `healthy` or `onfh`.
  /// - Throws: ``Fault`` (data) when there are none.
  public init(of trials: PlottedTrials, people: String) throws {
    guard let targets = trials.references, trials.count > 0 else {
      throw Fault(.data, at: .file(trials.source), "there are no targets ('Y') in it, so it gives no band.")
    }
    let (frames, outputs) = (trials.frames, trials.task.outputs.count)
    func each(_ summary: ([Double]) -> Double) -> [[Double]] {
      (0..<outputs).map { output in
        (0..<frames).map { frame in
          summary((0..<trials.count).map { Double(targets[($0 * frames + frame) * outputs + output]) })
        }
      }
    }
    mean = each(Summary.mean)
    deviation = trials.count > 1 ? each { Summary.deviation($0) ?? 0 } : nil
    let subjects = Set(trials.subjects).count
    source = "\(trials.count) trials of \(subjects) subjects (\(people)) in \(trials.source)"
    legend = "\(trials.source), \(people), n \(subjects)"
  }

  /// Takes the references of the healthy test subjects from the latest finished run of an entry on people who were
  /// measured: computed walkers and patients are nobody's usual.
  ///
  /// - Returns: nil when the home folder holds no such run.
  /// - Throws: ``Fault`` when a file of the run is damaged.
  public init?(entry: String, task: any PredictionTask, home: HomeFolder) throws {
    let found = try home.runFolders().compactMap {
      folder -> (begun: String, cohort: String, run: String, curves: GaitCurves)? in
      guard let description = try? folder.readDescription(), description.entry.name == entry,
        description.task == task.name, !description.cohort.isSynthetic,
        let scores = try? folder.readScores(folder.test), scores.population == .healthy,
        let curves = try folder.readCurves(folder.test)
      else { return nil }
      return ((try? folder.readEnvironment())?.begun ?? "", description.cohort.name, folder.name, curves)
    }
    guard let latest = found.max(by: { $0.begun < $1.begun }) else { return nil }
    let outputs = task.outputs.compactMap { name in latest.curves.outputs.first { $0.name == name } }
    guard outputs.count == task.outputs.count else { return nil }
    mean = outputs.map(\.reference)
    let deviations = outputs.compactMap(\.referenceDeviation)
    deviation = deviations.count == outputs.count ? deviations : nil
    let subjects = Set(latest.curves.subjects).count
    source = "\(latest.curves.subjects.count) trials of the \(subjects) healthy test subjects of run \(latest.run)"
    legend = "\(latest.cohort), healthy, n \(subjects)"
  }
}
