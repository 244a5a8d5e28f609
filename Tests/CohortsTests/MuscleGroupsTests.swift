import Cohorts
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct MuscleGroupsTests {
  static let rajagopal = [
    "addbrev", "addlong", "addmagDist", "addmagIsch", "addmagMid", "addmagProx", "bflh", "glmax1", "glmax2",
    "glmax3", "glmed1", "glmed2", "glmed3", "glmin1", "glmin2", "glmin3", "grac", "iliacus", "piri", "psoas",
    "recfem", "sart", "semimem", "semiten", "tfl",
  ]
  static let gait2392 = [
    "glut_med1", "glut_med2", "glut_med3", "glut_min1", "glut_min2", "glut_min3", "semimem", "semiten",
    "bifemlh",
    "sar", "add_long", "add_brev", "add_mag1", "add_mag2", "add_mag3", "tfl", "grac", "glut_max1",
    "glut_max2",
    "glut_max3", "iliacus", "psoas", "peri", "rect_fem",
  ]

  @Test(arguments: [rajagopal, gait2392], [Side.right, .left])
  func `every group is made of the muscles of both models`(names: [String], side: Side) throws {
    let labels = names.map { $0 + side.ending }
    let table = try MotionTable(name: "x", labels: labels, time: [0], values: labels.map { _ in 1 })
    let columns = try muscleForce.outputs.map {
      try MuscleGroups.usual.columns(of: $0, on: side, in: table)
    }
    #expect(Set(columns.joined()) == Set(labels.indices), "each muscle belongs to one group")
    #expect(columns.joined().count == labels.count)
  }

  @Test func `full paths are muscles too`() throws {
    let labels = Self.rajagopal.map { "/forceset/\($0)_r" }
    let table = try MotionTable(name: "x", labels: labels, time: [0], values: labels.map { _ in 1 })
    #expect(try MuscleGroups.usual.columns(of: "iliopsoas_r", on: .right, in: table).count == 2)
  }

  @Test func `a missing muscle is named`() throws {
    let labels = Self.rajagopal.filter { $0 != "glmax2" }.map { $0 + "_r" }
    let table = try MotionTable(
      source: "so.sto", name: "x", labels: labels, time: [0], values: labels.map { _ in 1 })
    expectFault(.data, "so.sto: the group glmax_r needs the column 'glmax2_r', which is not there.") {
      try MuscleGroups.usual.columns(of: "glmax_r", on: .right, in: table)
    }
  }

  @Test func `a person's own groups replace the usual ones`() throws {
    let own = try MuscleGroups.usual.replacing(["glmax_r": ["gmax_a_r", "gmax_b_r"]])
    let table = try MotionTable(name: "x", labels: ["gmax_b_l", "gmax_a_l"], time: [0], values: [1, 2])
    #expect(try own.columns(of: "glmax_r", on: .left, in: table) == [1, 0])
    expectFault(.data, "no muscle group 'gluteus'") { try MuscleGroups.usual.replacing(["gluteus": ["a"]]) }
    for half in ["a +", "+", " "] {
      expectFault(.data, "'glmax_r' has '\(half)', in which a name is missing") {
        try MuscleGroups.usual.replacing(["glmax_r": [half]])
      }
    }
    expectFault(.data, "has no muscle") { try MuscleGroups.usual.replacing(["glmax_r": []]) }
  }

  @Test func `a person's file is read, and a mistake in it has its place`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "muscles.yaml")
      try Data("glmax_r: [gmax_a_r, gmax_b_r]\n".utf8).write(to: url)
      let own = try MuscleGroups.read(url)
      #expect(own.table["glmax_r"] == ["gmax_a_r + gmax_b_r"])
      #expect(own.table["tfl_r"] == MuscleGroups.usual.table["tfl_r"])
      try Data("tfl_r: [tfl_r]\nglmaxx_r: [a]\n".utf8).write(to: url)
      expectFault(.data, "muscles.yaml:2:1") { try MuscleGroups.read(url) }
      try Data("addmag_r: [addmagDist_r, addmagIsch_r, addmagIsch_r]\n".utf8).write(to: url)
      expectFault(.data, "muscles.yaml: The muscle group 'addmag_r' names 'addmagIsch_r' twice") {
        try MuscleGroups.read(url)
      }
      try Data("tfl_r: []\n".utf8).write(to: url)
      expectFault(.data, "'tfl_r'") { try MuscleGroups.read(url) }
      try Data(MuscleGroups.usual.yaml.utf8).write(to: url)
      #expect(
        try MuscleGroups.read(url).table["addmag_r"]?.first == MuscleGroups.usual.table["addmag_r"]?.first)
    }
  }

  @Test func `a muscle that is named in two ways counts once or not at all`() throws {
    let groups = try MuscleGroups.usual.replacing(["addmag_r": ["glmax1_r", "/forceset/glmax1_r"]])
    let forces = try MotionTable(name: "x", labels: ["/forceset/glmax1_r"], time: [0], values: [1])
    expectFault(.data, "names the column '/forceset/glmax1_r' twice, the second time as '/forceset/glmax1_r'") {
      try groups.columns(of: "addmag_r", on: .right, in: forces)
    }
  }
}
