import Foundation
import LeaveOnePersonOut
import Protocols
import Testing

@Suite("The example of a protocol that a plugin brings") struct LeaveOnePersonOutTests {
  @Test func `is registered, read from its file and divides`() throws {
    let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../examples/LeaveOnePersonOut").standardized
    let bytes = Array(try Data(contentsOf: folder.appending(path: "leave-one-person-out-quick.yaml")))
    try EvaluationProtocols.add([LeaveOnePersonOut.self])
    try EvaluationProtocols.add([LeaveOnePersonOut.self])
    #expect(EvaluationProtocols.kinds.count { $0.kind == LeaveOnePersonOut.kind } == 1)
    let named = try NamedProtocol(yaml: bytes, file: "leave-one-person-out-quick.yaml")
    let trials = ["B", "A", "C", "A"].map { TrialFacts(subject: $0) }
    let divisions = try named.rules.checkedDivisions(of: trials)
    #expect(divisions.map(\.test) == [[1, 3], [0], [2]])
    #expect(divisions.map(\.pool) == [[0, 2], [1, 2, 3], [0, 1, 3]])
    #expect(divisions.allSatisfy { $0.folds.count == 2 })
  }
}
