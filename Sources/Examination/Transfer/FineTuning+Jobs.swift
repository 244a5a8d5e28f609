import Cohorts
import Faults
import Foundation
import Jobs
import Protocols
import Runs
import Scores

extension FineTuning {
  /// The folder of the adapted weights' run.
  /// - Throws: ``Fault`` of kind `software` when the program does not know its own code.
  public func folder() throws -> RunFolder { home.folder(of: try description(.finetuned)) }

  /// The jobs: a training for each draw of subjects, and the test of all of them.
  ///
  /// - Throws: ``Fault`` (data) when people whom the parent was trained on would be tested on and are to be refused.
  public func jobs() throws -> [Job] {
    let (before, after) = (try description(.weights), try description(.finetuned))
    // Whom the parent was trained on is no test of it, nor of what is made of it.
    let unseen = try divisions.map { try cohort.unseen(by: parent.trainedOn, among: $0.test, seen) }
    let trainings = divisions.indices.map { trainingJob($0, after) }
    let (first, second) = (home.folder(of: before), home.folder(of: after))
    let test = Job(
      id: "\(second.name)/test", needs: trainings.map(\.id), outputs: [second.test.scores, second.sealFile],
      isDone: { first.isOver(first.test) && second.isOver(second.test) }
    ) { context in try score(before, after, unseen, context) }
    return trainings + [test]
  }

  /// Adapts, tests both, and leaves two runs.
  ///
  /// - Parameters:
  ///   - context: what every training may use.
  ///   - workers: how many draws are trained side by side.
  /// - Throws: ``Fault`` when the loss is not a number; ``Interrupted``; what is finished stays.
  public func run(_ context: JobContext, workers: Int = 1) throws -> Outcome {
    let jobs = try jobs()
    if workers > 1 {
      let outcome = Schedule(jobs).run(workers: workers, context)
      if let failure = outcome.failures.first { throw Fault(.data, "\(failure.job): \(failure.message)") }
      if outcome.isInterrupted { throw Interrupted() }
    } else {
      for job in jobs where !job.isDone() { try job.run(context) }
    }
    return try outcome()
  }

  /// What the jobs have left, once they are done.
  /// - Throws: ``Fault`` naming the file that is absent or damaged.
  public func outcome() throws -> Outcome {
    let (before, after) = (try description(.weights), try description(.finetuned))
    let (folderBefore, folderAfter) = (home.folder(of: before), home.folder(of: after))
    let first = try folderBefore.readScores(folderBefore.test)
    let second = try folderAfter.readScores(folderAfter.test)
    return Outcome(
      before: first, after: second, folderBefore: folderBefore, folderAfter: folderAfter,
      pairs: Comparison.pairs([
        .init(before.entry.name, [first.table]), .init(after.entry.name, [second.table]),
      ]))
  }

  private func trainer(_ description: RunDescription) -> NetworkTrainer {
    NetworkTrainer(entry: description.entry.name, configured: configured, task: cohort.task, start: plan)
  }

  private func trainingJob(_ index: Int, _ description: RunDescription) -> Job {
    let (trainer, folder) = (trainer(description), home.folder(of: description))
    let kept = folder.division(index, of: divisions.count)
    let part = folder.part("final", division: index, of: divisions.count)
    return Job(
      id: folder.id(of: part), outputs: [trainer.kept(in: kept)],
      isDone: { (try? trainer.restore(from: kept, of: description)) != nil }
    ) { context in
      try RunWriter(folder, description).begin(threads: context.threads)
      let pool = divisions[index].pool
      let trainingSet = cohort.trainingSet(
        pool, standardisation: choices.refitsStandardisation ? nil : parent.standardisation,
        epsilon: recipe.standardisationEpsilon)
      let request = TrainingRequest(
        job: folder.id(of: part), trainingSet: trainingSet, validation: nil, epochs: recipe.epochs, recipe: recipe,
        seed: description.seed, fingerprint: description.fingerprint, folder: part,
        provenance: [
          "run": description.fingerprint, "protocol": description.rules.name,
          "protocol_sha256": description.rules.fingerprint, "cohort_sha256": description.cohort.fingerprint,
          "split_sha256": description.split.fingerprint, "seed": String(description.seed), "parent_sha256": digest,
          "parent_entry": parent.entry,
        ].merging(description.entry.codeProvenance) { first, _ in first },
        trainedOn: cohort.trainedOn(pool).union(parent.trainedOn))
      try trainer.train(request, context).model.keep(in: kept)
      trainer.discardProgress(in: part)
    }
  }

  private func score(
    _ before: RunDescription, _ after: RunDescription, _ unseen: [UnseenTrials], _ context: JobContext
  ) throws {
    let folder = home.folder(of: after)
    for run in [folder, home.folder(of: before)] { run.removeLeftovers() }
    // A command that was killed between a training's last two steps left what nobody goes on from.
    for index in divisions.indices {
      trainer(after).discardProgress(in: folder.part("final", division: index, of: divisions.count))
    }
    let unchanged = try parent.predictor(for: configured.architecture)
    var (plain, tuned, digests) = ([Float](), [Float](), [String]())
    for (index, part) in unseen.enumerated() {
      let model = try trainer(after).restore(from: folder.division(index, of: divisions.count), of: after)
      let set = try cohort.evaluationSet(part.trials)
      tuned += try model.predict(set.angles, frames: cohort.task.frames, context)
      plain += unchanged.predict(set.angles, frames: cohort.task.frames, threads: context.threads)
      digests.append(try model.digest())
    }
    let trials = unseen.flatMap(\.trials)
    _ = try record(before, plain, trials, unseen, artifact: digest, context)
    _ = try record(after, tuned, trials, unseen, artifact: digests.count == 1 ? digests.first : nil, context)
  }

  /// What each job takes, by its id.
  public func costs(_ measured: MeasuredCosts) throws -> [String: JobCost] {
    let description = try description(.finetuned)
    let folder = home.folder(of: description)
    let rate = measured.rate(of: description)
    let megabytes = measured.megabytes(of: description) ?? RunPlan.baseMegabytes
    var costs = [String: JobCost]()
    for (index, division) in divisions.enumerated() {
      let part = folder.part("final", division: index, of: divisions.count)
      let log = RunFolder.loggedEpochs(in: part)
      let spent = MeasuredCosts.coreSeconds(log, threads: 1)
      let perEpoch =
        log.isEmpty ? rate.map { $0 * Double(division.pool.count) } : spent / Double(log.count)
      var cost = JobCost(
        seconds: perEpoch.map { $0 * Double(recipe.epochs) }, megabytes: megabytes, isMeasured: perEpoch != nil)
      (cost.epochs, cost.finishedEpochs, cost.spent) = (recipe.epochs, log.count, spent)
      costs[folder.id(of: part)] = cost
    }
    costs["\(folder.name)/test"] = JobCost(seconds: 1, megabytes: megabytes, isMeasured: false)
    return costs
  }
}
