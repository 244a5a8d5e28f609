import Cohorts
import Foundation
import Jobs
import Protocols
import Runs

/// The jobs of one run: every fold of every division, the final trainings and the test.
public struct RunPlan: Sendable {
  let trainable: TrainableEntry
  let recipe: TrainingRecipe
  let cohort: HealthyCohort
  let divisions: [Division]
  /// What the run depends on.
  public let description: RunDescription
  /// Where it leaves its results.
  public let folder: RunFolder
  private var writer: RunWriter { RunWriter(folder, description) }

  /// Plans the run of an entry with a seed.
  ///
  /// - Parameters:
  ///   - entry: the entry.
  ///   - named: the protocol.
  ///   - recipe: how it trains.
  ///   - cohort: the trials that the protocol selects.
  ///   - divisions: how they are divided.
  ///   - split: the subjects of the divisions.
  ///   - home: where runs are kept.
  init(
    _ trainable: TrainableEntry, _ named: NamedProtocol, _ recipe: TrainingRecipe, cohort: HealthyCohort,
    divisions: [Division], split: RunDescription.SplitSummary, seed: UInt64, home: HomeFolder
  ) {
    self.trainable = trainable
    self.recipe = trainable.training?.applied(to: recipe) ?? recipe
    self.cohort = cohort
    self.divisions = divisions
    description = RunDescription(
      origin: trainable.origin, entry: trainable.entry, task: trainable.task.name, rules: .init(named),
      cohort: cohort.summary,
      split: split, seed: seed)
    folder = home.folder(of: description)
  }

  /// The jobs, each after those it needs.
  public var jobs: [Job] {
    var jobs = [Job]()
    var finals = [String]()
    for index in divisions.indices {
      let folds = foldJobs(division: index)
      let final = finalJob(division: index, needs: folds.map(\.id))
      jobs += folds + [final]
      finals.append(final.id)
    }
    return jobs + [testJob(needs: finals)]
  }

  /// The folds of every division.
  var foldJobs: [Job] { divisions.indices.flatMap(foldJobs) }

  private func foldJobs(division index: Int) -> [Job] {
    divisions[index].folds.indices.map { foldJob(division: index, fold: $0) }
  }

  /// The job that scores the run.
  public var testJobID: String { "\(folder.name)/test" }

  /// The scores of the test, once it has been done.
  public var scores: RunScores? { try? folder.readScores(folder.test) }

  /// Whether the test has been done.
  var isTested: Bool { folder.isOver(folder.test) }

  /// The scores of the test and of every external cohort, as far as they have been made.
  public var allScores: [RunScores] { folder.allScores }

  /// Refuses a training of which a part cannot act in the protocol's epochs: where they are the entry's own its manifest is.
  private func checkTraining() throws {
    try trainable.training?.check(of: trainable.entry.name, epochs: recipe.epochs)
  }

  private func foldJob(division: Int, fold: Int) -> Job {
    let part = folder.part("fold-\(fold + 1)", division: division, of: divisions.count)
    return Job(id: folder.id(of: part), outputs: [RunFolder.result(in: part)], isDone: { RunFolder.isOver(part) }) {
      context in
      try checkTraining()
      try writer.begin(threads: context.threads, sandbox: trainable.trainer.sandbox)
      let trials = divisions[division].folds[fold]
      let epsilon = recipe.standardisationEpsilon
      let trainingSet = cohort.trainingSet(trials.training, epsilon: epsilon)
      let validation = cohort.trainingSet(
        trials.validation, standardisation: trainingSet.standardisation, epsilon: epsilon)
      let trained = try trainable.trainer.train(
        request(part, trainingSet, of: trials.training, validation: validation, epochs: recipe.epochs), context)
      let exam = try cohort.evaluationSet(trials.validation)
      let evaluated = try exam.evaluate(trained.model.predict(exam.angles, frames: trainingSet.frames, context))
      try RunWriter.write(
        FoldResult(
          bestEpoch: trained.bestEpoch, epochs: trained.epochs, bestValidationLoss: trained.bestValidationLoss,
          trainingTrials: trials.training.count, validationTrials: trials.validation.count,
          validationSubjects: Set(exam.subjects).count, scores: evaluated.table), in: part)
      trainable.trainer.discardProgress(in: part)
    }
  }

