import Faults
import Foundation
import OpenSim
import TestSupport
import Testing

/// What is looked at before OpenSim starts; the Python that is named is not there, so nothing can have started.
@Suite("A session, before OpenSim starts") struct SessionCheckTests {
  @Test func `that is sound is planned: a scaling and a trial`() throws {
    try withTemporaryFolder { folder in
      let simulation = try MadeSession(in: folder).simulation()
      let ids = ["scale/S1", "trial/S1/walk"].map { "\(simulation.id)/\($0)" }
      #expect(simulation.jobs.map(\.id) == ids && simulation.refusals.isEmpty)
      #expect(simulation.jobs[1].needs == [ids[0]] && simulation.jobs.allSatisfy { !$0.isDone() })
      #expect(simulation.id.hasPrefix("s_session-"))
      #expect(simulation.notes.contains("line 2, S1: plate 'ground_force_r' is the right foot's"))
      #expect(simulation.notes.contains("line 2, S1: plate 'ground_force_l' is the left foot's"))
    }
  }

  @Test(arguments: ["mm to m", "z up", "backwards", "forces in mm"])
  func `in another frame or unit is turned and said`(_ what: String) throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      var words = ""
      switch what {
      case "mm to m":
        for name in ["walk.trc", "standing.trc"] {
          try session.numbers(name) { $1 / 1000 }
          try session.edit(name) { $0.replacing("\tmm\t", with: "\tm\t") }
        }
      case "z up":
        // x, y, z of OpenSim are x, z, -y of the laboratory.
        for name in ["walk.trc", "standing.trc"] {
          try session.edit(name) { text in
            text.components(separatedBy: "\n").map { line in
              var cells = line.components(separatedBy: "\t")
              guard cells.count > 10, Double(cells[0]) != nil else { return line }
              for at in stride(from: 2, to: cells.count - 2, by: 3) {
                let (y, z) = (cells[at + 1], cells[at + 2])
                cells[at + 1] = Double(z).map { "\(-$0)" } ?? z
                cells[at + 2] = y
              }
              return cells.joined(separator: "\t")
            }.joined(separator: "\n")
          }
        }
        words = "markers were read with z up, x forward, mm"
      case "backwards":
        for name in ["walk.trc", "standing.trc"] { try session.numbers(name) { $0 % 3 == 1 ? $1 : -$1 } }
        words = "markers were read with y up, -x forward, mm"
      default:
        try session.numbers("grf.mot") { column, value in (3...5).contains(column % 9) ? value * 1000 : value }
      // As the markers of this session, so there is nothing to say.
      }
      let simulation = try session.simulation()
      #expect(simulation.refusals.isEmpty && simulation.jobs.count == 2)
      #expect(words.isEmpty || simulation.notes.contains { $0.hasSuffix(words) }, "\(simulation.notes)")
      #expect(
        simulation.notes.contains { $0.contains("forces were read") } == (what != "forces in mm" && what != "mm to m"))
    }
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let name: String
    let message: String
    let breaking: @Sendable (MadeSession) throws -> Void
    var testDescription: String { name }

    init(_ name: String, _ message: String, _ breaking: @escaping @Sendable (MadeSession) throws -> Void) {
      (self.name, self.message, self.breaking) = (name, message, breaking)
    }
  }

  static let broken: [Broken] = [
    Broken("no markers file", "column 'markers': there is no file 'gone.trc'") {
      try $0.edit("sessions.csv") { $0.replacing("walk.trc", with: "gone.trc") }
    },
    Broken("no file out of the folder", "column 'markers': there is no file '../walk.trc'") {
      try $0.edit("sessions.csv") { $0.replacing("walk.trc", with: "../walk.trc") }
    },
    Broken("no mass", "column 'mass_kg' holds ''; a body mass from 20 to 300 kg") {
      try $0.edit("sessions.csv") { $0.replacing("S1,70", with: "S1,") }
    },
    Broken("a misspelt column", "there is no column 'ground_forces'") {
      try $0.edit("sessions.csv") { $0.replacing("ground_forces", with: "ground_force") }
    },
    Broken("neither standing trial nor model", "neither 'static' names a standing trial") {
      try $0.edit("sessions.csv") { $0.replacing("standing.trc", with: "") }
    },
    Broken("end before start", "column 'end' holds '1'; a time after 'start' is expected") {
      try $0.edit("sessions.csv") { $0.replacing("grf.mot,,", with: "grf.mot,2,1") }
    },
    Broken("a marker nearly named", "there is no marker 'R.ASIS' of the recipe rajagopal. Did you mean 'R.ASYS'?") {
      try $0.edit("walk.trc") { $0.replacing("R.ASIS", with: "R.ASYS") }
    },
    Broken(
      "two markers nearly named",
      "no marker 'R.ASIS' of the recipe rajagopal. Did you mean 'R.ASYS', and 'L.ASYS' for 'L.ASIS'? Name it so"
    ) {
      try $0.edit("walk.trc") { $0.replacing(".ASIS", with: ".ASYS") }
    },
    Broken("most of a segment", "of the markers of pelvis only") {
      try $0.edit("walk.trc") { text in
        ["R.ASIS", "L.ASIS", "R.PSIS", "L.PSIS"].reduce(text) {
          $0.replacing($1, with: "unlabelled\($1.count)\($1.prefix(1))x\($1.hashValue)")
        }
      }
    },
    Broken("no scaling marker", "by which the recipe rajagopal scales") {
      try $0.edit("standing.trc") { text in
        ["R_HJC", "L_HJC", "R.KneeJoint", "L.KneeJoint"].reduce(text) { $0.replacing($1, with: "c\($1.hashValue)") }
      }
    },
    Broken("another unit", "its unit is 'inch'; mm, cm or m are expected") {
      try $0.edit("walk.trc") { $0.replacing("\tmm\t", with: "\tinch\t") }
    },
    Broken("a unit that cannot be", "m above the feet if the unit is m, as the header says") {
      try $0.edit("walk.trc") { $0.replacing("\tmm\t", with: "\tm\t") }
    },
    Broken("no axis up", "no axis points up") { session in
      // Everything leans by 45 degrees.
      try session.edit("walk.trc") { text in
        text.components(separatedBy: "\n").map { line in
          var cells = line.components(separatedBy: "\t")
          guard cells.count > 10, Double(cells[0]) != nil else { return line }
          for at in stride(from: 2, to: cells.count - 2, by: 3) {
            guard let x = Double(cells[at]), let y = Double(cells[at + 1]) else { continue }
            (cells[at], cells[at + 1]) = ("\((x + y) * 0.7071)", "\((y - x) * 0.7071)")
          }
          return cells.joined(separator: "\t")
        }.joined(separator: "\n")
      }
    },
    Broken("no number", "marker 'Head' holds 'x'; a number is expected") {
      try $0.edit("walk.trc") { $0.replacing("1\t0.0\t-100.0", with: "1\t0.0\tx") }
    },
    Broken(
      "a recording cut after a row",
      "walk.trc: the header says NumFrames 200, and 149 rows are there; the file may be cut"
    ) {
      try $0.edit("walk.trc") { $0.components(separatedBy: "\n").prefix(155).joined(separator: "\n") }
    },
    Broken("a recording cut inside a row", "the file may be cut short.") {
      try $0.edit("walk.trc") { String($0.dropLast(400)) }
    },
    Broken("time that falls", "time does not rise") {
      try $0.edit("walk.trc") { $0.replacing("3\t0.02\t", with: "3\t0.0\t") }
    },
    Broken("a web page", "the first line does not begin with 'PathFileType'") {
      try $0.write("<html></html>", "walk.trc")
    },
    Broken("no plate", "no plate has its nine columns") {
      try $0.edit("grf.mot") { $0.replacing("_px", with: "_qx") }
    },
    Broken("forces of another weight", "70.0 kg weigh 686 N; is the mass right") {
      try $0.numbers("grf.mot") { $0 % 9 < 3 ? $1 / 9.81 : $1 }
    },
    Broken("a mass that does not fit", "200.0 kg weigh 1961 N; is the mass right") {
      try $0.edit("sessions.csv") { $0.replacing("S1,70", with: "S1,200") }
    },
    Broken("forces that point down", "the forces point down, as the foot pushes the plate") {
      try $0.numbers("grf.mot") { $0 % 9 < 3 ? -$1 : $1 }
    },
    Broken("a plate under both feet", "carries both feet") { session in
      // One plate has what both measured.
      try session.edit("grf.mot") { text in
        text.components(separatedBy: "\n").map { line in
          var cells = line.components(separatedBy: "\t")
          guard cells.count == 19, Double(cells[0]) != nil else { return line }
          if cells[2] == "0" { cells.replaceSubrange(1..<10, with: cells[10..<19]) }
          cells.replaceSubrange(10..<19, with: [String](repeating: "0", count: 9))
          return cells.joined(separator: "\t")
        }.joined(separator: "\n")
      }
    },
    Broken("plates elsewhere", "m from the nearer foot in the middle") {
      try $0.numbers("grf.mot") { $0 % 9 == 3 && $1 != 0 ? $1 + 4 : $1 }
    },
    Broken("times that do not overlap", "its times do not overlap those of the markers") { session in
      try session.edit("grf.mot") { text in
        text.components(separatedBy: "\n").map { line in
          var cells = line.components(separatedBy: "\t")
          guard cells.count == 19, let time = Double(cells[0]) else { return line }
          cells[0] = "\(time + 100)"
          return cells.joined(separator: "\t")
        }.joined(separator: "\n")
      }
    },
    Broken("a height in cm", "column 'height_m' holds '183'; a height from 0.3 to 3 m") {
      try $0.edit("sessions.csv") {
        $0.replacing("mass_kg,", with: "mass_kg,height_m,").replacing("70,", with: "70,183,")
      }
    },
    Broken("another word for cadence", "column 'cadence' holds 'medium'; slow, med, fast, self or steps/min") {
      try $0.edit("sessions.csv") {
        $0.replacing("mass_kg,", with: "mass_kg,cadence,").replacing("70,", with: "70,medium,")
      }
    },
    Broken("no pace of a person", "column 'cadence' holds '1.8'; slow, med, fast, self or steps/min") {
      try $0.edit("sessions.csv") {
        $0.replacing("mass_kg,", with: "mass_kg,cadence,").replacing("70,", with: "70,1.8,")
      }
    },
    Broken("a population in one row of two", "sessions.csv:3: column 'population' is empty here and not in other") {
      try $0.edit("sessions.csv") {
        $0.replacing("mass_kg,", with: "mass_kg,population,").replacing("70,", with: "70,healthy,")
          + "S2,70,,standing.trc,walk.trc,grf.mot,,\n"
      }
    },
    Broken("no model", "generic.osim: it is no model of OpenSim") { try $0.write("<html></html>", "generic.osim") },
    Broken("a model of other bodies", "has no body 'torso', which the recipe rajagopal marks or scales") {
      try $0.edit("generic.osim") { $0.replacing("\"torso\"", with: "\"trunk\"") }
    },
    Broken("a segment out of sight", "fewer than 3 of the markers of pelvis are seen (R.ASIS, L.ASIS") { session in
      let columns = try MadeSession.recipe().markers.map(\.body)
      try session.edit("walk.trc") { text in
        text.components(separatedBy: "\n").map { line in
          let cells = line.components(separatedBy: "\t")
          guard cells.count > 10, let row = Int(cells[0]), (50..<80).contains(row) else { return line }
          return cells.enumerated().map { place, cell in
            place > 1 && columns[(place - 2) / 3] == "pelvis" ? "" : cell
          }.joined(separator: "\t")
        }.joined(separator: "\n")
      }
    },
    Broken("a window in ms", "'start' and 'end' leave nothing of what was recorded, from 0.0 to 1.99 s") {
      try $0.edit("sessions.csv") { $0.replacing("grf.mot,,", with: "grf.mot,200,1500") }
    },
    Broken("too short a window", "s in common, which is no gait cycle") {
      try $0.edit("sessions.csv") { $0.replacing("grf.mot,,", with: "grf.mot,0.1,0.4") }
    },
  ]

  @Test(arguments: broken)
  func `that is broken ends in one line with its place`(_ broken: Broken) throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      try broken.breaking(session)
      #expect {
        try session.simulation()
      } throws: { error in
        let fault = error as? Fault
        return fault?.kind == .data && "\(error)".contains(broken.message) && !"\(error)".contains("\n")
          && "\(error)".contains("sessions.csv")
      }
    }
  }

  @Test func `may lie on another disk, whose folders are named in no job`() throws {
    try withTemporaryFolder { folder in
      try withTemporaryFolder { disk in
        let session = try MadeSession(in: folder)
        try FileManager.default.moveItem(at: folder.appending(path: "walk.trc"), to: disk.appending(path: "walk.trc"))
        try session.edit("sessions.csv") { $0.replacing("walk.trc", with: disk.appending(path: "walk.trc").path) }
        let simulation = try session.simulation()
        let id = try #require(simulation.jobs.last?.id)
        #expect(id.hasPrefix("\(simulation.id)/trial/S1/walk-") && !id.contains(disk.lastPathComponent))
        // The way there from the table's folder is another spelling of the same recording.
        let way = "../\(folder.lastPathComponent)/grf.mot"
        try session.edit("sessions.csv") { $0.replacing("grf.mot", with: way) }
        let link = folder.appending(path: "link.trc")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: disk.appending(path: "walk.trc"))
        try session.edit("sessions.csv") { $0 + "S1,70,standing.trc,link.trc,grf.mot,,\n" }
        let again = try session.simulation()
        #expect(again.jobs.count == 2 && again.refusals.map(\.line) == [3])
        #expect(again.refusals.first?.reason.contains("the same recording stands in an earlier line") == true)
      }
    }
  }

  @Test func `says what of it is not used, each once`() throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      try session.edit("walk.trc") { text in
        zip(["R.Biceps", "L.Biceps"], ["*12", "Foo"]).reduce(text) { $0.replacing("\t\($1.0)\t", with: "\t\($1.1)\t") }
      }
      try session.edit("grf.mot") { text in
        text.components(separatedBy: "\n").filter { (Double($0.prefix { $0 != "\t" }) ?? 0) <= 1.7 }
          .joined(separator: "\n")
      }
      try session.edit("sessions.csv") { $0.replacing("grf.mot,,", with: "grf.mot,-3,9") }
      let notes = try session.simulation().notes
      for line in [
        "2 markers of the recording are none of the recipe's and not used: *12, Foo",
        "'start' is -3.0 s, and the markers begin at 0.0 s", "'end' is 9.0 s, and the markers end at 1.99 s",
        "the forces end at 1.7 s and the markers at 1.99 s; what is after is not used",
        "grf.mot: the header says nRows=400, but 341 whole rows are there; it may be cut short",
      ] { #expect(notes.count { $0 == "line 2, S1: \(line)" } == 1, "\(line): \(notes)") }
    }
  }

  @Test func `without an arm's markers is used, and says which are lacking`() throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      try session.edit("walk.trc") { text in
        zip(["L.Elbow", "L.Forearm", "L.Wrist"], 1...).reduce(text) {
          $0.replacing("\t\($1.0)\t", with: "\t*\($1.1)\t")
        }
      }
      let simulation = try session.simulation()
      #expect(simulation.refusals.isEmpty && simulation.jobs.count == 2)
      let said = simulation.notes.filter { $0.contains("without the markers ") && $0.contains("L.Wrist") }
      #expect(said.count == 1, "\(simulation.notes)")
    }
  }

  @Test func `knows the names of another marker set for the same places`() throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      let names = ["R.ASIS": "RASI", "L.ASIS": "LASI", "R.Knee": "RKNE", "L.Ankle": "LANK", "R.Heel": "RHEE"]
      for file in ["walk.trc", "standing.trc"] {
        try session.edit(file) { text in
          names.reduce(text) { $0.replacing("\t\($1.key)\t", with: "\tP01:\($1.value)\t") }
        }
      }
      let simulation = try session.simulation()
      #expect(simulation.refusals.isEmpty && !simulation.notes.contains { $0.contains("without the markers") })
    }
  }

  @Test func `with a model of its own says that standing trials are not used`() throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      try session.edit("sessions.csv") {
        $0.replacing("static,", with: "static,model,").replacing("standing.trc,", with: "standing.trc,generic.osim,")
      }
      let notes = try session.simulation().notes
      #expect(notes.contains("line 2, S1: 'static' not used, since 'model' names a scaled model"), "\(notes)")
    }
  }

  @Test func `one broken row of several is refused alone`() throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      try session.edit("sessions.csv") { $0 + "S2,70,standing.trc,gone.trc,grf.mot,,\n" }
      let simulation = try session.simulation()
      #expect(simulation.jobs.count == 2 && simulation.refusals.map(\.line) == [3])
      #expect(simulation.refusals[0].reason.contains("there is no file 'gone.trc'"))
    }
  }

  @Test func `of a person whose only row is refused is not scaled`() throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      try session.edit("sessions.csv") { $0 + "S2,70,standing.trc,walk.trc,grf.mot,,\n" }
      let simulation = try session.simulation()
      #expect(simulation.refusals.map(\.line) == [3] && simulation.jobs.count == 2)
      #expect(simulation.refusals[0].reason.contains("S1 has the same recording in line 2"))
    }
  }
}
