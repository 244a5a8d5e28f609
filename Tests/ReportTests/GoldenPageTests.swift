import Foundation
import Protocols
import Report
import Runs
import TestSupport
import Testing

@Suite("The tables of a page") struct GoldenPageTests {
  private func page(_ body: (PageTree) throws -> Void) throws {
    try withHome { home in
      try GoldenHome.write(in: home)
      let (tree, complaint) = PageTree.read(try ReportPage(home: home, manifests: manifests()).page(files: "f"))
      try body(try #require(tree, "\(complaint)"))
    }
  }

  /// What its authors report of `alpha`.
  private func manifests() throws -> [Manifest] {
    let text = """
      name: alpha-jm60
      architecture: LSTM
      task: joint-moment
      configuration: {hidden: 2, layers: 1, dropout: 0}
      reported:
        - {cohort: healthy, subset: overall, rmse: 1.5136, mae: 0.6594, r2: 0.775, rmse_sd: 1.40, mae_sd: 0.45, r2_sd: 0.235, n: 12, source: a paper}
        - {cohort: healthy, subset: slow, rmse: 1.3727, mae: 0.6022, r2: 0.7816, n: 12, source: a paper}
        - {cohort: onfh, subset: overall, rmse: 1.7, mae: 0.8, r2: 0.5, n: 9, source: a paper}
      """
    return [try Manifest(yaml: Array(text.utf8), file: "alpha.yaml")]
  }

  private func entryChoices(_ page: PageTree) -> [PageTree] {
    page.all("input").filter { $0.attributes["name"]?.hasSuffix("-entry") == true }
  }

  /// The cells of a table in rows, an interval of a mean left away.
  private func rows(_ page: PageTree, _ caption: String) throws -> [[String]] {
    let table = try #require(page.all("table").first { $0.all("caption").first?.words.hasPrefix(caption) == true })
    return table.all("tr").map { row in
      row.children.map { cell in
        let parts = cell.all("small").map(\.words)
        let rest = parts.reduce(cell.words) { $0.replacing($1, with: "") }
        let spread = parts.first { $0.hasPrefix("±") }.map { " \($0)" } ?? ""
        return (rest.split(separator: "\n").joined().trimmingCharacters(in: .whitespaces) + spread)
      }
    }
  }

  @Test func `have the leaderboard's ranks, means, gaps and corrected p-values`() throws {
    try page { page in
      let rows = try rows(page, "Overall: mean ± sd over subjects, 95 %")
      #expect(
        rows[0] == [
          "Rank", "Entry", "RMSE, Nm/kg", "MAE, Nm/kg", "R²", "ONFH RMSE, Nm/kg", "ONFH MAE, Nm/kg", "ONFH R²",
          "Gap, RMSE", "n", "p to first, RMSE (Holm)", "Reported RMSE, healthy", "Parameters", "Seeds",
        ])
      // These runs are not sealed, since their scores follow from no predictions: they have no rank and no p.
      // The subjects' numbers 1 to 8 have the mean 4.5 and the deviation 2.4495; the patients' 2, 4, 6, 10: 5.5, 3.4157.
      #expect(
        rows[1] == [
          "-", "alpha-jm60 measured", "1.562 ± 0.306", "0.781 ± 0.153", "0.609 ± 0.077", "2.188 ± 0.427",
          "1.094 ± 0.213", "0.453 ± 0.107", "+0.625", "8 + 4", "-", "1.5136", "1\u{202F}234\u{202F}567", "1, 2",
        ])
      #expect(rows[2].prefix(3) == ["-", "beta-jm60 measured", "1.719 ± 0.508"])
      #expect(rows[2].suffix(6) == ["+0.719", "8 + 4", "-", "-", "250", "1"])
      #expect(rows[3].prefix(3) == ["-", "gamma-jm60 measured", "2.062 ± 0.306"])
      #expect(rows[3].suffix(9) == ["-", "-", "-", "-", "8", "-", "-", "-", "1"])
      #expect(rows.count == 4)
    }
  }

  /// Wilcoxon's exact p over eight subjects, computed by hand, times Holm's factor.
  @Test func `have the corrected p-value of each entry against the first in rank, where runs are sealed`() throws {
    try withHome { home in
      let base = [3.0, 8, 1, 6, 2, 7, 4, 5].map { 1 + $0 / 8 }
      // The third subject goes the other way, by twice as much: of the 256 choices of signs the 30 whose sum of ranks,
      // seven times 4 and once 8, is at most 8 on a side, are 60 of 256 for both sides.
      let mixed = base.enumerated().map { $1 + ($0 == 2 ? -0.5 : 0.25) }
      for (entry, errors) in [("alpha", base.map { $0 + 0.5 }), ("beta", base), ("gamma", mixed)] {
        var run = MadeRun(entry: "\(entry)-jm60", subjects: base.indices.map { "H0\($0 + 1)" })
        run.errors = errors
        try run.write(in: home)
      }
      let (tree, complaint) = PageTree.read(try ReportPage(home: home, manifests: []).page(files: "f"))
      let page = try #require(tree, "\(complaint)")
      let rows = try rows(page, "Overall: mean ± sd over subjects, 95 %")
      let column = try #require(rows[0].firstIndex(of: "p to first, RMSE (Holm)"))
      #expect(
        rows.dropFirst().map { [$0[0], $0[1], String($0[2].prefix(5)), $0[column]] } == [
          ["1", "beta-jm60 measured", "1.562", "-"],
          ["2", "gamma-jm60 measured", "1.719", "0.234"],
          // Every subject is worse: 2 of 256, and the smaller of two such p-values among three tests.
          ["3", "alpha-jm60 measured", "2.062", "0.023 *"],
        ])
      #expect(entryChoices(page).map { $0.attributes["checked"] != nil } == [false, true, false])
    }
  }

  @Test func `have an interval around each mean`() throws {
    try page { page in
      let cells = page.all("td").filter { $0.all("small").contains { $0.words.contains(" to ") } }
      #expect(cells.count > 20)
      for cell in cells {
        let words = try #require(cell.all("small").last?.words).components(separatedBy: " to ")
        let ends = words.compactMap(Double.init)
        let mean = try #require(cell.attributes["data-value"].flatMap(Double.init))
        #expect(ends.count == 2 && ends[0] < mean && mean < ends[1], "\(cell.words)")
      }
    }
  }

  @Test func `have the cadences in the order of their steps`() throws {
    try page { page in
      let captions = page.all("caption").map(\.words).filter { $0.hasPrefix("By cadence: ") }
      #expect(captions.prefix(2) == ["By cadence: 78 steps/min (slow)", "By cadence: 135 steps/min (fast)"])
      let (slow, fast) = (try rows(page, captions[0]), try rows(page, captions[1]))
      for rows in [slow, fast] {
        #expect(rows[0].prefix(4) == ["Entry", "RMSE, Nm/kg", "MAE, Nm/kg", "R²"])
        // A quarter or an eighth more in turn, and 0.1875 more.
        #expect(rows[1].prefix(4).map { $0.prefix(5) } == ["alpha", "1.750", "0.875", "0.562"])
        #expect(rows[3].prefix(4).map { $0.prefix(5) } == ["gamma", "2.250", "1.125", "0.438"])
      }
      // The two differ in spread.
      #expect(slow[1][1] != fast[1][1])
    }
  }

  @Test func `have what authors report apart and without a p-value`() throws {
    try page { page in
      let section = try #require(page.first(where: "id", is: "reported"))
      let rows = try rows(section, "Overall: mean ± sd over subjects")
      #expect(
        rows == [
          [
            "Rank", "Entry", "RMSE, Nm/kg", "MAE, Nm/kg", "R²", "ONFH RMSE, Nm/kg", "ONFH MAE, Nm/kg", "ONFH R²",
            "Gap, RMSE", "n", "Source",
          ],
          [
            "1", "alpha-jm60 reported", "1.5136 ± 1.40", "0.6594 ± 0.45", "0.7750 ± 0.235", "1.70", "0.80", "0.50",
            "+0.1864", "12 + 9",
            "a paper",
          ],
        ])
      // Nobody reports patients at a cadence, so that no column stands empty.
      let slow = try self.rows(section, "By cadence: 78 steps/min")
      #expect(slow[0] == ["Entry", "RMSE, Nm/kg", "MAE, Nm/kg", "R²", "n"] && slow[1][1] == "1.3727")
    }
  }

  @Test func `say where the numbers come from`() throws {
    try page { page in
      let facts = try rows(page, "What makes scores comparable")
      #expect(facts.map { $0[0] } == ["What", "protocol", "cohort", "split", "ONFH patients"])
      #expect(facts[2][1] == "walkers: 12 trials of 6 subjects" && facts[2][2] == MadeRun.fingerprint("walkers"))
      #expect(facts[3][1] == "1 subject to train on, 2 folds, 8 to test on")
      #expect(facts[4][2] == MadeRun.fingerprint("patients"))
      let runs = try rows(page, "Runs")
      let shown = runs.dropFirst().map { row in [row[1], row[3], row[4], row[5], row[6]] }
      #expect(
        shown == [
          ["alpha-jm60", "1", "1\u{202F}234\u{202F}567", "2", "2.2 min"],
          ["alpha-jm60", "2", "1\u{202F}234\u{202F}567", "1", "2.8 h"], ["beta-jm60", "1", "250", "1", "0.5 s"],
          ["gamma-jm60", "1", "-", "-", "-"],
        ])
      #expect(page.words.contains("Test subjects: H01, H02, H03, H04, H05, H06, H07, H08."))
      #expect(page.words.contains("rules:\n  scoring:\n    bootstrap:\n      samples: 50\n"))
    }
  }

  @Test func `show the best entry first`() throws {
    try page { page in
      let choices = entryChoices(page)
      #expect(choices.map { $0.attributes["checked"] != nil } == [true, false, false])
      #expect(
        page.all("label").filter { $0.attributes["for"]?.contains("-entry-") == true }.map(\.words) == [
          "alpha", "beta", "gamma",
        ])
    }
  }
}
