import Cohorts
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
import Tensors
import TestSupport
import Testing
import Transformer
import Weights
import Zoo

@Suite("An examination") struct ExaminationTests {
  @Test func `gives the same bytes for any number of threads and workers`() throws {
    let first = try files(of: run(threads: 1, workers: 1))
    #expect(first.keys.contains { $0.hasSuffix("weights.safetensors") })
    #expect(first.keys.contains { $0.hasSuffix("scores.json") })
    #expect(try files(of: run(threads: 2, workers: 1)) == first)
    #expect(try files(of: run(threads: 4, workers: 3)) == first)
  }

  @Test func `goes on where it was stopped, to the same bytes`() throws {
    let whole = try files(of: run(threads: 1, workers: 1))
    let home = temporaryHome()
    // Stopped after every second epoch until all is done.
    var stops = 0
    while stops < 100 {
      let interruption = Interruption()
      let epochs = Counter()
      let outcome = try Schedule(examination(home).jobs).run(
        workers: 1,
        JobContext(threads: 2, interruption: interruption) { event in
          if case .step = event, epochs.next() % 2 == 0 { interruption.request() }
        })
      #expect(outcome.failures.isEmpty)
      guard outcome.isInterrupted else { break }
      stops += 1
    }
    #expect(stops > 5 && stops < 100)
    #expect(try files(of: home) == whole)
  }

  @Test func `tests every entry and the baseline on patients, after all have been tested`() throws {
    let home = try run(threads: 2, workers: 2)
    let runs = try examination(home).runs
    #expect(runs.map(\.description.origin) == [.trained, .trained, .baseline])
    for run in runs {
      #expect(run.allScores.map(\.population) == [.healthy, .onfh])
      #expect(run.allScores.last?.table.rows().count == 3)
    }
  }

  @Test func `the baseline is the mean curve of the pool, and no test pairs it`() throws {
    let home = try run(threads: 2, workers: 2)
    let plan = try examination(home)
    let baseline = try #require(plan.runs.last)
    let (cohort, division) = (try cohort(), try #require(baseline.description.split.divisions.first))
    let targets = try #require(cohort.normalisedTargets)
    let pool = cohort.subjects.indices.filter { division.pool.contains(cohort.subjects[$0]) }
    let each = publishedFrames * 3
    let mean = (0..<each).map { place in
      Float(pool.reduce(0.0) { $0 + Double(targets[$1 * each + place]) } / Double(pool.count))
    }
    let predictions = try #require(NPZ.read(baseline.folder.predictions)["Y_pred"]?.floats)
    #expect(Array(predictions.prefix(each)) == mean)
    #expect(
      try #require(plan.comparison).pairs.allSatisfy { !$0.first.contains("mean") && !$0.second.contains("mean") })
  }

  @Test func `compares every pair of entries over the test subjects`() throws {
    let home = try run(threads: 2, workers: 2)
    let comparison = try #require(examination(home).comparison)
    let overall = comparison.pairs.filter { $0.subset == "overall" && $0.output == nil }
    #expect(overall.map(\.metric) == Metric.allCases)
    let tables = try examination(home).runs.map { try #require($0.scores).table }
    let differences = zip(tables[0].rows(), tables[1].rows()).map { $0.rmse - $1.rmse }
    #expect(overall.first?.pValue == Wilcoxon(differences).pValue)
    #expect(overall.first?.n == differences.count)
  }

  @Test func `refuses targets that would make the loss no number`() throws {
    let home = temporaryHome()
    let cohort = try self.cohort()
    // Angles beyond what float32 can square make the loss infinite.
    let huge = try Cohort(
      source: "huge_JM60.npz", task: cohort.task, inputs: cohort.inputs, targets: cohort.targets?.map { $0 * 1e25 },
      subjects: cohort.subjects, heights: cohort.heights, masses: cohort.masses, cadences: cohort.cadences)
    // No training begins: such targets are no moments, which is said before anything is computed.
    #expect(throws: Fault.self) {
      try ExaminationPlan(
        smallProtocol(epochs: 3), cohort: HealthyCohort(huge), external: nil, candidates: candidates(), home: home)
    }
  }

  @Test func `goes on with the others when the loss of one is not a number`() throws {
    let home = temporaryHome()
    let lstm = try #require(try candidates().first)
    let steep = try TrainableEntry(
      Manifest(
        yaml: Array("{name: steep, architecture: Steep, task: joint-moment, configuration: {}}".utf8),
        file: "steep.yaml"), among: [Steep.self], code: ["Steep": "test"])
    let plan = try ExaminationPlan(
      smallProtocol(epochs: 2, batch: 40), cohort: HealthyCohort(cohort()), external: patients(),
      candidates: [steep, lstm], home: home)
    let failures = Schedule(plan.jobs).run(
      workers: 2, JobContext(threads: 1, interruption: Interruption(), report: { _ in })
    ).failures
    let run = plan.runs[0].folder.name
    #expect(failures.map(\.job) == ["fold-1", "fold-2", "final", "test"].map { "\(run)/\($0)" })
    for failure in failures.prefix(2) {
      #expect(failure.message.hasPrefix("The loss is inf (gradient norm "), "\(failure.message)")
      #expect(failure.message.contains("in epoch 1, batch 1;") && failure.message.contains("lower learning rate"))
    }
    #expect(failures.last?.message == "It needs '\(run)/final', which has not been done.")
    #expect(plan.testedRuns == plan.runs.dropFirst().map(\.folder))
    #expect(plan.runs.map { $0.allScores.map(\.population) } == [[], [.healthy, .onfh], [.healthy, .onfh]])
    // Planned again, all that can be done has been done.
    #expect(plan.jobs.filter { !$0.isDone() }.map(\.id) == failures.map(\.job))
  }

  @Test func `refuses a patient who is in the healthy cohort too`() throws {
    let cohort = try cohort()
    let fault = try #require(throws: Fault.self) {
      try ExaminationPlan(
        smallProtocol(), cohort: HealthyCohort(cohort), external: ExternalCohort(cohort, population: .onfh),
        candidates: candidates(), home: temporaryHome())
    }
    #expect(fault.kind == .data && fault.description.contains(cohort.subjects[0]), "\(fault)")
  }

