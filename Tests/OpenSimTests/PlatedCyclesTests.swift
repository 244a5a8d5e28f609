import Cohorts
import Fixtures
import Formats
import OpenSim
import TestSupport
import Testing

/// Which gait cycles the ground forces cover.
@Suite struct PlatedCyclesTests {
  private func plated(without gap: ClosedRange<Double>?, forces: Bool) throws -> PlatedCycles {
    let walk = try MotionTable(contentsOf: Fixtures.url("cases/01-time-stamp-repeated/reference.mot"))
    let plates = try MotionTable(contentsOf: Fixtures.url("cases/29-feet-swapped-or-plate-shared/reference_forces.mot"))
    let rows = plates.time.indices.filter { gap?.contains(plates.time[$0]) != true }
    let cut = try MotionTable(
      source: "out/S1/forces.mot", name: "GRF", labels: plates.labels, time: rows.map { plates.time[$0] },
      values: rows.flatMap { plates.values[$0 * 2..<$0 * 2 + 2] })
    let findings = try WalkingRecording(walk, forces: forces ? GroundForces(cut, mass: 70) : nil).findings
    return PlatedCycles(findings, forcesAt: cut.time, in: "out/S1")
  }

  @Test(arguments: [true, false]) func `a cycle that a gap of the forces touches is kept out and said`(forces: Bool)
    throws
  {
    let whole = try plated(without: nil, forces: forces)
    #expect(whole.kept.count == 3 && whole.keptOut.isEmpty)
    let cut = try plated(without: 1.5...1.7, forces: forces)
    #expect(cut.kept.count == 2 && cut.keptOut.count == 1)
    let line = try #require(cut.keptOut.first)
    #expect(
      line.hasPrefix("right 1.3") && line.hasSuffix("the ground forces have a gap from 1.496 s to 1.704 s"), "\(line)")
  }

  @Test func `one at both sides of a contact costs two`() throws {
    let cut = try plated(without: 1.3...1.4, forces: false)
    #expect(cut.kept.count == 1 && cut.keptOut.count == 2)
  }
}
