import Faults
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

@Suite struct MotionTableTests {
  static let body = "time\thip_flexion_r\tknee_angle_r\n0\t1.5\t-2\n0.01\t2.5\tnan\n0.02\t3.5e1\t4\n"

  @Test(arguments: [
    (
      "version 1",
      "Coordinates\nversion=1\nnRows=3\nnColumns=3\ninDegrees=yes\n\nUnits are S.I.\n\nendheader\n"
    ),
    ("version 3", "inDegrees=no\nDataType=double\nversion=3\nOpenSimVersion=4.5\nendheader\n"),
    ("keys in any case", "Coordinates\nVERSION=1\nNROWS=3\nncolumns=3\nINDEGREES=Yes\nEndHeader\n"),
    ("end header", "Coordinates\nversion=2\n# a remark\nnRows = 3\ninDegrees=yes\nend_header\n# another\n% and one\n"),
    ("old keys", "name walk.mot\ndatacolumns 3\ndatarows 3\nendheader\n"),
  ])
  func `a header of any version is read`(variant: (name: String, header: String)) throws {
    for text in [
      variant.header + Self.body, crlf(variant.header + Self.body), spaces(variant.header + Self.body),
    ] {
      let table = try MotionTable(bytes: Array(text.utf8), file: "walk.mot")
      #expect(table.labels == ["hip_flexion_r", "knee_angle_r"])
      #expect(table.time == [0, 0.01, 0.02])
      #expect(table.column(at: 0) == [1.5, 2.5, 35])
      #expect(table.column(at: 1)[1].isNaN)
      #expect(
        table.inDegrees == (variant.name == "version 3" ? false : variant.name == "old keys" ? nil : true))
    }
  }

  @Test(arguments: [
    ("no endheader\n", "no line says 'endheader'"),
    ("a\nendheader\n", "walk.mot:2: the first column must be 'time'"),
    (
      "a\nendheader\ntime\tx\n0\tfoot\n",
      "walk.mot:4: column 'x' holds 'foot' in row 1; a number is expected."
    ),
    ("a\nendheader\ntime\tx\n0\t0x1F\n", "walk.mot:4: column 'x' holds '0x1F'"),
    ("a\nendheader\ntime\tx\n0\t1\t2\n", "walk.mot:4: 3 or more numbers stand under 2 column names"),
    ("a\nendheader\ntime\tx\ty\n0\t1\n", "walk.mot:4: 2 numbers stand under 3 column names; the file ends"),
    ("a\nendheader\ntime\tx\n1\t1\n0\t2\n", "walk.mot:5: time does not rise: 0.0 s follows 1.0 s in row 2."),
    ("PathFileType\t4\t(X/Y/Z)\n", "walk.mot: is a file of marker positions (.trc)"),
    ("<html>\n", "is a web page"), ("version https://git-lfs.github.com/spec/v1\n", "is a git-lfs pointer"),
    ("a\nendheader\ntime\tx\nnan\t1\n", "walk.mot:4: column 'time' holds nan in row 1; seconds are expected."),
    ("a\nendheader\ntime\tx\n1.7e308\t1\n", "walk.mot:4: column 'time' holds 1.7e+308 in row 1"),
    ("a\nendheader\ntime\tx\n", "there are no rows"),
    ("a\nversion=7\nendheader\n", "walk.mot:2: version=7 is not known"),
    ("DataType=Vec3\nversion=3\nendheader\n", "walk.mot:1: DataType=Vec3 is not known"),
    ("a\ninDegrees=perhaps\nendheader\n", "walk.mot:2: inDegrees=perhaps is not known"),
    ("a\nnRows=99999999999999999999\nendheader\n", "is not a count"),
  ])
  func `a broken table is refused with its place`(text: String, message: String) {
    expectFault(.data, message) { try MotionTable(bytes: Array(text.utf8), file: "walk.mot") }
  }

  @Test(
    arguments: [
      ("nRows=2\nendheader\ntime\tx\n0\t1\n0\t1\n", [.repeatedRows(count: 1, first: 0)], [1]),
      ("endheader\ntime\tx\n0\tnan\n0\tnan\n0\tnan\n1\t5\n", [.repeatedRows(count: 2, first: 0)], [.nan, 5]),
      ("endheader\ntime\tx\n0\t1\n0\t2\n1\t5\n", [.replacedRows(count: 1, first: 0)], [2, 5]),
      (
        "nRows=5\nnColumns=4\nendheader\ntime\tx\n0\t1\n", [.columns(stated: 4, found: 2), .rows(stated: 5, found: 1)],
        [1]
      ),
    ] as [(String, [MotionIrregularity], [Double])])
  func `what can be lived with is read and said`(
    text: String, irregularities: [MotionIrregularity], values: [Double]
  ) throws {
    let table = try MotionTable(bytes: Array(("a\n" + text).utf8), file: "walk.mot")
    #expect(table.irregularities == irregularities)
    #expect(table.values.count == values.count && table.time.count == values.count)
    #expect(zip(table.values, values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
  }

  @Test func `a name that is there twice is refused when it is asked for`() throws {
    let table = try MotionTable(bytes: Array("a\nendheader\ntime\tx\tx\ty\n0\t1\t2\t3\n".utf8), file: "walk.mot")
    #expect(try table.index(of: "y") == 2)
    expectFault(.data, "walk.mot: the columns 'x' and 'x' both name 'x'") { try table.index(of: "x") }
  }

  @Test func `what is written reads back as the same numbers`() throws {
    let numbers = [
      0.1, -1.0 / 3, 331.7057913303967, 92.31735793974563, 1e-300, -0.0, 12345678901234568, .nan,
    ]
    let table = try MotionTable(
      name: "Forces", inDegrees: true, labels: ["a"], time: numbers.indices.map { Double($0) * 0.1 },
      values: numbers)
    let text = table.text()
    let again = try MotionTable(bytes: Array(text), file: "again.sto")
    #expect(again.time == table.time)
    #expect(again.inDegrees == true)
    #expect(zip(again.values, numbers).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
  }

  @Test(arguments: [
    "0.1", "331.7057913303967", "-495.9267010867398", "1e22", "1e23", "9007199254740993",
    "1.7976931348623157e308",
    "4.9e-324", "123456789012345678901234567890", "0.000000000000000000000000000123456789012345678901", ".5",
    "5.",
  ])
  func `every number is the nearest Double`(text: String) throws {
    let table = try MotionTable(bytes: Array("a\nendheader\ntime x\n0 \(text)\n".utf8), file: "x")
    #expect(table.values == [try #require(Double(text.hasSuffix(".") ? text + "0" : text))])
  }

  @Test(
    arguments: [
      (["hip_flexion_r"], 0),
      (["/jointset/hip_r/hip_flexion_r/speed", "/jointset/hip_r/hip_flexion_r/value"], 1),
      (["/jointset/hip_r/hip_flexion_r/value", "hip_flexion_r"], 1), (["hip_flexion_r_moment"], nil),
      (["/jointset/hip_r/hip_flexion_r"], nil),
    ] as [([String], Int?)])
  func `a coordinate is found by its name or its path`(labels: [String], index: Int?) throws {
    let table = try MotionTable(name: "x", labels: labels, time: [0], values: labels.map { _ in 0 })
    #expect(try table.index(of: "hip_flexion_r") == index)
  }

  @Test func `a muscle's force is found among the outputs of a muscle`() throws {
    let labels = [
      "/forceset/psoas_r/activation", "/forceset/psoas_r|power", "/forceset/psoas_r|tendon_force",
    ]
    let table = try MotionTable(name: "x", labels: labels, time: [0], values: [1, 2, 3])
    #expect(try table.index(of: "psoas_r", as: .muscleForce) == 2)
    #expect(try table.index(of: "psoas_r", as: .load) == nil)
  }

  @Test func `every prefix of a file is read or refused and nothing else`() throws {
    let text = "Coordinates\nversion=1\nnRows=3\nnColumns=3\ninDegrees=yes\nendheader\n" + Self.body
    for length in 0..<text.utf8.count {
      let bytes = Array(text.utf8.prefix(length))
      if let table = try? MotionTable(bytes: bytes, file: "prefix") {
        #expect(table.time.count == 3 || table.irregularities == [.rows(stated: 3, found: table.time.count)])
      }
      for flip in stride(from: 0, to: length, by: 7) {
        var broken = bytes
        broken[flip] ^= 0x55
        _ = try? MotionTable(bytes: broken, file: "flipped")
      }
    }
  }

  private func crlf(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }

  private func spaces(_ text: String) -> String {
    String(text.map { $0 == "\t" ? " " : $0 })
  }
}