  private func finalJob(division: Int, needs: [String]) -> Job {
    let part = folder.part("final", division: division, of: divisions.count)
    let home = folder.division(division, of: divisions.count)
    let trainer = trainable.trainer
    return Job(
      id: folder.id(of: part), needs: needs, outputs: [trainer.kept(in: home)],
      isDone: { (try? model(of: division)) != nil }
    ) { context in
      if divisions[division].folds.isEmpty { try checkTraining() }
      try writer.begin(threads: context.threads, sandbox: trainable.trainer.sandbox)
      let best = try divisions[division].folds.indices.map { fold in
        try RunFolder.bestEpoch(
          of: folder.part("fold-\(fold + 1)", division: division, of: divisions.count), atMost: recipe.epochs)
      }
      let trainingSet = cohort.trainingSet(divisions[division].pool, epsilon: recipe.standardisationEpsilon)
      let epochs = best.isEmpty ? recipe.epochs : medianEpoch(best)
      let trained = try trainer.train(
        request(part, trainingSet, of: divisions[division].pool, validation: nil, epochs: epochs), context)
      try trained.model.keep(in: home)
      trainer.discardProgress(in: part)
    }
  }

  private func testJob(needs: [String]) -> Job {
    Job(id: testJobID, needs: needs, outputs: [folder.test.scores, folder.sealFile], isDone: { isTested }) { context in
      folder.removeLeftovers()
      for part in parts { trainable.trainer.discardProgress(in: part) }
      try writer.begin(threads: context.threads, sandbox: trainable.trainer.sandbox)
      var (predictions, trials, digests) = ([Float](), [Int](), [String]())
      for (index, division) in divisions.enumerated() {
        let model = try model(of: index)
        let exam = try cohort.evaluationSet(division.test)
        predictions += try model.predict(exam.angles, frames: cohort.task.frames, context)
        trials += division.test
        digests.append(try model.digest())
      }
      let evaluated = try cohort.evaluationSet(trials).evaluate(predictions)
      try evaluated.keep(
        in: folder.test,
        RunScores(
          run: folder.name, description: description, population: .healthy, cohort: cohort.summary,
          artifact: digests.count == 1 ? digests.first : nil, table: evaluated.table, marks: cohort.marks), by: writer)
    }
  }

  /// Tests the run's final weights, unchanged, on trials that no training has seen.
  func testExternally(_ external: ExternalCohort, _ context: JobContext) throws {
    folder.removeLeftovers()
    // With several divisions each final model is one of several equals; the first stands for them.
    let unseen = try external.unseen(by: cohort.trainedOn(divisions.first?.pool ?? []), .exclude)
    let set = try external.evaluationSet(unseen.trials)
    let model = try model(of: 0)
    let evaluated = try set.evaluate(model.predict(set.angles, frames: external.task.frames, context))
    try evaluated.keep(
      in: folder.external(external.summary.fingerprint, external.population),
      RunScores(
        run: folder.name, description: description, population: external.population, cohort: external.summary,
        artifact: try model.digest(), table: evaluated.table, leftOut: unseen.leftOut,
        marks: unseen.marks + external.marks), by: writer)
  }

  /// What the final training of a division left.
  private func model(of division: Int) throws -> any TrainedModel {
    try trainable.trainer.restore(from: folder.division(division, of: divisions.count), of: description)
  }

  /// The folders of all folds and final trainings.
  private var parts: [URL] {
    divisions.indices.flatMap { division in
      (divisions[division].folds.indices.map { "fold-\($0 + 1)" } + ["final"]).map {
        folder.part($0, division: division, of: divisions.count)
      }
    }
  }

  private func request(
    _ part: URL, _ trainingSet: TrainingSet, of trials: [Int], validation: TrainingSet?, epochs: Int
  )
    -> TrainingRequest
  {
    TrainingRequest(
      job: folder.id(of: part), trainingSet: trainingSet, validation: validation, epochs: epochs, recipe: recipe,
      seed: description.seed, fingerprint: description.fingerprint, folder: part,
      provenance: [
        "run": description.fingerprint, "protocol": description.rules.name,
        "protocol_sha256": description.rules.fingerprint, "cohort_sha256": description.cohort.fingerprint,
        "split_sha256": description.split.fingerprint, "seed": String(description.seed),
      ].merging(description.entry.codeProvenance) { first, _ in first }, trainedOn: cohort.trainedOn(trials))
  }
}

/// The integer part of the median of the folds' best epochs, at least 1 (docs/semantics.md, section 1.5).
package func medianEpoch(_ best: [Int]) -> Int {
  let sorted = best.sorted()
  guard let last = sorted.indices.last else { return 1 }
  return max(1, (sorted[last / 2] + sorted[(last + 1) / 2]) / 2)
}

extension RunDescription.Entry {
  /// What a file of weights says of the code that trained them.
  var codeProvenance: [String: String] {
    var provenance = [String: String]()
    provenance["code_sha256"] = code
    provenance["engine"] = engine.map { String($0) }
    return provenance
  }
}
