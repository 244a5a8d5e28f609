import Faults
import Formats
import Foundation
import TestSupport
import Testing

@Suite("A file of markers") struct MarkerFileTests {
  /// Three rows of two markers at 100 Hz.
  static let rows = ["1\t0.00\t1\t2\t3\t4\t5\t6", "2\t0.01\t1\t2\t3\t4\t5\t6", "3\t0.02\t1\t2\t3\t\t\t"]

  private func text(
    _ rows: [String] = rows, numbers: String = "100\t100\t3\t2", names: String = "A\t\t\tB\t\t"
  ) -> String {
    "PathFileType\t4\t(X/Y/Z)\tw.trc\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\n\(numbers)\tmm\n"
      + "Frame#\tTime\t\(names)\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n\n" + rows.map { "\($0)\n" }.joined()
  }

  private func reading(_ text: String, _ body: (() throws -> MarkerFile) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "w.trc")
      try Data(text.utf8).write(to: url)
      try body { try MarkerFile(contentsOf: url, named: "w.trc") }
    }
  }

  @Test(arguments: ["A\t\t\tB\t\t", "A\t\t\tB", "A\t\t\tB\t\t\t"])
  func `that agrees with its header is read without a word`(names: String) throws {
    try reading(text(names: names)) { read in
      let file = try read()
      #expect(file.names == ["A", "B"] && file.time.count == 3 && file.irregularities.isEmpty)
      #expect(file.position(1, 1) == SIMD3(4, 5, 6) && file.position(1, 2) == nil)
    }
  }

  @Test(arguments: ["0\t0.000\t-0", "9999999\t9999999.0\t9999999"])
  func `takes what laboratories write for a lost marker for not seen, and says how often`(lost: String) throws {
    let rows = ["1\t0.00\t1\t2\t3\t\(lost)", "2\t0.01\t\(lost)\t4\t5\t0", "3\t0.02\t1\t0\t0\t4\t5\t6"]
    try reading(text(rows)) { read in
      let file = try read()
      #expect(file.position(1, 0) == nil && file.position(0, 1) == nil)
      #expect(file.position(1, 1) == SIMD3(4, 5, 0) && file.position(0, 2) == SIMD3(1, 0, 0))
      #expect(file.irregularities == ["2 places of markers at (0, 0, 0) or 9999999: taken for not seen"])
    }
  }

  @Test func `with a marker without a name keeps the columns of the others`() throws {
    let rows = (0..<2).map { "\($0)\t0.0\($0)\t1\t2\t3\t7\t8\t9\t4\t5\t6" }
    for (names, place) in [("A\t\t\t\t\t\tB\t\t", 6), ("A\t\t\tB\t\t\t\t\t", 3)] {
      try reading(text(rows, numbers: "100\t100\t2\t3", names: names)) { read in
        let file = try read()
        #expect(file.names == ["A", "B"] && file.irregularities.isEmpty)
        #expect(file.position(1, 0) == (place == 6 ? SIMD3(4, 5, 6) : SIMD3(7, 8, 9)))
      }
    }
  }

  @Test(arguments: [
    (["1\t0.00\t1\t2\t3\t4\t5\t6", "2\t0.01\t1\t2\t3\t4\t5"], "w.trc:8: 7 of 8 columns; the file may be cut short."),
    (["1\t0.00\t1\t2\t3\t4\t5\t6", "2\t0.01\t1\t2\t3"], "w.trc:8: 5 of 8 columns; the file may be cut short."),
    (["1\t0.00\t1\t2\t3\t4\t5\t6\t7", "2\t0.01\t1\t2\t3"], "w.trc:7: 9 of 8 columns; three a marker that is named"),
    (Array(rows.prefix(2)), "w.trc: the header says NumFrames 3, and 2 rows are there; the file may be cut short."),
  ])
  func `that is cut, or has more than its names say, is refused`(rows: [String], message: String) throws {
    try reading(text(rows)) { read in expectFault(.data, message) { try read() } }
  }

  @Test(arguments: [
    ("100\t100\t2\t2", "the header says NumFrames 2, but 3 rows are there"),
    ("100\t100\t3\t9", "the header says NumMarkers 9, but columns of 2 are there"),
    (
      "200\t100\t3\t2",
      "the header says DataRate 200.0, but 100.0 rows a second are there by their times, which are taken"
    ),
  ])
  func `that contradicts its header in another way is read, and it is said`(numbers: String, line: String) throws {
    try reading(text(numbers: numbers)) { read in
      let file = try read()
      #expect(file.irregularities == [line])
    }
  }

  @Test(arguments: ["x\ty\tz\t-", "NaN\tinf\t0\t0"])
  func `whose header says no number is read`(numbers: String) throws {
    try reading(text(numbers: numbers)) { read in
      let file = try read()
      #expect(file.irregularities.isEmpty)
    }
  }
}
