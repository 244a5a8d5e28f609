import Examination
import Faults
import Formats
import Foundation
import Jobs
import LSTM
import Protocols
import Runs
import Scores
import SyntheticGait
import TestSupport
import Testing
import Weights

@Suite("Fine-tuning") struct FineTuningTests {
  @Test func `leaves frozen tensors as they are and changes the others`() throws {
    let home = temporaryHome()
    let parent = try parent()
    let tuning = try tuning(parent, home, .init(freeze: ["lstm.*"]))
    #expect(tuning.plan.tensors.map(\.fate) == Array(repeating: .frozen, count: 4) + [.loaded, .loaded])
    let outcome = try tuning.run(context)
    let folder = try #require(outcome.folders.last)
    let tuned = try Artifact.read(folder.url.appending(path: "weights.safetensors"))
    for (before, after) in zip(parent.weights, tuned.weights) {
      #expect((before == after) == before.name.hasPrefix("lstm."), "\(before.name)")
    }
    #expect(tuned.provenance["parent_sha256"] == (try parent.digest()))
    #expect(tuned.standardisation == parent.standardisation)
  }

  @Test func `tests both on the same subjects, none of whom was trained from`() throws {
    let outcome = try tuning(parent(), temporaryHome(), .init()).run(context)
    let part = try #require(outcome.after.description.split.divisions.first)
    #expect(part.pool.count == 2 && part.test.count == 3)
    #expect(Set(part.pool).isDisjoint(with: part.test))
    #expect(outcome.after.table.rows().map(\.subject) == part.test)
    #expect(outcome.before.table.rows().map(\.subject) == part.test)
    #expect(outcome.before.description.origin == .weights && outcome.after.description.origin == .finetuned)
    #expect(outcome.pairs.first?.n == 3)
  }

  @Test func `lowers the error of weights that know nothing yet`() throws {
    let outcome = try tuning(parent(), temporaryHome(), .init()).run(context)
    let errors = [outcome.before, outcome.after].map { Summary.mean($0.table.rows().map(\.rmse)) }
    #expect(errors[1] < errors[0], "\(errors)")
  }

  @Test func `gives the same scores again, from the weights that it left and anew`() throws {
    let home = temporaryHome()
    let first = try tuning(parent(), home, .init()).run(context).after
    #expect(try tuning(parent(), home, .init()).run(context).after == first)
    #expect(try tuning(parent(), temporaryHome(), .init()).run(context).after == first)
  }

  /// A command that is killed between keeping the weights and discarding the progress leaves both.
  @Test func `leaves nothing that a killed training would go on from`() throws {
    let home = temporaryHome()
    let tuning = try tuning(parent(), home, .init())
    let folder = try tuning.folder()
    for job in try tuning.jobs() where !job.id.hasSuffix("/test") { try job.run(context) }
    let progress = folder.url.appending(path: "final/progress.safetensors")
    try #require(FileManager.default.fileExists(atPath: progress.deletingLastPathComponent().path))
    try Data("left".utf8).write(to: progress)
    _ = try tuning.run(context)
    #expect(!FileManager.default.fileExists(atPath: progress.path))
  }

  @Test func `says which tensors are new or refused`() throws {
    let parent = try parent()
    let fresh = try tuning(parent, temporaryHome(), .init(newHead: true)).plan.tensors.suffix(2)
    #expect(fresh.map(\.fate) == [.new, .new] && fresh.map(\.name) == ["fc.weight", "fc.bias"])
    #expect(throws: Fault.self) { try tuning(parent, temporaryHome(), .init(freeze: ["lsmt.*"])) }
    #expect(throws: Fault.self) { try tuning(parent, temporaryHome(), .init(freeze: ["*"])) }
  }

  @Test func `draws are jobs that workers do, and leave what one after the other leaves`() throws {
    let (parent, alone, shared) = (try parent(), temporaryHome(), temporaryHome())
    defer { for home in [alone, shared] { try? FileManager.default.removeItem(at: home.url) } }
    let expected = try tuning(parent, alone, .init(), draws: 3).run(context)
    let planned = try tuning(parent, shared, .init(), draws: 3)
    let jobs = try planned.jobs()
    let name = try planned.folder().name
    #expect(jobs.map(\.id) == (1...3).map { "\(name)/division-\($0)/final" } + ["\(name)/test"])
    #expect(jobs.last?.needs == jobs.dropLast().map(\.id) && !jobs.contains { $0.isDone() })
    try FileManager.default.createDirectory(at: shared.url, withIntermediateDirectories: true)
    #expect(Worker(jobs, .init(leases: shared.leases, jobs: 2)).run(context).done == 4)
    let outcome = try planned.run(context)
    #expect(outcome.after.table == expected.after.table && outcome.before.table == expected.before.table)
    for (file, other) in zip(expected.folders.map(\.sealFile), outcome.folders.map(\.sealFile)) {
      #expect(try Data(contentsOf: file) == Data(contentsOf: other))
    }
  }

  // MARK: A small network and five patients

  private let context = JobContext(threads: 1, interruption: Interruption(), report: { _ in })

  private func temporaryHome() -> HomeFolder {
    HomeFolder(FileManager.default.temporaryDirectory.appending(path: "hipzoo-tune-\(UUID().uuidString)").path)
  }

  private func parent() throws -> Artifact {
    let yaml =
      "{name: small, architecture: LSTM, task: joint-moment, configuration: {hidden: 8, layers: 1, dropout: 0.0}}"
    let manifest = try Manifest(yaml: Array(yaml.utf8), file: "small.yaml")
    let (task, configured) = (manifest.task, try manifest.configured(among: [LSTM.self]))
    return try Artifact(
      entry: "small", architecture: "LSTM", task: task.name, configuration: configured.configuration.json,
      standardisation: Standardisation(
        mean: [Float](repeating: 5, count: 10), deviation: [Float](repeating: 20, count: 10)),
      inputs: task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit,
      weights: configured.parameters(of: task).weights)
  }

  private func tuning(
    _ parent: Artifact, _ home: HomeFolder, _ choices: FineTuning.Choices, draws: Int = 1
  ) throws -> FineTuning {
    let patients = try SyntheticCohort.generate(subjects: 0, patients: 5, seed: 1)
    return try FineTuning(
      parent, fewShot(draws: draws), cohort: patients.cohort(.patients, task: jointMoment), population: .onfh,
      choices: choices,
      among: [LSTM.self], code: ["LSTM": "test"], home: home)
  }

  private func fewShot(draws: Int) throws -> NamedProtocol {
    let text = """
      schema: 1
      name: few
      summary: For tests.
      kind: few-shot
      rules:
        selection: {cadences: all, subjects: all, trials_per_cadence: all}
        adaptation: {shuffle: numpy-pcg64, seed: 42, subjects: 2, draws: \(draws)}
        training:
          targets: divided-by-body-mass
          standardisation: {deviation: population, epsilon: 1.0e-8}
          loss: mean-squared-error
          optimiser: {name: adamw, learning_rate: 1.0e-2, weight_decay: 1.0e-5, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8}
          clip_gradient_norm: 0.5
          batch: 8
          shuffle: torch-randperm
          epochs: 10
          patience: 10
          minimal_improvement: 1.0e-8
          final_epochs: median-of-best
          seeds: [2025]
        scoring:
          unit: subject
          r2: pooled
          test: wilcoxon-signed-rank
          correction: holm
          external_entry: all
          bootstrap: {samples: 200, seed: 0}
      """
    return try NamedProtocol(yaml: Array(text.utf8), file: "few.yaml")
  }
}
