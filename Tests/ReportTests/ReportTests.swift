import Faults
import Foundation
import Protocols
import Registry
import Report
import Runs
import Scores
import Testing

@Suite("A report") struct ReportTests {
  private func report() throws -> ReportPage { try ExaminedHome.report }

  private func report(_ filter: ReportPage.Filter) throws -> ReportPage {
    try ReportPage(home: ExaminedHome.shared, manifests: ExaminedHome.manifests(), filter: filter)
  }

  /// The sections, named by task, protocol and cohort.
  private static let anchors = ["mf60-small-synthetic-healthy-mf60", "jm60-small-synthetic-healthy-jm60"]

  private func tree(_ text: String) throws -> PageTree {
    let (tree, complaint) = PageTree.read(text)
    return try #require(tree, "\(complaint)")
  }

  @Test func `shows the entries that a name or a family means, and says which there are when it means none`() throws {
    let page = try report(.init(entries: ["ada", "eve-mf60"])).page(files: "f")
    for name in ["ada-jm60", "ada-mf60", "eve-mf60"] { #expect(page.contains(name)) }
    for name in ["eve-jm60", "bea-jm60", "bea-mf60"] { #expect(!page.contains(name)) }
    let fault = #expect(throws: Fault.self) { try report(.init(entries: ["ad"])) }
    #expect(fault?.kind == .usage && fault?.description.contains("'ad'. There are runs of: ada-jm60, ") == true)
  }

  @Test func `is well-formed, and so is every figure`() throws {
    let report = try report()
    let page = try tree(report.page(files: "report_files"))
    for figure in report.figures {
      let sheet = try tree(figure.sheet.rendered)
      #expect(
        sheet.name == "svg" && sheet.attributes["role"] == "img" && sheet.all("title").count > figure.panels.count)
      #expect(page.first(where: "id", is: "figure-\(figure.name)")?.all("svg").count ?? 0 >= figure.panels.count)
    }
    for panel in page.all("svg") where panel.attributes["class"] == "panel" {
      let title = try #require(panel.all("title").first).words
      #expect(!title.isEmpty)
      #expect(panel.all("desc").first?.words.isEmpty == false, "\(title)")
    }
    let ids = page.all("section").compactMap { $0.attributes["id"] }
    #expect(ids == ["overview"] + Self.anchors + ["reported"])
  }

  @Test func `holds the figures of the paper and more, for both tasks`() throws {
    let names = try Set(report().figures.map(\.name))
    for task in Self.anchors {
      for figure in ["scores", "populations", "ranking", "outputs", "subjects", "learning", "cost"] {
        #expect(names.contains("\(task)-\(figure)"))
      }
      for people in ["healthy", "onfh"] {
        for figure in ["along-cycle", "persons"] { #expect(names.contains("\(task)-\(figure)-\(people)")) }
      }
      for figure in ["curves", "phases", "peaks", "subjects"] {
        for people in ["healthy", "onfh"] {
          for entry in ExaminedHome.entries { #expect(names.contains("\(task)-\(entry)-\(figure)-\(people)")) }
        }
      }
    }
    let panels = try report().figures.first { $0.name == "\(Self.anchors[0])-ada-curves-onfh" }?.panels
    #expect(panels?.count == 14)
  }

  @Test func `prints the registry's numbers to the last digit`() throws {
    let page = try tree(report().page(files: "f"))
    let registry = try RegistryIndex(home: ExaminedHome.shared)
    let board = try Leaderboard(registry, ExaminedHome.manifests(), .init(includesEverySubset: true))
    #expect(board.groups.count == 4)
    func decimals(_ number: Double) -> Int { "\(number)".split(separator: ".").last.map(\.count) ?? 0 }
    var checked = 0
    for group in board.groups {
      let section = try #require(
        page.first(
          where: "id", is: group.isReported ? "reported" : Self.anchors[group.task == "muscle-force" ? 0 : 1]))
      let rows = section.all("tr").filter { $0.children.first { $0.name == "th" } != nil }
      for row in group.rows {
        let own = rows.filter { $0.words.contains(row.entry) }.map(\.words)
        for scores in row.healthy.values.map({ $0 }) + row.external.filter({ $0.key == "overall" }).values {
          for metric in Metric.allCases {
            let average = scores[metric]
            // Reported numbers keep the digits of their source.
            let errors = max(2, decimals(scores.rmse.mean), decimals(scores.mae.mean))
            let digits = !group.isReported ? 3 : metric == .r2 ? max(errors, decimals(scores.r2.mean)) : errors
            func text(_ number: Double) -> String { String(format: "%.\(digits)f", number) }
            var printed = text(average.mean)
            if let deviation = average.deviation { printed += "± \(text(deviation))" }
            if let low = average.low, let high = average.high { printed += "\(text(low)) to \(text(high))" }
            #expect(own.contains { $0.contains(printed) }, "\(row.entry) \(metric): \(printed)")
            checked += 1
          }
        }
      }
    }
    #expect(checked > 100)
  }

  @Test func `says the same numbers in LaTeX, CSV and JSON as in its tables, to the last printed digit`() throws {
    let page = try tree(report().page(files: "f"))
    let registry = try RegistryIndex(home: ExaminedHome.shared)
    let board = try Leaderboard(registry, ExaminedHome.manifests(), .init(includesEverySubset: true))
    #expect(try JSONDecoder().decode(Leaderboard.self, from: Data(board.text(.json).utf8)) == board)
    let csv: [[String]] = try board.text(.csv).split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let heads = csv[0]
    func column(_ name: String) throws -> Int { try #require(heads.firstIndex(of: name)) }
    let (entry, people, subset, metric, mean) = try (
      column("entry"), column("population"), column("subset"), column("metric"), column("mean")
    )
    var checked = 0
    for group in board.groups where !group.isReported {
      let section = try #require(page.first(where: "id", is: Self.anchors[group.task == "muscle-force" ? 0 : 1]))
      let latex = try #require(section.all("pre").first { $0.attributes["class"] == "copied" }).words
      for row in group.rows {
        let line = try #require(latex.split(separator: "\n").first { $0.hasPrefix("\(row.entry) & ") })
        let cells = line.dropLast(3).components(separatedBy: " & ").dropFirst()
        let sides = [("healthy", row.healthy["overall"]), ("onfh", row.external["overall"])]
        let own = section.all("tr").first { $0.all("th").first?.words.hasPrefix(row.entry) == true }
        let printed = own?.all("td").map(\.words) ?? []
        let overview = try #require(page.first(where: "id", is: "overview")).all("table")
          .first { $0.words.hasPrefix(group.task == "muscle-force" ? "Muscle forces" : "Joint moments") }
        let label = row.entry.replacing(/-(mf|jm)60$/, with: "")
        let shown = overview?.all("tr").first { $0.all("th").first?.words.trimmingCharacters(in: .newlines) == label }
        let summary = shown?.all("td").map(\.words)
        var place = cells.startIndex
        for (population, scores) in sides {
          for kind in Metric.allCases {
            let average = try #require(scores?[kind])
            let text = String(format: "%.3f", average.mean)
            let spread = String(format: "%.3f", try #require(average.deviation))
            let number = text.hasPrefix("-") ? "$\(text)$" : text
            #expect(cells[place] == "\(number) $\\pm$ \(spread)")
            #expect(printed.contains { $0.hasPrefix("\(text)± \(spread)") }, "\(row.entry) \(kind) \(printed)")
            if kind == .rmse, row.origin != .baseline {
              #expect(summary?[population == "healthy" ? 0 : 1].hasPrefix("\(text)± \(spread)") == true, "\(label)")
            }
            let wanted = [(entry, row.entry), (people, population), (subset, "overall"), (metric, kind.rawValue)]
            let lines = csv.filter { line in line[1] == "measured" && wanted.allSatisfy { line[$0.0] == $0.1 } }
            #expect(lines.map { Double($0[mean]) } == [average.mean])
            place += 1
            checked += 1
          }
        }
      }
    }
    // Five entries and the baseline, two tasks, two groups of people, three metrics.
    #expect(checked == 72)
  }

  @Test func `draws the numbers that the registry holds`() throws {
    let report = try report()
    let board = try Leaderboard(
      RegistryIndex(home: ExaminedHome.shared), ExaminedHome.manifests(), .init(includesEverySubset: true))
    for group in board.groups where !group.isReported {
      let task = try PredictionTasks.named(group.task)
      let anchor = Self.anchors[group.task == "muscle-force" ? 0 : 1]
      let figure = try #require(report.figures.first { $0.name == "\(anchor)-scores" })
      for row in group.rows where row.origin != .baseline {
        let label = row.entry.replacing("-\(task.suffix.lowercased())", with: "")
        for (subset, scores) in row.healthy {
          for metric in Metric.allCases {
            let drawn = try #require(
              figure.numbers.rows.first { Array($0.prefix(3)) == [metric.rawValue, subset, label] })
            #expect(Double(drawn[4]) == scores[metric].mean)
            #expect(Double(drawn[5]) == scores[metric].deviation)
          }
        }
      }
    }
  }

  @Test func `is written small, whole and the same every time`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = folder.appending(path: "report.html")
    try report().write(to: page)
    let bytes = try Data(contentsOf: page)
    try report().write(to: page)
    #expect(try Data(contentsOf: page) == bytes)
    #expect(bytes.count < 4 << 20, "\(bytes.count) bytes")
    #expect(String(decoding: bytes, as: UTF8.self) == (try report().page(files: "report_files")))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "report_files").path)
    let figures = try report().figures
    let tests = figures.filter { $0.tests != nil }.map { "\($0.name)-tests.csv" }
    #expect(Set(files) == Set(figures.flatMap { ["\($0.name).svg", "\($0.name).csv"] } + tests + ["figures.json"]))
    #expect(files.count == 2 * figures.count + tests.count + 1)
    #expect(tests.count == 6, "scores and both people's cycles of two tasks")
  }

  @Test func `removes the figures of an earlier report and nothing else`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = folder.appending(path: "report.html")
    try report().write(to: page)
    let files = folder.appending(path: "report_files")
    let own = files.appending(path: "mine.svg")
    try Data("mine".utf8).write(to: own)
    let filtered = try report(.init(task: "joint-moment"))
    try filtered.write(to: page)
    let left = try FileManager.default.contentsOfDirectory(atPath: files.path)
    let tests = filtered.figures.filter { $0.tests != nil }.map { "\($0.name)-tests.csv" }
    let figures = filtered.figures.flatMap { ["\($0.name).svg", "\($0.name).csv"] }
    #expect(Set(left) == Set(figures + tests + ["figures.json", "mine.svg"]))
  }

  @Test func `keeps a picture of a figure beside the same drawing, and none beside another`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (page, report) = (folder.appending(path: "report.html"), try report(.init(task: "joint-moment")))
    try report.write(to: page)
    let svg = try #require(report.files(of: page).first)
    let pictures = ["pdf", "png"].map { svg.deletingPathExtension().appendingPathExtension($0) }
    for picture in pictures { try Data("drawn".utf8).write(to: picture) }
    try report.write(to: page)
    #expect(pictures.allSatisfy { FileManager.default.fileExists(atPath: $0.path) })
    try report.write(to: page, width: .column)
    #expect(pictures.allSatisfy { !FileManager.default.fileExists(atPath: $0.path) })
  }

