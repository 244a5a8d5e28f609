import Faults
import Foundation
import Scores
import TestSupport
import Testing

@Suite("A table of scores that is read") struct ScoreRulesTests {
  private static let sound = #"{"subject":"A","subset":"slow","trials":2,"rmse":0.5,"mae":0.25,"r2":0.75}"#

  private func read(_ rows: String...) throws -> ScoreTable {
    try JSONDecoder().decode(ScoreTable.self, from: Data("{\"scores\":[\(rows.joined(separator: ","))]}".utf8))
  }

  @Test(arguments: [
    ("\"trials\":2", "\"trials\":0", "'trials' is 0; expected 1 or more."),
    ("\"rmse\":0.5", "\"rmse\":-1", "'rmse' is -1.0; expected a finite number from 0."),
    ("\"mae\":0.25", "\"mae\":-0.001", "'mae' is -0.001"), ("\"r2\":0.75", "\"r2\":1.5", "'r2' is 1.5"),
  ])
  func `has no number that no predictions give`(_ old: String, _ new: String, _ words: String) {
    let second = Self.sound.replacing("slow", with: "fast").replacing(old, with: new)
    expectFault(.data, "row 2 (subject A, subset fast, output all): ", words) { try read(Self.sound, second) }
  }

  @Test func `has each row once`() throws {
    let other = Self.sound.replacing("{", with: #"{"output":"hip","#)
    #expect(try read(Self.sound, other).scores.count == 2)
    expectFault(.data, "row 3 (subject A, subset slow, output hip): it is there twice, first as row 2") {
      try read(Self.sound, other, other)
    }
  }

  @Test func `may have large errors, none and an undefined R2`() throws {
    let none = Self.sound.replacing("0.5", with: "0").replacing("0.25", with: "0").replacing("0.75", with: "1")
    let large = Self.sound.replacing("0.75", with: "-1e5").replacing("slow", with: "med")
    let silent = Self.sound.replacing("0.75", with: "null").replacing("slow", with: "fast")
    #expect(try read(none, large, silent).scores.map(\.r2) == [1, -1e5, nil])
  }
}
