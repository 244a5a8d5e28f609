import Cohorts
import Faults
import Fixtures
import Foundation
import Protocols
import SyntheticGait
import TestSupport
import Testing

/// What a cohort may hold: docs/limits.md, section 17.
@Suite struct SoundnessTests {
  private static let synthetic = Result { try SyntheticCohort.generate(subjects: 6, patients: 3, seed: 11) }

  private static func cohort(
    _ population: SyntheticCohort.Population = .healthy, _ task: any PredictionTask = jointMoment
  ) throws -> Cohort {
    try synthetic.get().cohort(population, task: task)
  }

  /// The same trials with changed numbers.
  private func changed(
    _ cohort: Cohort, inputs: ([Float]) -> [Float] = { $0 }, targets: ([Float]) -> [Float] = { $0 }
  ) throws -> Cohort {
    try Cohort(
      source: cohort.source, task: cohort.task, inputs: inputs(cohort.inputs), targets: cohort.targets.map(targets),
      subjects: cohort.subjects, heights: cohort.heights, masses: cohort.masses, cadences: cohort.cadences)
  }

  private func kinds(_ cohort: Cohort) -> [Finding.Kind] { Soundness(of: cohort).findings.map(\.kind) }

  @Test func `computed walkers, healthy and not, have nothing impossible or reversed`() throws {
    for task in PredictionTasks.all {
      for population in SyntheticCohort.Population.allCases {
        let soundness = Soundness(of: try Self.cohort(population, task))
        #expect(soundness.findings.filter { $0.kind != .farAngles }.isEmpty, "\(soundness)")
      }
    }
  }

  @Test(arguments: [Float(4), 10]) func `angles of no joint are impossible`(factor: Float) throws {
    let cohort = try changed(Self.cohort()) { $0.map { $0 * factor } }
    let found = try #require(Soundness(of: cohort).impossible.first)
    #expect(found.kind == .largeAngles && found.count == cohort.trials)
    expectFault(.data, cohort.source, "joint angle over 180 degrees", "all \(cohort.trials) trials") {
      try Soundness(of: cohort).required()
    }
  }

  @Test func `radians are impossible, all of them or a joint's`() throws {
    let cohort = try Self.cohort()
    let all = try changed(cohort) { $0.map { $0 * .pi / 180 } }
    #expect(Soundness(of: all).impossible.map(\.kind) == [.radians])
    // Knees alone, in one trial.
    let knees = try changed(cohort) { inputs in
      inputs.indices.map { [6, 8].contains($0 % 10) && $0 / 1800 == 2 ? inputs[$0] * .pi / 180 : inputs[$0] }
    }
    let found = try #require(Soundness(of: knees).impossible.first)
    #expect(found.kind == .radians && found.count == 1 && found.example.hasPrefix("trial 2 "))
  }

  @Test func `targets in another unit are impossible`() throws {
    for task in PredictionTasks.all {
      let cohort = try Self.cohort(.healthy, task)
      let each = task.frames * task.outputs.count
      let perKilogram = try changed(cohort, targets: { t in t.indices.map { t[$0] / cohort.masses[$0 / each] } })
      #expect(kinds(perKilogram) == kinds(cohort) + [.targetUnit] || kinds(perKilogram).first == .targetUnit)
      expectFault(.data, "in \(task.unit) already", "\(task.rawUnit) are expected") {
        try Soundness(of: perKilogram).required()
      }
      for factor: Float in [1000, 0.001, 65] {
        let other = try changed(cohort, targets: { $0.map { $0 * factor } })
        #expect(Soundness(of: other).impossible.map(\.kind) == [.targetUnit], "\(task.name) \(factor)")
      }
      // One trial among many.
      let one = try changed(
        cohort, targets: { t in t.indices.map { $0 / each == 1 ? t[$0] / cohort.masses[1] : t[$0] } })
      #expect(Soundness(of: one).impossible.map(\.count) == [1])
    }
  }

  @Test func `targets of the other sign are odd`() throws {
    for task in PredictionTasks.all {
      let cohort = try changed(Self.cohort(.healthy, task), targets: { $0.map { -$0 } })
      let soundness = Soundness(of: cohort)
      let found = try #require(soundness.odd.first { $0.kind == .reversedTargets })
      #expect(found.count == cohort.trials && soundness.impossible.isEmpty)
      #expect(soundness.marks.contains("targets-reversed (\(cohort.trials))"))
      #expect(try soundness.required().filter { $0.contains(task.outputs[1]) }.count == 1)
    }
    // One output in half of the trials.
    let cohort = try Self.cohort()
    let half = try changed(
      cohort, targets: { t in t.indices.map { $0 % 3 == 1 && $0 / 540 % 2 == 0 ? -t[$0] : t[$0] } })
    let found = try #require(Soundness(of: half).odd.first { $0.kind == .reversedTargets })
    #expect(found.count == (cohort.trials + 1) / 2 && found.text.contains("'hip_adduction_r_moment'"))
    #expect(!found.text.contains("'hip_flexion_r_moment'"))
  }

  @Test func `targets are held against the training's own mean curve`() throws {
    let cohort = try Self.cohort()
    let targets = try #require(cohort.normalisedTargets)
    let mean = (0..<540).map { place in
      stride(from: place, to: targets.count, by: 540).reduce(Float(0)) { $0 + targets[$1] } / Float(cohort.trials)
    }
    #expect(Soundness(of: cohort, usual: mean).odd.allSatisfy { $0.kind != .reversedTargets })
    let against = Soundness(of: cohort, usual: mean.map { -$0 }).odd.first { $0.kind == .reversedTargets }
    #expect(against?.count == cohort.trials)
  }

