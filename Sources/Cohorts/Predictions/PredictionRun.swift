import Faults
import Formats
import Foundation
import Protocols
import Scores

/// Predicts all files of a plan, one after the other.
public struct PredictionRun {
  /// What a run tells while it works.
  public enum Event: Sendable {
    /// So many files are done.
    case done(Int)
    /// A table was written.
    case predicted(PredictionReport.Prediction)
    /// The next bytes of the one table that goes to standard output.
    case text(Data)
  }

  private let plan: PredictionPlan
  private let entry: String
  private let task: any PredictionTask
  private let training: Standardisation
  private let threads: Int
  private let band: ConformalBand?
  private let predict: ([Float]) throws -> [Float]

  /// Makes a run.
  ///
  /// - Parameters:
  ///   - plan: the files.
  ///   - entry: what predicts, as the report names it.
  ///   - task: what is predicted.
  ///   - training: mean and deviation of each input over the training trials.
  ///   - threads: how many threads write; the bytes do not depend on it.
  ///   - band: the band around all predictions.
  ///   - predict: the model: of the angles of some trials in degrees, `[trials, frames, inputs]`, N/kg or Nm/kg,
  ///     `[trials, frames, outputs]`.
  public init(
    _ plan: PredictionPlan, entry: String, task: any PredictionTask, training: Standardisation, threads: Int = 1,
    band: ConformalBand? = nil, predict: @escaping ([Float]) throws -> [Float]
  ) {
    (self.plan, self.entry, self.task) = (plan, entry, task)
    (self.training, self.threads, self.band, self.predict) = (training, threads, band, predict)
  }

  /// Predicts and writes.
  ///
  /// Of several files one that cannot be used costs itself alone and is in the report.
  /// - Throws: ``Fault``: that of a single file; io and software for any.
  public func run(_ tell: (Event) -> Void) throws -> PredictionReport {
    var report = PredictionReport(
      entry: entry, task: task.name, failures: plan.failures, remarks: plan.remarks,
      unusedColumns: plan.unusedColumns, recordings: plan.items.count + plan.failures.count)
    var summary = PredictionSummary()
    // With a summary one keeps the predictions of all files, without each file has its own.
    let shared = plan.form.summary.map { ScratchNumbers(in: $0.deletingLastPathComponent()) }
    for (index, item) in plan.items.enumerated() {
      do {
        try predict(item, shared, &report, &summary, tell)
      } catch let fault as Fault where plan.isOfMany && [.data, .missing].contains(fault.kind) {
        report.failures.append(
          .init(line: item.row?.line, subject: item.row?.subject, input: item.input.relativePath, fault: fault))
      }
      tell(.done(index + 1))
    }
    report.failures.sort { ($0.line ?? 0) < ($1.line ?? 0) }
    if let file = plan.form.summary, !summary.isEmpty {
      try AtomicFile.write(summary.text(rawUnits: plan.form.rawUnits), to: file)
      report.summary = file.relativePath
    }
    return report
  }

  private func predict(
    _ item: PredictionPlan.Item, _ shared: ScratchNumbers?, _ report: inout PredictionReport,
    _ summary: inout PredictionSummary, _ tell: (Event) -> Void
  ) throws {
    let form = plan.form
    var said: Set<String> = []
    // All legs are read before one is written, so that a file is predicted as a whole or not at all.
    for source in try PredictionSource.sources(item.input, task: task, walk: item.facts) {
      let (cohort, output) = (source.cohort, item.output(of: source.side))
      let kept = shared ?? ScratchNumbers(in: output?.deletingLastPathComponent() ?? .temporaryDirectory)
      let each = cohort.frames * task.inputs.count
      let predictions = try Predictions(for: cohort, keptIn: kept) { trials in
        try predict(
          trials.count == cohort.trials
            ? cohort.inputs : Array(cohort.inputs[trials.lowerBound * each..<trials.upperBound * each]))
      }.within(band)
      // A format that has the unit already takes no notice of the option, which is for the others.
      let rawUnits = form.rawUnits && item.format != .sto
      if form.summary != nil {
        if form.rawUnits { try source.placed(predictions).checkMasses() }
        summary.add(source.placed(predictions))
      }
      if let output {
        try source.write(
          predictions, to: output, rawUnits: rawUnits, perKilogram: form.perKilogram, threads: threads)
      } else {
        try source.write(predictions, as: item.format, rawUnits: rawUnits, perKilogram: form.perKilogram) {
          tell(.text($0))
        }
      }
      // What was mended in reading is a remark already.
      let warnings = Soundness(of: source.cohort, training: training).findings.map(\.description)
        .filter { !source.remarks.contains($0) }
      let prediction = PredictionReport.Prediction(
        input: item.input.relativePath, line: item.row?.line, subject: item.row?.subject, side: source.side,
        output: output?.relativePath ?? "-", gaitCycles: source.cohort.trials,
        unit: item.format.unit(of: task, perKilogram: form.perKilogram), findings: source.findings,
        // What is said of the file stands with both of its legs.
        remarks: source.remarks.filter { said.insert($0).inserted }, warnings: warnings)
      report.predictions.append(prediction)
      tell(.predicted(prediction))
    }
  }
}