  @Test func `a damaged progress file is as good as none`() throws {
    let home = temporaryHome()
    let jobs = try examination(home).jobs
    let interruption = Interruption()
    _ = Schedule(jobs).run(
      workers: 1,
      JobContext(threads: 1, interruption: interruption) { event in
        if case .step = event { interruption.request() }
      })
    let progress = try #require(
      FileManager.default.enumerator(at: home.url, includingPropertiesForKeys: nil)?
        .compactMap { $0 as? URL }.first { $0.lastPathComponent == "progress.safetensors" })
    let half = try Data(contentsOf: progress).prefix(1000)
    try half.write(to: progress)
    _ = Schedule(try examination(home).jobs).run(
      workers: 1, JobContext(threads: 1, interruption: Interruption(), report: { _ in }))
    #expect(try files(of: home) == files(of: run(threads: 1, workers: 1)))
  }

  @Test func `tests no weights of another run, but trains its own`() throws {
    let home = temporaryHome()
    let plan = try examination(home)
    let context = JobContext(threads: 1, interruption: Interruption(), report: { _ in })
    let run = plan.runs[0].folder
    func isTraining(_ job: Job) -> Bool { job.id.hasPrefix(run.name) && !job.id.hasSuffix("/test") }
    #expect(Schedule(plan.jobs.filter(isTraining)).run(workers: 1, context).failures.isEmpty)
    let own = try Data(contentsOf: run.weights)
    var other = try Artifact(own)
    other.provenance["run"] = "another"
    try other.write(to: run.weights)
    let final = try #require(plan.jobs.first { $0.id == "\(run.name)/final" })
    let test = try #require(plan.jobs.first { $0.id == "\(run.name)/test" })
    #expect(!final.isDone())
    expectFault(.data, "weights.safetensors", "another run") { try test.run(context) }
    #expect(Schedule([final.alone]).run(workers: 1, context).failures.isEmpty)
    #expect(try Data(contentsOf: run.weights) == own)
  }

  // MARK: A small examination

  private func run(threads: Int, workers: Int) throws -> HomeFolder {
    let home = temporaryHome()
    let outcome = Schedule(try examination(home).jobs).run(
      workers: workers, JobContext(threads: threads, interruption: Interruption(), report: { _ in }))
    #expect(outcome.failures.isEmpty, "\(outcome.failures)")
    return home
  }

  private func examination(_ home: HomeFolder) throws -> ExaminationPlan {
    try ExaminationPlan(
      smallProtocol(epochs: 4, batch: 40), cohort: HealthyCohort(cohort()), external: patients(),
      candidates: candidates(), home: home)
  }

  private func cohort() throws -> Cohort {
    let synthetic = try SyntheticCohort.generate(subjects: 6, patients: 0, seed: 1)
    return try synthetic.cohort(.healthy, task: jointMoment)
  }

  private func patients() throws -> ExternalCohort {
    let synthetic = try SyntheticCohort.generate(subjects: 0, patients: 3, seed: 1)
    return try ExternalCohort(synthetic.cohort(.patients, task: jointMoment), population: .onfh)
  }

  private func candidates() throws -> [TrainableEntry] {
    let manifests = [
      "{name: small-lstm, architecture: LSTM, task: joint-moment, "
        + "configuration: {hidden: 8, layers: 2, dropout: 0.1}}",
      "{name: small-transformer, architecture: Transformer, task: joint-moment, "
        + "configuration: {d_model: 8, heads: 2, layers: 1, feedforward: 8, dropout: 0.1, max_frames: 180}}",
    ]
    return try manifests.map {
      try TrainableEntry(
        Manifest(yaml: Array($0.utf8), file: "small.yaml"), among: [LSTM.self, Transformer.self],
        code: ["LSTM": "test", "Transformer": "test"])
    }
  }

  private func temporaryHome() -> HomeFolder {
    HomeFolder(FileManager.default.temporaryDirectory.appending(path: "hipzoo-exam-\(UUID().uuidString)").path)
  }

  /// The bytes of every file but those that say when and on what a run was made.
  private func files(of home: HomeFolder) throws -> [String: Data] {
    let root = home.url.resolvingSymlinksInPath().path
    var files = [String: Data]()
    let all = FileManager.default.enumerator(at: home.url, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    for url in all ?? [] where !url.hasDirectoryPath {
      let name = String(url.resolvingSymlinksInPath().path.dropFirst(root.count))
      guard !name.hasSuffix("environment.json"), !name.hasSuffix("log.jsonl") else { continue }
      files[name] = try Data(contentsOf: url)
    }
    return files
  }
}

/// A line so steep that the square of its errors is beyond float32.
private struct Steep: Architecture {
  static let isCausal = true
  init(_ settings: Settings) throws {}

  func model(inputs: Int, outputs: Int, in scope: Scope) -> Model {
    Model(map: Linear(inputs, outputs, in: scope["map"]))
  }

  struct Model: SequenceModel {
    let map: Linear
    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { map(x) * 1e30 }
  }
}

/// Counts from several threads.
private final class Counter: @unchecked Sendable {
  // Unchecked: every access holds the lock.
  private let lock = NSLock()
  private var count = 0

  func next() -> Int {
    lock.withLock {
      count += 1; return count
    }
  }
}