  @Test func `what is far or there twice is said once with a count`() throws {
    let cohort = try Self.cohort()
    let odd = try changed(cohort) { inputs in
      var changed = inputs
      for trial in [3, 4, 5] { changed[trial * 1800 + 704] = -100 }
      for index in 0..<1800 {
        changed[7 * 1800 + index] = inputs[index]
        changed[9 * 1800 + index] = inputs[index]
      }
      return changed
    }
    let soundness = Soundness(of: odd)
    let far = try #require(soundness.odd.first { $0.kind == .farAngles })
    #expect(far.count == 3 && far.example.hasPrefix("trial 3 ") && far.text.contains("'hip_adduction_l'"))
    let twice = try #require(soundness.odd.first { $0.kind == .duplicates })
    #expect(twice.count == 2 && twice.text.contains("trial 7 ") && twice.text.contains("trial 0 "))
    #expect(try soundness.required().count == 2)
  }

  @Test func `knees that bend to negative angles are turned as those of a motion file`() throws {
    let folder = "cases/11-npz-knee-negative"
    let reference = try Cohort.read(Fixtures.url("\(folder)/reference_JM60.npz"))
    let turned = try Cohort.read(Fixtures.url("\(folder)/knee_negative_JM60.npz"))
    #expect(turned.inputs == reference.inputs && turned.fingerprint == reference.fingerprint)
    #expect(Soundness(of: reference).mended.isEmpty)
    let said = Soundness(of: turned).mended
    #expect(said.map(\.kind) == [.turnedKnees] && said.map(\.count) == [2])
    #expect(said.first?.text.contains("negative in all 2 trials and was turned") == true)
  }

  @Test func `a knee of each sign is impossible, and knees of some trials are turned`() throws {
    let cohort = try Self.cohort()
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "walkers_JM60.npz")
      let one = try changed(cohort) { i in i.indices.map { $0 % 10 == 6 ? -i[$0] : i[$0] } }
      try one.write(to: url)
      let found = Soundness(of: try Cohort.read(url)).impossible
      #expect(found.map(\.kind) == [.backwardKnees] && found.map(\.count) == [cohort.trials])
      #expect(found.first?.text.contains("'knee_angle_r'") == true)
      let some = try changed(cohort) { i in
        i.indices.map { [6, 8].contains($0 % 10) && $0 / 1800 < 4 ? -i[$0] : i[$0] }
      }
      #expect(Soundness(of: some).impossible.map(\.count) == [4])
      try some.write(to: url)
      let read = try Cohort.read(url)
      #expect(read.inputs == cohort.inputs)
      #expect(Soundness(of: read).mended.map(\.count) == [4])
    }
  }

  @Test func `predictions in another unit are impossible, bad ones are not`() throws {
    for task in PredictionTasks.all {
      let cohort = try Self.cohort(.healthy, task)
      let targets = try #require(cohort.normalisedTargets)
      let raw = try #require(cohort.targets)
      func check(_ predictions: [Float]) -> [Finding.Kind] {
        Soundness(ofPredictions: predictions, in: "p.npz", for: cohort).findings.map(\.kind)
      }
      // Near the truth, in N or Nm; divided by mass twice; nothing at all; a mean; noise; far too large noise.
      let noise = targets.indices.map { Float($0 * 7919 % 2003) / 1001 - 1 }
      #expect(check(raw) == [.predictionUnit])
      #expect(check(zip(raw, noise).map { 0.8 * $0 + 3 * $1 }) == [.predictionUnit])
      #expect(check(targets.map { $0 / 66 }) == [.predictionUnit])
      #expect(
        check(targets).isEmpty && check(targets.map { -0.5 * $0 }).isEmpty && check(targets.map { _ in 0 }).isEmpty)
      #expect(check(targets.map { _ in 0.05 }).isEmpty && check(noise).isEmpty)
      #expect(check(noise.map { $0 * 1000 }) == [.predictionScale])
      expectFault(.data, "p.npz", "\(task.unit) are expected") {
        try Soundness(ofPredictions: raw, in: "p.npz", for: cohort).required()
      }
    }
  }

  @Test func `findings are written and read, and need no targets`() throws {
    let cohort = try smallCohort(inputs: { $0[5] = 300 }, targets: nil)
    let soundness = Soundness(of: cohort)
    #expect(soundness.impossible.map(\.kind) == [.largeAngles])
    #expect(try JSONDecoder().decode(Soundness.self, from: JSONEncoder().encode(soundness)) == soundness)
  }

  @Test(.enabled(if: Fixtures.isShared("real/real_JM60.npz"), "needs ../shared/real"))
  func `real cohorts have nothing impossible and nothing reversed`() throws {
    for name in ["real_JM60", "real_MF60", "real_JM60_both_sides", "real_MF60_both_sides"] {
      let cohort = try Cohort.read(Fixtures.shared.appending(path: "real/\(name).npz"))
      let soundness = Soundness(of: cohort)
      #expect(soundness.impossible.isEmpty && soundness.mended.isEmpty, "\(soundness)")
      #expect(soundness.odd.allSatisfy { $0.kind == .farAngles }, "\(soundness)")
      let flipped = Soundness(of: try changed(cohort, targets: { $0.map { -$0 } }))
      #expect(flipped.odd.contains { $0.kind == .reversedTargets })
    }
  }
}
