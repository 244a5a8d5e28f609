import Faults
import Foundation
import OpenSim
import TestSupport
import Testing

/// What plates measure that no foot did, in the session of a computed walker; OpenSim is not started.
@Suite("Plates under a walker") struct PlateTests {
  @Test func `of a sound session are taken, with little to say`() throws {
    try withTemporaryFolder { folder in
      let simulation = try MadeWalk(in: folder).simulation()
      #expect(simulation.refusals.isEmpty && simulation.jobs.count == 2)
      #expect(!simulation.notes.contains { $0.contains("offset") || $0.contains("centre") }, "\(simulation.notes)")
    }
  }

  /// Changes the forces and says why they are refused, if they are.
  private func refusal(_ change: (_ instant: Double, inout [Double]) -> Void) throws -> String? {
    var reason: String?
    try withTemporaryFolder { folder in
      let walk = try MadeWalk(in: folder)
      try walk.forces(change)
      reason = try walk.simulation().refusals.first?.reason
    }
    return reason
  }

  @Test func `whose point drops out in mid-stance are refused with time and distance`() throws {
    let reason = try #require(
      try refusal { instant, row in if (0.3...0.34).contains(instant) { row[3...5] = [0, 0, 0] } })
    #expect(reason.contains("H01_forces.mot: from 0.3"), "\(reason)")
    #expect(reason.contains("the centre of pressure of the plate 'ground_force_r' is"), "\(reason)")
    #expect(reason.contains("m beyond the markers of the right foot under"), "\(reason)")
    #expect(!reason.contains("\n"))
  }

  @Test func `whose force drops out in mid-stance are refused`() throws {
    let reason = try #require(
      try refusal { instant, row in if (0.3...0.34).contains(instant) { row[0...2] = [0, 0, 0] } })
    #expect(reason.contains("s the right foot bears less than 20 N, with"), "\(reason)")
  }

  @Test func `whose force has no number under load are refused`() throws {
    let reason = try #require(try refusal { instant, row in if (0.3...0.34).contains(instant) { row[1] = .nan } })
    #expect(reason.contains("has no number"), "\(reason)")
  }

  @Test(arguments: ["Nmm", "about the origin", "5 Nm"])
  func `with moments that no foot makes are refused`(_ what: String) throws {
    let reason = try refusal { _, row in
      for plate in [0, 9] where row[plate + 1] > 20 {
        switch what {
        case "about the origin":
          row[plate + 6] = row[plate + 4] * row[plate + 2] - row[plate + 5] * row[plate + 1]
          row[plate + 7] = row[plate + 5] * row[plate] - row[plate + 3] * row[plate + 2]
          row[plate + 8] = row[plate + 3] * row[plate + 1] - row[plate + 4] * row[plate]
        default: row[plate + 7] = what == "Nmm" ? 5000 : 5
        }
      }
    }
    if what == "5 Nm" {
      #expect(reason == nil)
    } else {
      #expect(try #require(reason).contains("It is likely in Nmm, or about the origin"))
    }
  }

  @Test func `that never reach zero are zeroed and said, or refused`() throws {
    try withTemporaryFolder { folder in
      let walk = try MadeWalk(in: folder)
      try walk.forces { _, row in row[1] += 25 }
      #expect(
        try walk.simulation().notes.contains {
          $0.contains(
            "the plate 'ground_force_r' has an offset of 0.0, 25.0, 0.0 N (x, y, z) while unloaded, which was taken")
        })
    }
    let reason = try #require(try refusal { _, row in row[10] += 100 })
    #expect(reason.contains("the plate 'ground_force_l' shows 0.0, 100.0, 0.0 N"), "\(reason)")
  }

  @Test func `that do not bear the person over whole strides are refused`() throws {
    let reason = try #require(try refusal { _, row in for place in [0, 1, 2, 9, 10, 11] { row[place] *= 1.15 } })
    #expect(reason.contains("whole strides the plates bear") && reason.contains("they may differ by 10 %"), "\(reason)")
  }
}

/// Masses and recordings that rows of a table say differently.
@Suite("Rows of a table of sessions") struct SessionRowTests {
  @Test func `of a person who is written in two ways are one person's, who has one mass`() throws {
    let reason = try #require(try refusals { try $0.table { $0.replacing("H02,64.8", with: "h1,64.8") } }.first)
    #expect(reason.contains("H01 has a mass of 64.8 kg here and of 71.3 kg in line 2"), "\(reason)")
    try withTemporaryFolder { folder in
      let walk = try MadeWalk(in: folder)
      try walk.table { $0.replacing("H02,64.8", with: "h1,71.3") }
      let notes = try walk.simulation().notes
      #expect(notes.contains("one person is written in more than one way and taken for one: 'H01', 'h1'"), "\(notes)")
    }
  }

  private func refusals(_ change: (MadeWalk) throws -> Void) throws -> [String] {
    var reasons = [String]()
    try withTemporaryFolder { folder in
      let walk = try MadeWalk(in: folder)
      try change(walk)
      reasons = try walk.simulation().refusals.map(\.reason)
    }
    return reasons
  }

  @Test func `with another mass than the model's are refused beyond 5 %`() throws {
    #expect(try refusals { try $0.table { $0.replacing("H01,71.3,", with: "H01,69,") } }.isEmpty)
    let reasons = try refusals { try $0.table { $0.replacing("H01,71.3,", with: "H01,60,") } }
    #expect(reasons.count == 1 && reasons[0].contains("'mass_kg' holds 60.0, and the model 'H01.osim' weighs 71.3 kg"))
  }

  @Test func `with a second mass of one person are refused`() throws {
    let reasons = try refusals { walk in
      try walk.copy("H01.trc", "H01b.trc")
      try walk.table { $0 + "H01,70,1.64,,H01.osim,H01b.trc,H01_forces.mot\n" }
    }
    #expect(reasons.count == 1 && reasons[0].contains("H01 has a mass of 70.0 kg here and of 71.3 kg in line 2"))
  }

  @Test func `with another person's recording are refused, by whatever name it has`() throws {
    let reasons = try refusals { walk in
      try walk.copy("H01.trc", "H03.trc")
      try walk.table { $0 + "H03,71.3,1.64,,H01.osim,H03.trc,H01_forces.mot\n" }
    }
    #expect(reasons.count == 1 && reasons[0].contains("H01 has the same recording in line 2"), "\(reasons)")
  }
}
