import Formats
import Foundation
import Report
import Testing

@Suite struct DrawingTests {
  @Test(arguments: [
    ("a < b & \"c\"", "a &lt; b &amp; &quot;c&quot;"), ("\u{0}nul\u{7F}", "nul"), ("µ±²", "µ±²"),
    ("</script><script>alert(1)</script>", "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
  ])
  func textCannotBreakOut(text: String, written: String) {
    #expect(Markup.tag("p", ["title": text], .text(text)).rendered == "<p title=\"\(written)\">\(written)</p>\n")
  }

  @Test(arguments: [
    (1.0, "1"), (-0.04, "0"), (12.34, "12.3"), (-0.06, "-0.1"), (Double.nan, "0"), (.infinity, "0"), (1e300, "0"),
  ])
  func coordinatesAreShortAndFinite(number: Double, text: String) {
    #expect(NumberText.coordinate(number) == text)
  }

  @Test(arguments: [
    ([0.0, 1], [0.0, 0.2, 0.4, 0.6, 0.8, 1]), ([3, 17], [0, 5, 10, 15, 20]),
    ([-0.3, 0.9], [-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]),
  ])
  func ticksAreRoundNumbers(numbers: [Double], ticks: [Double]) {
    let found = Scale(over: numbers, to: (0, 100)).ticks
    #expect(found.count == ticks.count && zip(found, ticks).allSatisfy { abs($0 - $1) < 1e-9 }, "\(found)")
  }

  @Test(arguments: [[], [Double.nan], [5], [1e300, -1e300], [0, 0], [.infinity, 1]])
  func anyNumbersGiveAScale(numbers: [Double]) {
    for isLogarithmic in [false, true] {
      let scale = Scale(over: numbers, to: (10, 110), isLogarithmic: isLogarithmic)
      #expect(scale.domain.lowerBound < scale.domain.upperBound)
      #expect(scale.ticks.count < 20)
      for number in numbers + [0, -1, 3] { #expect((10...110).contains(scale(number))) }
    }
  }

  @Test func aNameThatIsCutKeepsItsEnd() {
    let names = ["a-rather-long-name-of-a-network-lstm", "a-rather-long-name-of-a-network-gru"]
    let cut = names.map { NumberText.fitted($0, size: 11, into: 90) }
    #expect(Set(cut).count == 2 && cut[0].hasPrefix("a-r") && cut[0].hasSuffix("lstm"), "\(cut)")
    #expect(cut.allSatisfy { NumberText.width($0, size: 11) <= 90 })
    #expect(NumberText.fitted("a sentence that is cut", size: 11, into: 80).hasSuffix("…"))
    for width in [0.0, 5, 11] { #expect(NumberText.fitted("name", size: 11, into: width).contains("…")) }
  }

  /// Two columns have room for a long name that is broken; cut, it would not be known.
  @Test func aNameIsBrokenAfterHyphensWhereAllOfItHasRoom() {
    let name = "transformer-mf60-tuned-83317a"
    #expect(NumberText.broken(name, size: 11, into: 400) == [name])
    #expect(NumberText.broken(name, size: 11, into: 120) == ["transformer-mf60-", "tuned-83317a"])
    #expect(NumberText.broken(name, size: 11, into: 40) == nil)
    let panel = BarPanel(
      title: "RMSE", unit: "N/kg",
      bars: ["lstm", name].map { .init(label: $0, style: "c0", mean: 1, deviation: nil, subjects: []) },
      brackets: []
    ).panel()
    let figure = Figure(
      name: "scores", title: "Scores", caption: "", panels: [panel], columns: 1, numbers: DataTable(["entry"]))
    #expect(figure.sheet.rendered.contains(">83317a<"))
  }

  @Test func headingsThatAreTooLongGoOnInTheNextLine() {
    let text = "transformer: who fails, and where, external cohort with-a-name-of-a-cohort-that-is-wider-than-a-line"
    let lines = NumberText.lines(text, size: 18, into: 300)
    #expect(lines.count > 2 && lines.allSatisfy { NumberText.width($0, size: 18) <= 300 }, "\(lines)")
    let cut = "with-a-name-of-a-cohort-that-is-wider-than-a-line"
    #expect(lines.joined(separator: " ").hasPrefix(String(text.dropLast(cut.count))))
    #expect(NumberText.lines("", size: 18, into: 300).isEmpty)
  }

  @Test func tickTextsDiffer() {
    for numbers in [[0, 0.003], [1.5112, 1.5119], [0, 25_000], [-4, 4]] {
      let scale = Scale(over: numbers, to: (0, 1))
      let texts = scale.ticks.map(scale.text)
      #expect(Set(texts).count == texts.count, "\(texts)")
    }
  }

  @Test(arguments: [
    ([4.2, 12.0], ["4", "6", "8", "10", "12"]), ([0.9, 1.3], ["0.8", "1.0", "1.2", "1.4"]),
    ([200_000, 500_000], ["200k", "300k", "400k", "500k"]), ([3, 3000], ["10", "100", "1k"]),
    ([1, 100_000], ["1", "10", "100", "1k", "10k", "100k"]),
  ])
  func aLogarithmicAxisHasTicksEnoughToReadItBy(numbers: [Double], texts: [String]) {
    let scale = Scale(over: numbers, to: (0, 100), isLogarithmic: true)
    let shown = scale.ticks.map(scale.text)
    #expect(shown == texts)
    #expect(scale.ticks.allSatisfy { scale.domain.contains($0) })
  }

  @Test func quartilesAreThoseOfTukey() throws {
    let box = try #require(Quartiles([1, 2, 3, 4, 5, 6, 7, 8, 100]))
    #expect((box.low, box.median, box.high) == (3, 5, 7))
    #expect((box.lowest, box.highest) == (1, 8))
    #expect(Quartiles([.nan]) == nil)
  }

  @Test func tablesAreCSV() {
    let table = DataTable(["a", "b"], [["x,y", "say \"hi\""], ["=SUM(A1)", "-1.5"], ["two\nlines", "+3"]])
    #expect(table.csv == "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n'=SUM(A1),-1.5\n\"two\nlines\",+3\n")
  }

  @Test(arguments: [0, 1, 2, 3, 180, 300])
  func aLineKeepsEveryPointThatMovesIt(count: Int) {
    let points = (0..<count).map { place -> (x: Double, y: Double) in
      let spike: Double = place == 90 ? 25 : 0
      let wave: Double = 60 * sin(Double(place) / 9)
      return (x: Double(place) * 2, y: 80 + wave + spike)
    }
    let kept = Polyline.simplified(points)
    #expect(kept.first?.x == points.first?.x && kept.last?.x == points.last?.x)
    #expect(count < 180 || kept.count < count)
    for point in points {
      // The drawn line at the point's place.
      guard let next = kept.firstIndex(where: { $0.x >= point.x }) else { continue }
      let (before, after) = (kept[max(next - 1, 0)], kept[next])
      let (run, rise): (Double, Double) = (after.x - before.x, after.y - before.y)
      let slope: Double = run > 0 ? rise / run : 0
      let line: Double = run > 0 ? before.y + slope * (point.x - before.x) : after.y
      let length: Double = (1 + slope * slope).squareRoot()
      let distance: Double = abs(line - point.y) / length
      #expect(distance <= Polyline.tolerance + 1e-9)
    }
  }

  @Test func equalDotsAreOneAndNoneIsLost() {
    let points = (0..<200).map { place -> (x: Double, y: Double) in
      (x: Double(place * 37 % 101), y: Double(place * 61 % 97) / 3)
    }
    let path = Marks.dots(points + points, "speck").rendered
    let steps = path.split(separator: "\"")[3].dropFirst().components(separatedBy: "h0").dropLast()
    var (at, drawn) = ((x: 0, y: 0), [[Int]]())
    for step in steps {
      let numbers = step.matches(of: /-?\d+/).compactMap { Int($0.output) }
      at = (at.x + numbers[0], at.y + numbers[1])
      drawn.append([at.x, at.y])
    }
    let wanted = Set(points.map { [Int(($0.x * 2).rounded()), Int(($0.y * 2).rounded())] })
    #expect(Set(drawn) == wanted && drawn.count == wanted.count)
  }

  @Test func panelsBesideEachOtherHaveTheirBarsAtOneHeight() {
    let bars = ["a", "b", "c"].map {
      BarPanel.Bar(label: $0, style: "c0", mean: 1, deviation: nil, subjects: [1])
    }
    let plain = BarPanel(title: "t", unit: "u", bars: bars, brackets: [])
    let brackets = [(0, 1), (0, 2)].map { BarPanel.Bracket(first: $0.0, second: $0.1, p: 0.01) }
    let marked = BarPanel(title: "t", unit: "u", bars: bars, brackets: brackets)
    #expect(marked.lanes == 2 && plain.lanes == 0)
    #expect(plain.panel(lanes: 2).height == marked.panel().height)
    #expect(plain.panel().height < marked.panel().height)
  }

  @Test func aScaleIsSharedButNotWithAWildOne() {
    let (small, other, wild) = ([0.0, 1], [-0.5, 1.2], [-40.0, 3])
    #expect(CommonRange.ends(of: small, among: [small, other, wild]).min() == -0.5)
    #expect(CommonRange.ends(of: small, among: [small, other, wild]).max() == 1.2)
    #expect(CommonRange.ends(of: wild, among: [small, other, wild]) == [-40, 3])
    #expect(CommonRange.ends(of: [.nan], among: [small]) == [])
  }

  @Test func cellsOfATableThatAreNoNumbersSaySo() throws {
    let table = DataTable(["name", "rmse", "where"], [["a", "0.25", "x"], ["b", "-", "y"]])
    let html = table.html().rendered
    #expect(html.contains("<td>0.25</td><td class=\"w\">x</td>") && html.contains("<td>-</td>"))
    #expect(html.contains("<th scope=\"col\" class=\"r\">rmse</th>"))
  }

  @Test func colourStandsOutFromTheGround() throws {
    for palette in [Palette.light, .dark] {
      let ground = try #require(palette.colours.first { $0.name == "ground" })
      let card = try #require(palette.colours.first { $0.name == "card" })
      for colour in palette.colours where !["ground", "card", "grid", "rule"].contains(colour.name) {
        let least = ["ink", "soft", "link"].contains(colour.name) ? 4.5 : 3
        for other in [ground, card] {
          let ratio = contrast(colour.hex, other.hex)
          #expect(ratio >= least, "\(colour.name) on \(other.name): \(ratio)")
        }
      }
    }
  }

  /// The contrast of two colours as WCAG 2.2 defines it.
  private func contrast(_ one: String, _ other: String) -> Double {
    func luminance(_ hex: String) -> Double {
      let number = UInt32(hex, radix: 16) ?? 0
      let parts = [16, 8, 0].map { shift -> Double in
        let part = Double(number >> UInt32(shift) & 255) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }
}
