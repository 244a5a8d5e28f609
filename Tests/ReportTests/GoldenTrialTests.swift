import Fixtures
import Foundation
import Protocols
import Report
import TestSupport
import Testing

/// The plot of one trial, held against numbers that `Fixtures/report/make.py` computes without HipZoo.
@Suite("The plot of a trial") struct GoldenTrialTests {
  private static let frames = 6

  private static func moment(_ trial: Int, _ output: Int, _ frame: Int) -> Float {
    Float([1, 2, 6][trial] * (output + 1) * ((3 * frame + 2 * output) % 5 - 2)) / 4
  }

  private static func all(_ value: (Int, Int, Int) -> Float) -> [Float] {
    (0..<3).flatMap { trial in
      (0..<frames).flatMap { frame in (0..<3).map { value(trial, $0, frame) } }
    }
  }

  private static func plot(_ trial: Int, isBanded: Bool) throws -> Figure {
    let trials = PlottedTrials(
      task: jointMoment, source: "walks.npz", frames: frames, subjects: ["A", "A", "B"], masses: [60, 62.5, 70],
      references: isBanded ? all(moment) : nil)
    let predictions = all { moment($0, $1, $2) + Float($2 - $1) / 8 }
    let band = isBanded ? try ReferenceBand(of: trials, people: "healthy") : nil
    return try TrialPlot(predictions, for: trials, trial: trial, entry: "lstm", band: band).figure
  }

  @Test(arguments: [("banded", 1), ("bare", 2)])
  func `has the numbers of the golden file`(_ name: String, _ trial: Int) throws {
    let figure = try Self.plot(trial, isBanded: name == "banded")
    func golden(_ ending: String) throws -> String {
      try String(contentsOf: Fixtures.url("report/trial/\(name)\(ending).csv"), encoding: .utf8)
    }
    #expect(try figure.numbers.csv == golden(""))
    #expect(try figure.summary?.csv == golden("-summary"))
  }

  @Test func `says each moment in words, its name in files and what is positive`() throws {
    for panel in try Self.plot(1, isBanded: true).panels {
      let (tree, complaint) = PageTree.read(panel.svg.rendered)
      let texts = try #require(tree, "\(complaint)").all("text").map(\.words)
      let target = try #require(jointMoment.targets.first { texts[0].hasPrefix($0.label) }, "\(texts)")
      #expect(texts.prefix(2).joined().contains(target.name), "\(texts)")
      #expect(texts[1].hasSuffix("Nm/kg, \(try #require(target.positive)) is positive"), "\(texts)")
    }
  }

  @Test func `says whose trial it is, what the band is and how much lies outside`() throws {
    let banded = try Self.plot(1, isBanded: true)
    #expect(banded.title == "walks.npz, trial 1 (A): joint-moment by lstm")
    #expect(banded.caption.contains("in Nm/kg; body mass 62.5 kg."))
    #expect(banded.caption.contains("references of 3 trials of 2 subjects (healthy) in walks.npz."))
    let outside = banded.panels.map { $0.description.split(separator: ";").last.map(String.init) ?? "" }
    #expect(outside.allSatisfy { $0.hasSuffix(" % of the cycle is outside the band.") }, "\(outside)")
    let bare = try Self.plot(2, isBanded: false)
    #expect(bare.caption.contains("No band: there is no finished run of the entry on measured healthy people here"))
    expectFault(.usage, "walks.npz", "there is no trial 3; it has 3, counted from 0: 0 to 2.") {
      try Self.plot(3, isBanded: true)
    }
  }
}
