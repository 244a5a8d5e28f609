import Fixtures
import Foundation
import Protocols
import Registry
import Report
import Runs
import TestSupport
import Testing

/// The numbers of every figure, held against those that another program computed from the same few inputs.
@Suite("The numbers of a figure") struct GoldenFigureTests {
  private static let folder = Fixtures.url("report")

  private static let figures = Result { () throws -> [String: Figure] in
    var figures = [String: Figure]()
    try withHome { home in
      try GoldenHome.write(in: home)
      for figure in try ReportPage(home: home, manifests: []).figures {
        figures[String(figure.name.dropFirst("jm60-rules-walkers-".count))] = figure
      }
    }
    return figures
  }

  /// Every file beside `make.py`, without its ending.
  static let golden = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()

  @Test(arguments: golden) func `are those of the golden file`(_ name: String) throws {
    let ending = ["-summary", "-tests"].first(where: name.hasSuffix) ?? ""
    let figure = try #require(try Self.figures.get()[String(name.dropLast(ending.count))])
    let table = try #require(
      ending == "-summary" ? figure.summary : ending == "-tests" ? figure.tests : figure.numbers)
    let expected = try String(contentsOf: Self.folder.appending(path: "\(name).csv"), encoding: .utf8)
    guard table.csv != expected else { return }
    let lines = [table.csv, expected].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let place = zip(lines[0], lines[1]).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(name).csv, line \((place?.offset ?? min(lines[0].count, lines[1].count)) + 1):
      \(place.map { String($0.element.0) } ?? "\(lines[0].count) lines")
      expected:
      \(place.map { String($0.element.1) } ?? "\(lines[1].count) lines")
      """)
  }

  @Test func `are all in a golden file`() throws {
    let figures = try Self.figures.get()
    let tables = figures.flatMap { name, figure in
      [name] + (figure.summary == nil ? [] : ["\(name)-summary"]) + (figure.tests == nil ? [] : ["\(name)-tests"])
    }
    #expect(tables.sorted() == Self.golden)
  }

  @Test func `are in its words, too`() throws {
    let figures = try Self.figures.get()
    func words(_ name: String) throws -> [String] { try #require(figures[name]).panels.map(\.description) }
    #expect(
      try words("alpha-subjects-healthy") == [
        "The largest error is that of H02, most in hip flexion moment (3.00)."
      ])
    #expect(
      try words("subjects") == [
        "RMSE of each subject and entry; the largest errors are those of H02, H06, H04.",
        "RMSE of each subject and entry; the largest errors are those of P04, P02, P01.",
      ])
    #expect(
      try words("learning") == ["Best epochs of the folds: 2, 1.", "1 training."])
    #expect(
      try words("cost") == [
        "alpha: 1234567 parameters, RMSE 1.5625; beta: 250 parameters, RMSE 1.7188.",
        "alpha: 5068 seconds, RMSE 1.5625; beta: 0 seconds, RMSE 1.7188.",
      ])
    #expect(try words("outputs") == ["R² from 0.34 to 0.59.", "R² from 0.47 to 0.72."])
    #expect(
      try words("populations").first
        == "Medians: alpha, healthy 1.562, alpha, ONFH 2.125, beta, healthy 1.812, beta, ONFH 2.375.")
    for (people, trials) in [("onfh", 2), ("healthy", 4)] {
      let caption = try #require(figures["alpha-curves-\(people)"]).caption
      #expect(caption.contains("over \(trials) trials of 2 subjects, in Nm/kg"))
    }
  }

  /// A bracket joins two entries only where the corrected p-value says so.
  @Test func `draw a bracket for what Holm's correction leaves`() throws {
    try withHome { home in
      // Alone with alpha, gamma's p of 2/256 has no other test beside it; with beta it is 6/256.
      try GoldenHome.write(in: home)
      func stars(_ entries: [String]) throws -> [Int] {
        let page = ReportPage.Filter(entries: entries)
        let figure = try #require(ReportPage(home: home, manifests: [], filter: page).figures.first)
        let text = figure.sheet.rendered
        return ["**", "*"].map { mark in text.components(separatedBy: ">\(mark)<").count - 1 }
      }
      #expect(try stars(["alpha-jm60", "gamma-jm60"]) == [9, 0])
      #expect(try stars([]) == [0, 18])
    }
  }
}
