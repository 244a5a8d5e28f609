import Faults
import Formats
import Foundation
import TestSupport
import Testing

@Suite struct CSVTests {
  @Test(arguments: [
    ("a,b\n1,\"2,5\"\n", ["1", "2,5"]), ("a;b\n1;2,5\n", ["1", "2,5"]), ("a\tb\n1\t2,5\n", ["1", "2,5"]),
    ("sep=;\na;b\n1;2,5\n", ["1", "2,5"]), ("\u{FEFF}a;b\r\n1;2,5\r\n", ["1", "2,5"]), ("a;b\r1;2,5", ["1", "2,5"]),
    ("\"a,x\";b\n1;2,5\n", ["1", "2,5"]), ("a,b\n1,2;5\n", ["1", "2;5"]),
    ("\"a\",\"b\"\n\"1\",\"2,5\"\n", ["1", "2,5"]), ("\"a\";\"b\"\n\"1\";\"2,5\"\n", ["1", "2,5"]),
    ("\"1\",\"2\"\n\"3\",\"x\"\n", ["3", "x"]),
  ])
  func `commas, semicolons and tabs separate fields`(text: String, fields: [String]) throws {
    let csv = try CSV(Array(text.utf8), file: "t.csv")
    #expect(csv.rows.map(\.fields) == [fields])
    #expect(csv.header.count == 2)
  }

  @Test(arguments: [("70,5", 70.5), ("70.5", 70.5), (" 1e3 ", 1000), ("-0,25", -0.25)])
  func `a decimal comma is understood`(text: String, number: Double) { #expect(text.decimal == number) }

  @Test(arguments: ["1,2,3", "1.000,5", "x", "", ",", "1,x"])
  func `what is no number is none`(text: String) { #expect(text.decimal == nil) }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func `UTF-16 is read with its mark and without`(encoding: String.Encoding) throws {
    let text = "subject;mass\nMüller;70\n"
    for start in ["\u{FEFF}", ""] {
      let bytes = try #require((start + text).data(using: encoding))
      let csv = try CSV(Array(bytes), file: "t.csv")
      #expect(csv.encoding == .utf16 && csv.rows.map(\.fields) == [["Müller", "70"]])
    }
  }

  @Test func `Windows-1252 is decoded and merges nobody`() throws {
    let text = Data(latin1: "subject,mass\nM\u{FC}ller,70\nM\u{F6}ller,71\nN\u{80},60\n")
    let csv = try CSV(Array(text), file: "t.csv")
    #expect(csv.encoding == .windows1252 && csv.rows.map(\.fields[0]) == ["Müller", "Möller", "N€"])
    let broken = Data(latin1: "subject,mass\nM\u{FC}\u{81},70\n")
    expectFault(.data, "t.csv:2: its text is neither UTF-8 nor Windows-1252") { try CSV(Array(broken), file: "t.csv") }
  }

  @Test(arguments: [
    ("a,b,\n1,2,\n3,4,5\nx,,,", "t.csv:4: 4 fields stand under 3 column names"),
    ("a" + String(repeating: ",", count: 4096) + "\n", "more than 4096 columns"),
    ("a,b\n" + String(repeating: ",", count: 4095) + "1\n", "t.csv:2: 4096 fields stand under 2 column names;"),
    ("a,b\n1\n", "t.csv:2: 1 field stands under 2 column names; fields are separated by ','"),
    ("a;b\n1;2;3\n", "t.csv:2: 3 fields stand under 2 column names; fields are separated by ';'"),
    ("PK\u{03}\u{04}xx", "a workbook"), ("\u{FEFF}", "the table is empty"),
  ])
  func `a table that is none is refused`(text: String, message: String) {
    expectFault(.data, message) { try CSV(Array(text.utf8), file: "t.csv") }
  }

  @Test func `what is written reads back, and a spreadsheet runs none of it`() throws {
    let fields = ["a,b", "say \"hi\"", "two\r\nlines", "=SUM(A1)", "+3", "@x", "-1.5", ""]
    let line = CSV.line(fields)
    #expect(line == "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",'=SUM(A1),+3,'@x,-1.5,")
    let csv = try CSV(Array("1,2,3,4,5,6,7,8\n\(line)\n".utf8), file: "t.csv")
    #expect(csv.rows.map(\.fields) == [["a,b", "say \"hi\"", "two\r\nlines", "'=SUM(A1)", "+3", "'@x", "-1.5", ""]])
    #expect(["=1", "a;b", "\u{2028}"].map { CSV.field($0) } == ["=1", "a;b", "\u{2028}"])
  }

  @Test func `a table of more columns or fields than anybody has is refused while it is read`() {
    let wide = [UInt8](repeating: UInt8(ascii: ","), count: 100_000)
    expectFault(.data, "t.csv:1: the table has more than 4096 columns") { try CSV(wide, file: "t.csv") }
    let long = (0..<1_100_000).flatMap { _ in Array("a\n".utf8) }
    expectFault(.data, "t.csv:1000002: ", "1000000 fields") { try CSV(long, file: "t.csv") }
  }

  @Test func `a byte order mark before YAML is passed over, and UTF-16 is named`() throws {
    guard case .mapping(let entries) = try Node(yaml: "\u{FEFF}a: 1\n", file: "t.yaml").content else {
      return #expect(Bool(false))
    }
    #expect(entries.map(\.key) == ["a"])
    let wide = try #require("\u{FEFF}a: 1\n".data(using: .utf16LittleEndian))
    expectFault(.data, "t.yaml: it is UTF-16; save it as UTF-8.") { try Node(yaml: Array(wide), file: "t.yaml") }
  }

  @Test func `empty rows and nameless columns with nothing under them are none`() throws {
    let csv = try CSV(Array("a,b,,\r\n1,2,,\r\n,,,\r\n ,\t,,\r\n3,4,,\r\n,,,\r\n".utf8), file: "t.csv")
    #expect(
      csv.header == ["a", "b"] && csv.rows.map(\.fields) == [["1", "2"], ["3", "4"]] && csv.rows.map(\.line) == [2, 5])
    let kept = try CSV(Array("a,b,\n1,2,\n3,4,5\n".utf8), file: "t.csv")
    #expect(kept.header == ["a", "b", ""] && kept.rows.last?.fields == ["3", "4", "5"])
  }

  @Test(arguments: ["0x46", "0X46", "0x1p3", "-0x46"]) func `a hexadecimal number is none`(text: String) {
    #expect(text.decimal == nil)
  }
}
