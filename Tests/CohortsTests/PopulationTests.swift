import Cohorts
import Faults
import Fixtures
import Formats
import Foundation
import Protocols
import Scores
import SyntheticGait
import TestSupport
import Testing

/// Whose trials a cohort holds is part of the cohort.
@Suite struct PopulationTests {
  /// A cohort file with an array `population` of some words and shape.
  private func write(_ array: NumPyArray?, to url: URL) throws {
    try smallCohort().write(to: url)
    var arrays = try NPZ.read(url)
    arrays["population"] = array
    try NPZ.write(arrays, to: url)
  }

  private func read(_ array: NumPyArray?, named name: String = "walkers_JM60.npz") throws -> Cohort {
    var cohort: Cohort?
    try withTemporaryFolder { folder in
      let url = folder.appending(path: name)
      try write(array, to: url)
      cohort = try Cohort.read(url)
    }
    return try #require(cohort)
  }

  @Test func `one word is for all trials, or each has its own`() throws {
    let one = try read(NumPyArray(shape: [], .strings([" ONFH "])))
    #expect(one.remarks.populations == [.onfh, .onfh, .onfh])
    #expect(try one.statedPopulation() == StatedPopulation(population: .onfh, origin: .file, notice: nil))
    #expect(try read(NumPyArray(.strings(["healthy"]))).remarks.populations == [.healthy, .healthy, .healthy])
    let each = try read(NumPyArray(.strings(["onfh", "onfh", "onfh"])))
    #expect(try each.statedPopulation().population == .onfh)
    let other = try read(NumPyArray(shape: [], .strings(["Stroke"]))).statedPopulation()
    #expect(other.population.rawValue == "stroke" && other.population.isOther)
    #expect(try read(NumPyArray(shape: [], .strings([""]))).remarks.populations == nil)
    // What a file says is no part of what it holds.
    #expect(one.fingerprint == (try smallCohort().fingerprint))
  }

  @Test func `a population that is no word is refused`() throws {
    let faults: [(NumPyArray, String)] = [
      (try NumPyArray(.strings(["onfh", "healthy"])), "has the shape [2]"),
      (try NumPyArray(.strings(["onfh", "", "onfh"])), "has no usable word in trial 1"),
      (try NumPyArray(.floats([1, 2, 3])), "holds no texts"),
    ]
    for (array, words) in faults { expectFault(.data, "'population'", words) { try read(array) } }
  }

  @Test func `several populations in a file need the user's word`() throws {
    let mixed = try read(NumPyArray(.strings(["healthy", "onfh", "healthy"])))
    expectFault(.data, "walkers_JM60.npz", "healthy, onfh", "--population") { try mixed.statedPopulation() }
    let stated = try mixed.statedPopulation(option: .healthy)
    #expect(stated.population == .healthy && stated.origin == .option)
    #expect(stated.notice?.contains("although its file says healthy, onfh") == true)
    #expect(try mixed.selecting([1]).statedPopulation().population == .onfh)
  }

  @Test func `the user's word goes before the file's, the description's and the name's`() throws {
    let described = Cohort.Described(name: "walkers", doi: nil, population: .healthy)
    var patients = try read(NumPyArray(shape: [], .strings(["onfh"])))
    patients.described = described
    #expect(try patients.statedPopulation(option: .onfh).notice == nil)
    let contradicted = try patients.statedPopulation(option: .healthy)
    #expect(contradicted.population == .healthy && contradicted.notice?.contains("its file says onfh") == true)
    let contradicting = try patients.statedPopulation()
    #expect(contradicting.population == .onfh && contradicting.notice?.contains("description says healthy") == true)
    var plain = try read(nil, named: "my_onfh_JM60.npz")
    plain.described = described
    #expect(try plain.statedPopulation() == StatedPopulation(population: .healthy, origin: .description, notice: nil))
    #expect(try plain.statedPopulation(option: .healthy).notice == nil)
  }

  @Test(arguments: [
    ("my_onfh_JM60.npz", Population.onfh), ("Patients_JM60.npz", .onfh), ("walkers_JM60.npz", .healthy),
  ])
  func `a file's name is a default that is said aloud`(name: String, population: Population) throws {
    let stated = try read(nil, named: name).statedPopulation()
    #expect(stated.population == population && stated.origin == .name)
    #expect(stated.notice?.contains("taken for \(population) by its name alone") == true)
  }

  @Test func `synthetic cohorts say whose trials they hold`() throws {
    let synthetic = try SyntheticCohort.generate(subjects: 1, patients: 1, seed: 7)
    for (population, expected) in [(SyntheticCohort.Population.healthy, Population.healthy), (.patients, .onfh)] {
      try withTemporaryFolder { folder in
        let url = folder.appending(path: "walkers_JM60.npz")
        let cohort = try synthetic.cohort(population, task: jointMoment)
        try cohort.write(to: url)
        let again = try Cohort.read(url)
        #expect(try again.statedPopulation() == StatedPopulation(population: expected, origin: .file, notice: nil))
        #expect(again.fingerprint == cohort.fingerprint)
        #expect(try NPZ.read(url)["population"]?.shape == [])
      }
    }
  }

  @Test func `populations are the words of before, and others`() throws {
    for (word, population) in [("healthy", Population.healthy), ("onfh", .onfh), ("external", .external)] {
      #expect(String(decoding: try JSONEncoder().encode([population]), as: UTF8.self) == "[\"\(word)\"]")
      #expect(try JSONDecoder().decode([Population].self, from: Data("[\"\(word)\"]".utf8)) == [population])
      #expect(!population.isOther)
    }
    #expect([Population.external, .onfh, .healthy].sorted() == [.healthy, .onfh, .external])
    #expect(Population(rawValue: "  ") == nil && Population(rawValue: "a\u{0}b") == nil)
    #expect(Population(rawValue: String(repeating: "a", count: 65)) == nil)
  }
}
