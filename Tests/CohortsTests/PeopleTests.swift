import Cohorts
import Faults
import Fixtures
import Foundation
import Protocols
import TestSupport
import Testing

/// One person is one person, however they are spelt.
@Suite struct PeopleTests {
  @Test(arguments: ["blank", "case", "zero"])
  func `twelve spellings are six people`(kind: String) throws {
    let cohort = try Cohort.read(Fixtures.url("cases/10-one-person-two-spellings/\(kind)_JM60.npz"))
    #expect(cohort.people.map(\.name) == ["H01", "H02", "H03", "H04", "H05", "H06"])
    #expect(cohort.people.allSatisfy { $0.trials.count == 3 })
    #expect(Set(cohort.subjects).count == 6)
    let said = Soundness(of: cohort).mended
    #expect(said.map(\.kind) == [.spellings] && said.map(\.count) == [6])
    let other = ["blank": "'H01 '", "case": "'h01'", "zero": "'H1'"][kind] ?? ""
    #expect(said.first?.description.contains("'H01' also \(other); 'H02'") == true, "\(said)")
    #expect(try Soundness(of: cohort).required().count == 1)
  }

  @Test func `a merged cohort is divided as if it had been written in one way`() throws {
    let spelt = try smallCohort(subjects: ["H01", "h1 ", "H02"])
    let plain = try smallCohort(subjects: ["H01", "H01", "H02"])
    #expect(spelt.subjects == plain.subjects && spelt.fingerprint == plain.fingerprint)
    #expect(Soundness(of: plain).mended.isEmpty)
    #expect(try spelt.selecting([2, 1]).subjects == ["H02", "H01"])
  }

  @Test func `a person is called as they were first written`() throws {
    let cohort = try smallCohort(subjects: ["a\u{A0}", "A", "\u{200B}a"])
    #expect(cohort.subjects == ["a\u{A0}", "a\u{A0}", "a\u{A0}"])
    #expect(
      Soundness(of: cohort).mended.first?.text
        == "1 person is written in more than one way and taken for one each: 'a\\u{A0}' also 'A', '\\u{200B}a'.")
  }

  @Test func `one person with two spellings and two masses is found`() throws {
    let cohort = try smallCohort(subjects: ["H01", "h01", "H02"], masses: [70, 72, 61.5])
    #expect(Soundness(of: cohort).odd.map(\.kind) == [.twoMasses])
  }

  @Test(arguments: ["", " ", "\u{A0}\u{200B}", "a\u{7}"])
  func `a name of which nothing can be seen is refused`(name: String) {
    expectFault(.data, "small.npz", "'subject_id' has no usable name in trial 1") {
      try smallCohort(subjects: ["H01", name, "H02"])
    }
  }

  @Test func `a trial's digest is that of its angles as NumPy has them`() throws {
    let folder = "cases/11-npz-knee-negative"
    let cohort = try Cohort.read(Fixtures.url("\(folder)/reference_JM60.npz"))
    // hashlib.sha256(X[0].astype('<f4').tobytes())
    #expect(cohort.trialDigest(0) == "9f91a7c320eb119db9c7cc57dfd8741054878b00c3c211844f0d882219bbace3")
    let renamed = try Cohort(
      source: "other.npz", task: cohort.task, inputs: cohort.inputs, targets: nil, subjects: ["X", "Y"],
      heights: cohort.heights, masses: [50, 51], cadences: cohort.cadences)
    #expect(renamed.trialDigest(0) == cohort.trialDigest(0) && renamed.trialDigest(1) != cohort.trialDigest(0))
    // The same walk with the knees of the other sign.
    let turned = try Cohort.read(Fixtures.url("\(folder)/knee_negative_JM60.npz"))
    #expect((0..<2).map(turned.trialDigest) == (0..<2).map(cohort.trialDigest))
  }
}
