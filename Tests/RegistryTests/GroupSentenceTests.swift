import Registry
import Runs
import TestSupport
import Testing

@Suite("What a table says of its cohort") struct GroupSentenceTests {
  @Test func `the identifier and how the targets came about, once a cohort`() {
    let own = TestedCohort(
      name: "lab", fingerprint: String(repeating: "a", count: 64), population: .healthy, isSynthetic: false,
      doi: "10.5281/zenodo.1", labels: "recipe ours 1234, OpenSim 4.6")
    func group(_ external: TestedCohort?) -> Leaderboard.Group {
      Leaderboard.Group(
        isReported: false, task: "joint-moment", unit: "Nm/kg", protocolName: "quick", protocolFingerprint: "b",
        cohort: own, split: "c", external: external, rows: [])
    }
    let text = group(own).sentence
    #expect(text.contains("lab (aaaaaaaa, doi 10.5281/zenodo.1)"))
    #expect(text.components(separatedBy: "Targets of lab: recipe ours 1234, OpenSim 4.6.").count == 2)
    var other = own
    (other.fingerprint, other.name, other.labels) = ("d", "clinic", "recipe theirs 5678")
    #expect(group(other).sentence.contains("Targets of clinic: recipe theirs 5678."))
  }
}