  @Test func `writes figures as wide as a column, with labels of 7 points and more`() throws {
    for figure in try report().figures {
      for (width, millimetres) in [(SheetWidth.column, 85.0), (.page, 180)] {
        let sheet = try tree(figure.sheet(width).rendered)
        #expect(sheet.attributes["width"] == "\(Int(millimetres))mm")
        let box = try #require(sheet.attributes["viewBox"]).split(separator: " ").compactMap { Double($0) }
        let points = millimetres / 25.4 * 72 / box[2]
        let smallest = sheet.all("text").compactMap { text -> Double? in
          text.attributes["font-size"].flatMap { Double($0.dropLast(2)) }
        }.min()
        #expect(try #require(smallest) * points >= 7, "\(figure.name)")
      }
    }
  }

  @Test func `fetches nothing and links only to what it wrote`() throws {
    let report = try report()
    let page = try tree(report.page(files: "report_files"))
    let names = Set(report.figures.flatMap { ["report_files/\($0.name).svg", "report_files/\($0.name).csv"] })
    let ids = Set(allIDs(page))
    #expect(ids.count == allIDs(page).count)
    for link in page.all("a").compactMap({ $0.attributes["href"] }) {
      #expect(names.contains(link) || ids.contains(String(link.dropFirst())), "\(link)")
    }
    for name in ["img", "link", "iframe", "object", "image", "video", "source"] { #expect(page.all(name).isEmpty) }
    // What several panels have in common is drawn once, on this page.
    let used = page.all("use").map { $0.attributes["href"] ?? "" }
    #expect(used.count > 100 && used.allSatisfy { $0.hasPrefix("#") && ids.contains(String($0.dropFirst())) })
    #expect(page.all("g").allSatisfy { $0.attributes["class"] != "shared" })
    for element in page.all("script") + page.all("style") {
      #expect(element.attributes["src"] == nil && !element.words.contains("url(") && !element.words.contains("@import"))
    }
  }

  private func allIDs(_ tree: PageTree) -> [String] {
    (tree.attributes["id"].map { [$0] } ?? []) + tree.children.flatMap(allIDs)
  }

  @Test func `shows only what was asked for`() throws {
    let report = try report(.init(task: "joint-moment", entries: ["bea-jm60", "eve-jm60"]))
    let page = try tree(report.page(files: "f"))
    #expect(page.all("section").compactMap { $0.attributes["id"] } == ["overview", Self.anchors[1]])
    #expect(page.all("input").count { $0.attributes["name"]?.hasSuffix("-entry") == true } == 2)
    #expect(!page.words.contains("cleo"))
  }

  @Test func `says what is wrong with a request`() throws {
    let empty = HomeFolder(FileManager.default.temporaryDirectory.appending(path: "empty-\(UUID().uuidString)").path)
    defer { try? FileManager.default.removeItem(at: empty.url) }
    let missing = try #require(throws: Fault.self) { try ReportPage(home: empty, manifests: []) }
    #expect(missing.kind == .missing && missing.description.contains("hipzoo benchmark"))
    let task = try #require(throws: Fault.self) { try report(.init(task: "knee")) }
    #expect(task.kind == .usage && task.description.contains("joint-moment"))
    let entry = try #require(throws: Fault.self) { try report(.init(entries: ["bee-jm60"])) }
    #expect(entry.kind == .usage && entry.description.contains("bea-jm60"))
  }

  @Test func `survives hostile names and leaves a damaged run out`() throws {
    let home = HomeFolder(FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID().uuidString)").path)
    defer { try? FileManager.default.removeItem(at: home.url) }
    try FileManager.default.createDirectory(at: home.url, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: ExaminedHome.shared.runs, to: home.runs)
    let runs = try FileManager.default.contentsOfDirectory(atPath: home.runs.path).sorted().filter {
      $0.contains("jm60")
    }
    let evil = "../../<script>alert(1)</script>&\\\"'"
    let folder = home.runs.appending(path: runs[0])
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".json") {
      let url = folder.appending(path: file)
      let text = try String(contentsOf: url, encoding: .utf8)
      try Data(text.replacing("\"ada-jm60\"", with: "\"\(evil)\"").utf8).write(to: url)
    }
    // Only a run that was never sealed is taken with names that nobody here gave it.
    try FileManager.default.removeItem(at: RunFolder(home.runs.appending(path: runs[0])).sealFile)
    try Data("{".utf8).write(to: home.runs.appending(path: runs[1]).appending(path: "curves.json"))
    let report = try ReportPage(home: home, manifests: [], filter: .init(task: "joint-moment"))
    #expect(report.notes.contains { $0.contains(runs[1]) && $0.contains("curves.json") }, "\(report.notes)")
    let page = try tree(report.page(files: "f"))
    #expect(page.all("script").count == 1)
    #expect(page.words.contains("../../<script>alert(1)</script>&\"'"))
    #expect(report.figures.allSatisfy { $0.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } })
  }
}
