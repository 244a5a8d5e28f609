import Cohorts
import Foundation
import Jobs
import Runs

extension RunPlan {
  /// What each of the run's jobs takes, by its id.
  func costs(_ measured: MeasuredCosts) -> [String: JobCost] {
    var costs = [String: JobCost]()
    for (index, division) in divisions.enumerated() {
      let parts = division.folds.indices.map { folder.part("fold-\($0 + 1)", division: index, of: divisions.count) }
      for (part, fold) in zip(parts, division.folds) {
        let epochs = RunFolder.isOver(part) ? nil : measured.foldEpochs(of: description) ?? recipe.epochs
        costs[folder.id(of: part)] = cost(
          part, measured, training: fold.training.count, validation: fold.validation.count, epochs: epochs)
      }
      let final = folder.part("final", division: index, of: divisions.count)
      let best = parts.compactMap { try? RunFolder.bestEpoch(of: $0) }
      let epochs =
        !best.isEmpty && best.count == parts.count
        ? medianEpoch(best) : measured.bestEpoch(of: description) ?? recipe.epochs
      costs[folder.id(of: final)] = cost(
        final, measured, training: division.pool.count, validation: 0, epochs: epochs)
    }
    var test = JobCost(seconds: nil, megabytes: megabytes(measured), isMeasured: rate(measured).isMeasured)
    test.seconds = predicting(divisions.reduce(0) { $0 + $1.test.count }, measured).map { $0 + 1 }
    costs[testJobID] = test
    return costs
  }

  /// The core-seconds that predicting trials takes; a third of what learning from them once does.
  func predicting(_ trials: Int, _ measured: MeasuredCosts) -> Double? {
    rate(measured).seconds.map { $0 / 3 * Double(trials) }
  }

  private func cost(
    _ part: URL, _ measured: MeasuredCosts, training: Int, validation: Int, epochs: Int?
  ) -> JobCost {
    let log = RunFolder.loggedEpochs(in: part)
    let threads = (try? folder.readEnvironment())?.threads ?? 1
    let spent = MeasuredCosts.coreSeconds(log, threads: threads)
    let general = rate(measured)
    let work = MeasuredCosts.work(training: training, validation: validation)
    let perEpoch = log.isEmpty ? general.seconds.map { $0 * work } : spent / Double(log.count)
    // One that has outlasted what was expected goes on for at least another epoch.
    let expected = epochs.map { max($0, min(log.count + 1, recipe.epochs)) } ?? log.count
    var cost = JobCost(
      seconds: perEpoch.map { $0 * passes(of: expected, isBegun: !log.isEmpty) }, megabytes: megabytes(measured),
      isMeasured: general.isMeasured || !log.isEmpty)
    // The mean curve has no epochs.
    if !isMeanCurve { cost.epochs = expected }
    (cost.finishedEpochs, cost.spent) = (log.count, spent)
    return cost
  }

  /// The epochs of all networks of an ensemble, and of what is learnt before; the log of one that has begun is its own.
  private func passes(of epochs: Int, isBegun: Bool) -> Double {
    guard let training = trainable.training, !isBegun else { return Double(epochs) }
    return Double(training.ensemble) * Double(epochs + (training.pretraining?.epochs ?? 0))
  }

  private var isMeanCurve: Bool { description.entry.architecture == TrainableEntry.meanCurveArchitecture }

  /// The core-seconds of a trial's forward and backward pass.
  private func rate(_ measured: MeasuredCosts) -> (seconds: Double?, isMeasured: Bool) {
    if let rate = measured.rate(of: description) { return (rate, true) }
    // The mean curve is one sum.
    if isMeanCurve { return (1e-5, false) }
    let operations = description.entry.parameters.map { 6 * Double($0) * Double(cohort.task.frames) }
    return (operations.map { $0 / Self.operationsPerSecond }, false)
  }

  /// What a core is taken to do of an entry that was never trained here, in multiplications and additions.
  private static let operationsPerSecond = 30e9

  private func megabytes(_ measured: MeasuredCosts) -> Double {
    if let megabytes = measured.megabytes(of: description) { return megabytes }
    let numbers = Double(
      cohort.subjects.count * cohort.task.frames * (cohort.task.inputs.count + cohort.task.outputs.count))
    let parameters = Double(description.entry.parameters ?? 0)
    let base = isMeanCurve ? Self.baselineMegabytes : Self.baseMegabytes
    return (base + (numbers * 16 + parameters * 40) / 1e6).rounded()
  }

  /// What a process of an entry that was never trained here is taken to hold beside its cohort and its weights.
  static let baseMegabytes = 250.0
  /// The same of the mean curve.
  private static let baselineMegabytes = 100.0
}
