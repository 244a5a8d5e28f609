import Foundation
import Protocols
import Report
import Runs
import Testing

/// What a page shows of each person, held against the predictions that the runs kept.
@Suite("One person's curves") struct PersonTests {
  private let anchor = "jm60-small-synthetic-healthy-jm60"

  private func figure(_ name: String) throws -> Figure {
    try #require(try ExaminedHome.report.figures.first { $0.name == "\(anchor)-\(name)" })
  }

  private func kept(_ entry: String) throws -> KeptPredictions {
    let run = try #require(try ExaminedHome.shared.runFolders().first { $0.name.hasPrefix("\(entry)-jm60") })
    return try KeptPredictions(predictions: run.test.predictions, references: run.test.references)
  }

  @Test func `are means over the trials that the run kept`() throws {
    let (figure, kept) = (try figure("persons-healthy"), try kept("bea"))
    let columns = figure.numbers.columns
    let person = String(try #require(columns[3].split(separator: " ").first))
    let trials = kept.subjects.indices.filter { kept.subjects[$0] == person }
    #expect(!trials.isEmpty)
    let reference = try #require(columns.firstIndex(of: "\(person) reference"))
    let predicted = try #require(columns.firstIndex(of: "\(person) bea"))
    for (output, frame) in [(0, 0), (1, 90), (2, 179)] {
      let row = figure.numbers.rows[output * 180 + frame]
      #expect(row[0] == kept.outputs[output])
      for (column, numbers) in [(reference, kept.references), (predicted, kept.predictions)] {
        let own = trials.map { Double(numbers[($0 * 180 + frame) * kept.outputs.count + output]) }
        let mean = own.reduce(0, +) / Double(own.count)
        #expect(abs((Double(row[column]) ?? .nan) - mean) < 1e-6)
      }
    }
  }

  @Test func `are chosen without a script, one at a time, and alone in the file`() throws {
    let report = try ExaminedHome.report
    let (tree, complaint) = PageTree.read(report.page(files: "f"))
    let page = try #require(tree, "\(complaint)")
    let figure = try figure("persons-onfh")
    let element = try #require(page.first(where: "id", is: "figure-\(figure.name)"))
    let choices = element.all("input")
    let checked = choices.map { $0.attributes["checked"] != nil }
    #expect(checked == [true] + [Bool](repeating: false, count: 8))
    #expect(element.all("g").count { $0.attributes["class"] == "who w9" } == 3)
    let style = page.all("style").map(\.words).joined()
    #expect(style.contains(".pick>input:nth-of-type(9):checked~.panels .w9") && style.contains(".who{display:none}"))
    // A line for the reference and one an entry, in each of three panels.
    let sheet = figure.sheet.rendered
    #expect(sheet.components(separatedBy: "stroke-dasharray").count - 1 == 3 * 5 + 5)
  }

  @Test func `are where the names and points of other figures lead`() throws {
    let (tree, _) = PageTree.read(try ExaminedHome.report.page(files: "f"))
    let page = try #require(tree)
    let ids = Set(page.all("input").compactMap { $0.attributes["id"] })
    for name in ["ada-subjects-healthy", "differences"] {
      let links = try #require(page.first(where: "id", is: "figure-\(anchor)-\(name)")).all("a")
        .compactMap { $0.attributes["href"] }.filter { $0.contains("-who-") }
      #expect(links.count >= 12, "\(name)")
      #expect(links.allSatisfy { ids.contains(String($0.dropFirst())) }, "\(name)")
    }
  }

  @Test func `tell where in the cycle the error of the person predicted worst is largest`() throws {
    let (tree, _) = PageTree.read(try ExaminedHome.report.page(files: "f"))
    let shorts = tree?.all("p").filter { $0.attributes["class"] == "short" } ?? []
    let short = try #require(shorts.first { $0.words.contains("Nm/kg") })
    let person = try #require(short.all("a").first).words
    let pattern = /^([a-z]+).* has the smallest .*, most in (.*) and there at ([0-9]+) %/
    let said = try #require(short.words.firstMatch(of: pattern), "\(short.words)")
    let kept = try kept(String(said.1))
    let trials = kept.subjects.indices.filter { kept.subjects[$0] == person }
    func errors(_ output: Int) -> [Double] {
      (0..<180).map { frame in
        trials.reduce(0) { sum, trial in
          let at = (trial * 180 + frame) * kept.outputs.count + output
          return sum + pow(Double(kept.predictions[at] - kept.references[at]), 2)
        }
      }
    }
    let all = kept.outputs.indices.map(errors)
    let sums = all.map { $0.reduce(0, +) }
    let most = try #require(sums.indices.max { sums[$0] < sums[$1] })
    #expect(said.2 == kept.outputs[most].replacing("_r_moment", with: " moment").replacing("_", with: " "))
    let frame = try #require(all[most].indices.max { all[most][$0] < all[most][$1] })
    #expect(said.3 == String(Int((100 * Double(frame) / 179).rounded())))
  }

  @Test func `say at which cadences people walked`() throws {
    let kept = try kept("ada")
    let steps = try #require(kept.stepsPerMinute).map { Int($0.rounded()) }
    let (low, high) = (try #require(steps.min()), try #require(steps.max()))
    #expect(try figure("scores").context.contains("\(low) to \(high) steps/min"))
    let (tree, _) = PageTree.read(try ExaminedHome.report.page(files: "f"))
    let table = try #require(
      tree?.all("table").first { $0.all("caption").first?.words == "Who was tested" })
    let cells = table.all("tr").dropFirst().compactMap { $0.children.last?.words }
    #expect(cells.count == 21 && !cells.contains("-"))
  }
}
