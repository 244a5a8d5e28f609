import Cohorts
import Formats
import Foundation
import OpenSim
import TestSupport
import Testing

/// What is handed to OpenSim of plates that nobody stands on.
@Suite("A plate that nobody stands on") struct PlateRestTests {
  /// The plates of the first walker after a change of the forces.
  private func plates(_ change: (_ instant: Double, inout [Double]) -> Void) throws -> (
    forces: PlateForces, raw: MotionTable
  ) {
    var found: (PlateForces, MotionTable)?
    try withTemporaryFolder { folder in
      let walk = try MadeWalk(in: folder)
      try walk.forces(change)
      let table = try SessionTable(folder.appending(path: "sessions.csv"))
      let row = try #require(table.rows.first).row.get()
      found = (
        try row.plates(walk.recipe),
        try MotionTable(contentsOf: folder.appending(path: "H01_forces.mot"))
      )
    }
    return try #require(found)
  }

  @Test func `is named where nobody ever does`() throws {
    let (forces, _) = try plates { _, values in for column in 9..<18 { values[column] = 0 } }
    #expect(forces.feet[.left]?.force.contains { $0.y > 0 } != true)
    #expect(forces.notes.count { $0.hasSuffix(" is trodden on by nobody and not used") } == 1, "\(forces.notes)")
  }

  @Test func `keeps a clean file's forces to the last digit`() throws {
    let (forces, raw) = try plates { _, _ in }
    #expect(try #require(forces.feet[.right]).force.map(\.y) == raw.column(at: 1))
    #expect(try #require(forces.feet[.left]).force.map(\.y) == raw.column(at: 10))
    #expect(!forces.notes.contains { $0.contains("set to zero") })
  }

  @Test func `hands no noise on, says so, and keeps its point by the foot`() throws {
    var count = 0.0
    let (forces, raw) = try plates { _, row in
      for plate in [0, 9] where row[plate + 1] < 20 {
        count += 1
        for place in 0...2 { row[plate + place] = 6 * sin(count * (1.7 + Double(place))) }
        row[plate + 3] = 5 * sin(count * 2.3)
        row[plate + 7] = 4
      }
    }
    let (plate, heights) = (try #require(forces.feet[.right]), raw.column(at: 1))
    let contacts = plate.contacts(forces.time)
    #expect(contacts.count > 1)
    // A row beside a contact may be the end of it.
    let unloaded = plate.force.indices.filter { row in
      heights[row] < 20 && !contacts.contains { $0.contains(row - 2) || $0.contains(row + 2) }
    }
    #expect(unloaded.count > 50)
    #expect(unloaded.allSatisfy { plate.force[$0] == .zero && plate.moment[$0] == .zero })
    // Before the first contact its point stands.
    let first = try #require(contacts.first { $0.lowerBound > 3 })
    #expect(plate.point[0..<(first.lowerBound - 2)].allSatisfy { $0 == plate.point[0] })
    let said = try #require(forces.notes.first { $0.contains("set to zero") })
    #expect(said.hasPrefix("in ") && said.contains("% of the plates' frames forces of less than 20 N were set to zero"))
  }

  @Test func `keeps moments in Nm where lengths are in mm, and scales those in Nmm`() throws {
    for moment in [5.0, 5000] {
      let (forces, raw) = try plates { _, row in
        for plate in [0, 9] {
          for place in 3...5 { row[plate + place] *= 1000 }
          if row[plate + 1] > 20 { row[plate + 7] = moment }
        }
      }
      let plate = try #require(forces.feet[.right])
      let loaded = plate.force.indices.filter { raw.column(at: 1)[$0] > 100 }
      #expect(!loaded.isEmpty && loaded.allSatisfy { abs(plate.moment[$0].y - 5) < 1e-9 })
    }
  }

  @Test func `puts a point right that is lost under little load`() throws {
    let (clean, _) = try plates { _, _ in }
    let (mended, _) = try plates { _, row in if row[1] > 0, row[1] < 50 { row[3...5] = [0, 0, 40] } }
    let (one, other) = (try #require(clean.feet[.right]), try #require(mended.feet[.right]))
    #expect(zip(one.point, other.point).allSatisfy { abs($0.x - $1.x) < 0.1 && abs($0.z - $1.z) < 0.1 })
    #expect(mended.notes.contains { $0.contains("beyond the foot for an instant or under little load") })
  }

  @Test func `has one contact for each step, whatever crosses the threshold for an instant`() throws {
    let (clean, _) = try plates { _, _ in }
    var count = 0
    let (noisy, _) = try plates { _, row in
      count += 1
      if row[1] < 1, count.isMultiple(of: 9) { row[1] = 30 }
    }
    #expect(noisy.feet[.right]?.contacts(noisy.time).count == clean.feet[.right]?.contacts(clean.time).count)
  }
}

/// What limits say of a cycle.
@Suite("The quality of a cycle") struct CycleQualityTests {
  @Test func `has a limit for the residual moment`() throws {
    func objections(_ moment: Double) throws -> [String] {
      let json = """
        {"markerRMS": 0.01, "markerLargest": 0.02, "markerWorst": "A", "residual": 0.05, "residualMoment": \(moment), "uncovered": 0}
        """
      let quality = try JSONDecoder().decode(CycleQuality.self, from: Data(json.utf8))
      return quality.objections(try MadeSession.recipe().limits)
    }
    #expect(try objections(0.08).isEmpty)
    #expect(
      try objections(0.53) == [
        "residual moment at the pelvis 53.00 % of body weight times the pelvis' height, and 10.00 are allowed"
      ])
  }
}
