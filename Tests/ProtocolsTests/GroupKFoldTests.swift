import Faults
import Fixtures
import Foundation
import Protocols
import Testing

/// Folds as scikit-learn divides them, from the file of reference numbers.
private struct GroupKFoldFixture: Decodable {
  var trialsPerSubject: [String: Int]
  var nSplits: Int
  var validationSubjects: [[String]]

  private struct File: Decodable { var groupKFold: GroupKFoldFixture }

  static func read() throws -> GroupKFoldFixture {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(File.self, from: Data(contentsOf: Fixtures.url("protocol.json"))).groupKFold
  }
}

@Suite("Group k-fold") struct GroupKFoldTests {
  @Test func `folds are those of group k-fold with a stable order of ties`() throws {
    let fixture = try GroupKFoldFixture.read()
    let subjects = fixture.trialsPerSubject.sorted { $0.key < $1.key }
      .flatMap { [String](repeating: $0.key, count: $0.value) }
    let folds = try groupKFold(subjects, folds: fixture.nSplits)
    #expect(folds.map { Set($0.map { subjects[$0] }).sorted() } == fixture.validationSubjects)

    let tied = try groupKFold((1...7).flatMap { ["H0\($0)", "H0\($0)"] }, folds: 3)
    let names = tied.map { Set($0.map { "H0\($0 / 2 + 1)" }).sorted() }
    #expect(names == [["H01", "H04", "H07"], ["H03", "H06"], ["H02", "H05"]])
    #expect(throws: Fault.self) { try groupKFold(["A", "B"], folds: 3) }
    let fault = #expect(throws: Fault.self) { try groupKFold(["A", "A"], folds: 5) }
    #expect(fault?.text.hasPrefix("1 training subject cannot be divided into 5 folds") == true)
  }
}
