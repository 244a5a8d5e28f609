import Cohorts
import Fixtures
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct CohortInspectionTests {
  /// The lines on which `cohort validate` fails.
  private func findings(_ cohort: Cohort) -> [String] {
    Soundness(of: cohort).findings.filter(\.spoilsAScore).map(\.description)
  }

  @Test func `a sound cohort has no findings`() throws {
    #expect(findings(try smallCohort()).isEmpty)
    #expect(findings(try smallCohort(task: muscleForce)).isEmpty)
  }

  @Test func `what makes a score meaningless is found`() throws {
    let twice = try smallCohort { inputs in
      for index in 0..<1800 { inputs[index + 3600] = inputs[index] }
    }
    #expect(
      findings(twice) == [
        "small.npz: 1 of 3 trials repeats the angles of an earlier one, the first: trial 2 (H02) those of trial 0 (H01); "
          + "keep one of them."
      ])
    let masses = try smallCohort(masses: [70, 72, 61.5])
    #expect(
      findings(masses) == [
        "small.npz: 1 of 2 people has two body masses, the first: H01, 70.0 kg in trial 0 and 72.0 kg in trial 1; one "
          + "mass is expected."
      ])
    let radians = try smallCohort { inputs in
      for index in inputs.indices { inputs[index] *= .pi / 180 }
    }
    #expect(findings(radians).map { $0.contains("all 3 trials look like radians") } == [true])
    let normalised = try smallCohort(targets: 1 / 70)
    #expect(findings(normalised).map { $0.contains("all 3 trials") && $0.contains("in Nm/kg already") } == [true])
    let forces = try smallCohort(task: muscleForce, targets: 1 / 70)
    #expect(findings(forces).map { $0.contains("in N/kg already") } == [true])
  }

  @Test func `an inspection says shapes, people, paces and ranges, and is Codable`() throws {
    let inspection = CohortInspection(of: try smallCohort(), sha256: "00")
    #expect(inspection.inputShape == [3, 180, 10] && inspection.targetShape == [3, 180, 3])
    #expect(inspection.subjects == ["H01", "H02"])
    #expect(inspection.paces.map(\.trials) == [1, 1, 1])
    #expect(inspection.masses == [61.5, 70] && inspection.heights.isEmpty)
    #expect(inspection.oddities == ["3 of 3 trials have no height (no model uses it)."])
    #expect(inspection.inputs[0].trainingMean.map { abs($0 - 16.59384) < 1e-5 } == true)
    #expect(abs(inspection.inputs[0].mean - 16.59384) < 1e-3)
    let again = try JSONDecoder().decode(CohortInspection.self, from: JSONEncoder().encode(inspection))
    #expect(again == inspection)
  }

  @Test func `odd things are told`() throws {
    let cohort = try smallCohort(cadences: [.own, .med, .fast]) { inputs in
      for index in inputs.indices where index % 10 == 9 { inputs[index] = 3 }
    }
    let lines = CohortInspection(of: cohort, sha256: "").oddities.joined(separator: "\n")
    #expect(lines.contains("1 trial has no paced cadence label"))
    #expect(lines.contains("'ankle_angle_l' is constant"))
  }

  @Test func `a fingerprint tells people, numbers and order apart`() throws {
    let cohort = try smallCohort()
    let others = [
      try smallCohort(subjects: ["H01", "H01", "H03"]), try smallCohort(masses: [70, 70, 61]),
      try smallCohort(cadences: [.slow, .med, .med]), try smallCohort(targets: nil),
      try smallCohort(targets: 2), try smallCohort { $0[5] += 0.001 }, try cohort.selecting([1, 0, 2]),
    ]
    #expect(Set(([cohort] + others).map(\.fingerprint)).count == 8)
    #expect(try cohort.selecting([0, 1, 2]).fingerprint == cohort.fingerprint)
  }

  @Test func `targets are divided by body mass in Float`() throws {
    let cohort = try smallCohort()
    let normalised = try #require(cohort.normalisedTargets)
    let targets = try #require(cohort.targets)
    #expect(normalised[5] == targets[5] / 70 && normalised[1619] == targets[1619] / 61.5)
  }

  @Test func `a file is inspected with its digest, as text too`() throws {
    let inspection = try CohortInspection(file: Fixtures.url("npz/swapped_columns.npz"))
    let reference = try CohortInspection(file: Fixtures.url("npz/unicode_float32.npz"))
    #expect(inspection.sha256 != reference.sha256 && inspection.fingerprint == reference.fingerprint)
    #expect(inspection.findings.isEmpty)
    let text = inspection.text
    #expect(
      text.contains("X            [6, 180, 10] in degrees\n") && text.contains("task         joint-moment\n"))
    #expect(text.contains(inspection.fingerprint) && text.contains("train sd"))
  }

  @Test(.enabled(if: Fixtures.isShared("real/real_JM60.npz"), "needs ../shared/real"))
  func `the real cohorts are sound`() throws {
    for name in ["real_JM60", "real_MF60", "real_JM60_both_sides", "real_MF60_both_sides"] {
      let inspection = try CohortInspection(file: Fixtures.shared.appending(path: "real/\(name).npz"))
      #expect(inspection.findings.isEmpty, "\(inspection.findings)")
      #expect(inspection.subjects.count == (inspection.task == "joint-moment" ? 20 : 10))
    }
  }
}
