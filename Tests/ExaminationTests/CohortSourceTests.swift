import Cohorts
import Examination
import Foundation
import Protocols
import TestSupport
import Testing

@Suite("Where an examination finds its cohorts") struct CohortSourceTests {
  private let task = jointMoment

  /// A folder of cohorts; the one at place n has n + 1 trials.
  private func withFiles(_ names: [String], _ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let cohort = try tinyCohort()
      for (place, name) in names.enumerated() {
        try cohort.selecting(Array(0...place)).write(to: folder.appending(path: name))
      }
      try body(folder)
    }
  }

  private func source(_ healthy: URL, _ external: URL? = nil) -> CohortSource {
    CohortSource(healthy: healthy.path, external: external?.path, computed: healthy.appending(path: "computed"))
  }

  @Test(arguments: [
    "patients_JM60.npz", "onfh_JM60.npz", "a_Patient_group_JM60.npz", "clinic-ONFH_JM60.npz", "zz_patients_JM60.npz",
  ])
  func `tells patients from healthy subjects by the file's name`(_ patients: String) throws {
    try withFiles(
      ["walkers_JM60.npz", patients],
      { folder in
        #expect(try source(folder).healthy(task).subjects.count == 1)
        let external = try #require(try source(folder).external(task))
        #expect(external.summary.trials == 2 && external.population == .onfh)
        #expect(try source(folder).has(task))
      })
  }

  @Test func `never takes patients for healthy subjects`() throws {
    try withFiles(["patients_JM60.npz"]) { folder in
      let isThere = try source(folder).has(task)
      #expect(!isThere)
      expectFault(.missing, "there is no file that ends in _JM60.npz") { try source(folder).healthy(task) }
    }
  }

  @Test func `takes the only file of a folder that was named for it, whatever its name`() throws {
    try withFiles(["walkers_JM60.npz", "clinic/others_JM60.npz"]) { folder in
      let clinic = folder.appending(path: "clinic")
      let external = try source(folder.appending(path: "walkers_JM60.npz"), clinic).external(task)
      #expect(external?.summary.trials == 2 && external?.population == .external)
      #expect(
        external?.remarks.contains { $0.contains("others_JM60.npz: tested as 'external', healthy people") } == true)
      // A single file has no neighbours that belong to it.
      #expect(try source(folder.appending(path: "walkers_JM60.npz")).external(task) == nil)
    }
  }

  @Test func `does not choose between two`() throws {
    try withFiles(["a_JM60.npz", "b_JM60.npz", "walkers_MF60.npz"]) { folder in
      expectFault(.usage, "a_JM60.npz, b_JM60.npz", "--cohort") { try source(folder).healthy(task) }
      expectFault(.missing, "no such file or folder") { try source(folder.appending(path: "no")).healthy(task) }
    }
  }

  @Test func `reads a file once, however often it is asked`() throws {
    try withFiles(["walkers_JM60.npz", "patients_JM60.npz"]) { folder in
      let file = folder.appending(path: "walkers_JM60.npz")
      let (one, both) = (source(file), source(folder))
      #expect(try one.has(task))
      #expect(try both.external(task)?.summary.trials == 2)
      for name in ["walkers_JM60.npz", "patients_JM60.npz"] {
        try Data("no cohort".utf8).write(to: folder.appending(path: name))
      }
      #expect(try one.healthy(task).subjects.count == 1)
      #expect(try both.external(task)?.summary.trials == 2)
      expectFault(.data, "walkers_JM60.npz") { try source(file).healthy(task) }
    }
  }
}
