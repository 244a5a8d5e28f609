import Faults
import Foundation
import Protocols
import Report
import Runs
import TestSupport
import Testing

/// A page of more entries than one panel can show.
@Suite("A report of twelve entries") struct ManyEntriesTests {
  private static let names = (0..<12).map { "a-rather-long-name-of-a-network-number-\($0)" }
  private static let people = (1...10).map { "H\($0 + 10)" }

  private func report(_ body: (ReportPage, PageTree) throws -> Void) throws {
    try withHome { home in
      for (place, name) in Self.names.enumerated() {
        let run = MadeRun(entry: "\(name)-jm60", shift: 0.25 * Double(11 - place), subjects: Self.people)
        try run.write(in: home)
        try run.writeExternal("patients", in: home)
      }
      let report = try ReportPage(home: home, manifests: [])
      let (tree, complaint) = PageTree.read(report.page(files: "f"))
      try body(report, try #require(tree, "\(complaint)"))
    }
  }

  private func figure(_ report: ReportPage, _ name: String) throws -> Figure {
    try #require(report.figures.first { $0.name == "jm60-rules-walkers-\(name)" })
  }

  @Test func `ranks the four best in the drawing and all in the numbers`() throws {
    try report { report, _ in
      let ranking = try figure(report, "ranking")
      #expect(
        ranking.caption.hasSuffix("Of 12 entries the 4 with the smallest mean RMSE are drawn; the numbers have all."))
      #expect(Set(ranking.numbers.rows.map { $0[2] }) == Set(Self.names))
      let sheet = ranking.sheet.rendered
      // No rank beyond the fourth.
      for rank in 5...12 { #expect(!sheet.contains(">\(rank)<") && !sheet.contains(">\(rank)=<")) }
      #expect(sheet.contains(">1<"))
    }
  }

  @Test func `gives equal numbers one rank, and others their own however near they are`() throws {
    try withHome { home in
      for (name, shift) in [("a", 0.25), ("b", 0.25), ("c", 0.2501), ("d", 0.25005)] {
        try MadeRun(entry: "\(name)-jm60", shift: shift).write(in: home)
      }
      let rows = try figure(try ReportPage(home: home, manifests: []), "ranking").numbers.rows
      let output = try #require(rows.first?[1])
      let ranks = rows.filter { $0[1] == output }.map { $0[2].prefix(1) + $0[3] }
      #expect(ranks == ["a1", "b1", "d3", "c4"])
    }
  }

  @Test func `has the pairs overall on the page and those at each cadence in the file`() throws {
    try report { report, _ in
      let scores = try figure(report, "scores")
      #expect(scores.summary?.rows.count == 3 * 66)
      #expect(Set(scores.summary?.rows.map { $0[1] } ?? []) == ["overall"])
      #expect(scores.tests?.rows.count == 3 * 3 * 66)
      #expect(scores.caption.contains("The numbers below have every pair overall"))
    }
  }

  private func words(in panel: Panel) throws -> [String] {
    let (tree, complaint) = PageTree.read(panel.svg.rendered)
    return try #require(tree, "\(complaint)").all("text").map(\.words)
  }

  @Test func `has the whole name of each entry over its rows of people`() throws {
    try report { report, _ in
      let labels = try words(in: try #require(try figure(report, "populations").panels.first))
        .filter { Self.names.contains($0) || $0 == "healthy" || $0 == "ONFH" }
      #expect(labels == Self.names.sorted().flatMap { [$0, "healthy", "ONFH"] }, "\(labels)")
    }
  }

  @Test func `cuts no name under a column so much that it is not known`() throws {
    try withHome { home in
      let names = (0..<12).map { "cyclemixer-no-\($0)" }
      for (place, name) in names.enumerated() {
        try MadeRun(entry: "\(name)-jm60", shift: 0.25 * Double(place), subjects: Self.people).write(in: home)
      }
      let report = try ReportPage(home: home, manifests: [])
      for kind in ["scores", "subjects"] {
        for panel in try figure(report, kind).panels {
          let texts = try words(in: panel)
          for name in names { #expect(texts.contains(name), "\(kind) \(panel.title): \(texts)") }
        }
      }
    }
  }

  @Test func `says of each panel how many people it is about`() throws {
    try report { report, _ in
      let texts = try figure(report, "scores").panels.prefix(9).map { try words(in: $0)[1] }
      #expect(texts.allSatisfy { $0.hasSuffix("; n = 10") }, "\(texts)")
      #expect(
        try figure(report, "ranking").caption.contains(
          "The 10 subjects of walkers are too few to tell any two of 12 entries apart."))
    }
  }

  @Test func `marks in the overview who differs from the best, with the p`() throws {
    try report { _, page in
      let overview = try #require(page.first(where: "id", is: "overview"))
      let rows = overview.all("tr").dropFirst().map { row in row.all("td").map { $0.all("b").first?.words ?? "" } }
      #expect(rows.count { $0[0] == "best" } == 1)
      // 2 of 2^10 for each of 66 pairs is more than 0.05.
      #expect(rows.allSatisfy { $0[0].isEmpty || $0[0] == "best" }, "\(rows)")
      #expect(overview.words.contains("n = 10, too few for a test"))
    }
  }
}

/// What stands beside a score where it is not to be compared with all others.
@Suite("The overview of a report") struct OverviewTests {
  private func page(_ runs: [MadeRun], _ body: (PageTree) throws -> Void) throws {
    try withHome { home in
      for run in runs { try run.write(in: home) }
      let (tree, complaint) = PageTree.read(try ReportPage(home: home, manifests: []).page(files: "f"))
      try body(try #require(tree, "\(complaint)"))
    }
  }

  private let people = (1...8).map { "H0\($0)" }

  private func run(_ entry: String, _ shift: Double, track: String? = nil, origin: String = "trained") -> MadeRun {
    var run = MadeRun(entry: "\(entry)-jm60", origin: origin, shift: shift, subjects: people)
    run.track = track
    return run
  }

  @Test func `names the track of an entry that trains in its own way, and compares it with its own`() throws {
    let runs = [
      run("alpha", 0.5), run("beta", 0.25), run("free", 0, track: "open"), run("wild", 0.75, track: "open"),
      run("said", 0.4, track: "declared"),
    ]
    try page(runs) { page in
      let overview = try #require(page.first(where: "id", is: "overview"))
      let rows = overview.all("tr").dropFirst().map { row in
        [row.all("th")[0].words.trimmingCharacters(in: .newlines), row.all("b").first?.words ?? ""]
      }
      // Eight differences of one sign: 2 of 2^8, the only pair of the open track; three pairs of the others.
      #expect(
        rows == [
          ["alpha", "p 0.023"], ["beta", "best"], ["free open track", "best"], ["said declared track", "p 0.023"],
          ["wild open track", "p 0.008"],
        ])
      let table = try #require(page.all("table").first { $0.all("caption").first?.words.hasPrefix("Overall") == true })
      func marks(_ name: String) -> [String]? {
        table.all("th").first { $0.words.hasPrefix(name) }?.all("span").map(\.words)
      }
      #expect(marks("free-jm60") == ["measured", "open track"] && marks("beta-jm60") == ["measured"])
      // What is said of two rows is said once.
      #expect(page.all("p").map(\.words).contains("free-jm60, wild-jm60: track 'open'"))
    }
  }

  @Test func `is followed by who is best in each section, where, and whether that is chance`() throws {
    try page([run("alpha", 0.5), run("beta", 0.25), run("gamma", 0.375)]) { page in
      let words = try #require(page.all("p").first { $0.attributes["class"] == "short" }).words
      // The errors are 0.1 a place and the shift: 0.35 + 0.25, and 0.7 + 0.25 for the last.
      #expect(
        words.hasPrefix(
          "beta has the smallest mean error (RMSE 0.600 Nm/kg, n = 8), which is more than chance: both others "
            + "differ from it in RMSE (p ≤ 0.023)."), "\(words)")
      #expect(words.contains(" and is worst for H08: RMSE 0.950 Nm/kg, most in hip "), "\(words)")
      #expect(!words.contains("hipzoo show"), "without a manifest there is nothing to show")
    }
    try page([run("alpha", 0.5)]) { page in
      let words = try #require(page.all("p").first { $0.attributes["class"] == "short" }).words
      #expect(words.contains("alpha: RMSE 0.850 Nm/kg, n = 8; there is nothing to compare it with."), "\(words)")
    }
  }

  @Test func `says how the best entry is got, shown and cited`() throws {
    let text = """
      name: beta-jm60
      architecture: LSTM
      task: joint-moment
      configuration: {hidden: 2, layers: 1, dropout: 0}
      weights:
        - {source: https://example.org/beta.pt, sha256: \(String(repeating: "a", count: 64)), license: MIT}
      """
    let manifests = [try Manifest(yaml: Array(text.utf8), file: "beta.yaml")]
    for (origin, way) in [
      ("weights", "pull beta-jm60"),
      ("trained", "weights install beta-jm60-"),
    ] {
      try withHome { home in
        for one in [run("alpha", 0.5), run("beta", 0.25, origin: origin)] { try one.write(in: home) }
        let (tree, _) = PageTree.read(try ReportPage(home: home, manifests: manifests).page(files: "f"))
        let short = try #require(tree?.all("p").first { $0.attributes["class"] == "short" })
        let commands = short.all("code").map(\.words)
        #expect(commands.first?.hasPrefix("hipzoo \(way)") == true, "\(commands)")
        #expect(commands.dropFirst() == ["hipzoo show beta-jm60", "hipzoo cite beta-jm60"])
        #expect(short.words.contains("; its licence and more: ; to cite it: ."), "\(short.words)")
        #expect(short.words.contains("the other differs from it in RMSE (p 0.008)"), "\(short.words)")
      }
    }
  }

  @Test func `says the same of patients, where they were tested`() throws {
    try withHome { home in
      for (entry, shift) in [("alpha", 0.5), ("beta", 0.25)] {
        try run(entry, shift).write(in: home)
        try run(entry, shift).writeExternal("patients", gap: 1, in: home)
      }
      let (tree, _) = PageTree.read(try ReportPage(home: home, manifests: []).page(files: "f"))
      let words = try #require(tree).all("p").filter { $0.attributes["class"] == "short" }.map(\.words)
      #expect(words.count == 2 && words[0].hasPrefix("beta") && words[0].contains("In short. "))
      #expect(
        words[1].hasPrefix(
          "beta has the smallest mean error (RMSE 1.350 Nm/kg, n = 3); 3 subjects are too few for a "
            + "test of whether that is chance."), "\(words)")
      #expect(words[1].contains("On patients (ONFH). "))
      #expect(words[1].contains(" and is worst for P03: RMSE 1.450 Nm/kg"), "\(words)")
    }
  }

  @Test func `says what a baseline has that needs no network, and whether it is better`() throws {
    let runs = [run("alpha", 0.5), run("beta", 0.25), run("mean-curve", 0, origin: "baseline")]
    try page(runs) { page in
      let words = try #require(page.all("p").first { $0.attributes["class"] == "short" }).words
      #expect(words.contains(" The baseline mean-curve has RMSE 0.350, which is smaller."), "\(words)")
      let overview = try #require(page.first(where: "id", is: "overview"))
      let rows = Array(overview.all("tr").dropFirst())
      try #require(rows.count == 3)
      #expect(rows[2].all("th").map { $0.words.trimmingCharacters(in: .newlines) } == ["mean-curve baseline"])
      // Nobody is compared with it.
      #expect(rows[2].words.contains("0.350") && rows[2].all("b").isEmpty)
      #expect(rows[1].all("b").map(\.words) == ["best"])
    }
  }

  @Test func `ends with the same weights on every cohort, each with its people`() throws {
    try withHome { home in
      for (cohort, people) in [("walkers", ["H01", "H02", "H03"]), ("clinic", ["P1", "P2"])] {
        for entry in ["alpha", "beta"] {
          try MadeRun(entry: "\(entry)-jm60", cohort: cohort, origin: "weights", subjects: people).write(in: home)
        }
      }
      let report = try ReportPage(home: home, manifests: [])
      let figure = try #require(report.figures.first { $0.name == "jm60-rules-cohorts" })
      #expect(figure.context == "Cohorts walkers (healthy, n = 3); clinic (healthy, n = 2). Protocol rules.")
      #expect(!report.page(files: "f").contains("GRDB"))
      // Two cohorts of healthy people are told apart by their names.
      let (tree, complaint) = PageTree.read(try #require(figure.panels.first).svg.rendered)
      let texts = try #require(tree, "\(complaint)").all("text").map(\.words)
      #expect(texts.count { $0 == "walkers" } == 2 && texts.count { $0 == "clinic" } == 2, "\(texts)")
    }
  }

  @Test func `names no people of whom no entry is held against others`() throws {
    try withHome { home in
      for (cohort, people) in [("walkers", ["H01", "H02"]), ("clinic", ["P1", "P2"])] {
        try MadeRun(entry: "alpha-jm60", cohort: cohort, origin: "weights", subjects: people).write(in: home)
      }
      // An entry that walked in one cohort alone brings its cohort into none of the others' figures.
      try MadeRun(entry: "beta-jm60", cohort: "track", origin: "weights").write(in: home)
      let figure = try #require(ReportPage(home: home, manifests: []).figures.first { $0.name == "jm60-rules-cohorts" })
      #expect(figure.context == "Cohorts walkers (healthy, n = 2); clinic (healthy, n = 2). Protocol rules.")
    }
  }

  @Test func `compares nobody with an entry whose code has changed since`() throws {
    try withHome { home in
      let runs = [run("alpha", 0), run("beta", 0.25), run("gamma", 0.5)]
      for one in runs { try one.write(in: home) }
      let report = try ReportPage(home: home, manifests: [], current: ["alpha-jm60": "another"])
      let (tree, complaint) = PageTree.read(report.page(files: "f"))
      let page = try #require(tree, "\(complaint)")
      let short = try #require(page.all("p").first { $0.attributes["class"] == "short" }).words
      // The smallest error is alpha's, but the table ranks beta first.
      #expect(short.contains("beta has the smallest mean error"), "\(short)")
      #expect(short.contains("the other differs") || short.contains("the other does not differ"), "\(short)")
      let overview = try #require(page.first(where: "id", is: "overview"))
      #expect(overview.all("b").map(\.words).filter { $0 == "best" }.count == 1)
      #expect(overview.words.contains("alpha (unranked)"))
      func figure(_ name: String) throws -> Figure {
        try #require(report.figures.first { $0.name == "jm60-rules-walkers-\(name)" })
      }
      let scores = try figure("scores")
      #expect(Set(scores.tests?.rows.flatMap { $0[2...3] } ?? []) == ["beta", "gamma"], "\(scores.tests?.rows ?? [])")
      #expect(try figure("differences").title == "Differences from beta by subject")
    }
  }

  @Test func `an entry has one name in all tables, though its past stands in some`() throws {
    try withHome { home in
      var past = run("alpha", 0.25)
      past.version = "old"
      var elsewhere = run("alpha", 0)
      elsewhere.cohort = "others"
      for one in [run("alpha", 0), past, elsewhere] { try one.write(in: home) }
      let report = try ReportPage(
        home: home, manifests: [], current: ["alpha-jm60": MadeRun.fingerprint("entry alpha-jm60")])
      let (tree, complaint) = PageTree.read(report.page(files: "f"))
      let page = try #require(tree, "\(complaint)")
      let overview = try #require(page.first(where: "id", is: "overview"))
      let digits = MadeRun.fingerprint("entry alpha-jm60old").prefix(4)
      let names = overview.all("tr").map(\.words).filter { $0.contains("alpha") }
      #expect(names.count == 2 && names.count { $0.contains("alpha trained \(digits) (unranked)") } == 1, "\(names)")
      #expect(names.count { $0.contains("trained") } == 1, "\(names)")
    }
  }

  @Test func `ranks anew among the entries that are asked for, and says how many are left out`() throws {
    try withHome { home in
      for one in [run("alpha", 0), run("beta", 0.25), run("gamma", 0.5), run("mean-curve", 0.7, origin: "baseline")] {
        try one.write(in: home)
      }
      let report = try ReportPage(home: home, manifests: [], filter: .init(entries: ["beta-jm60", "gamma-jm60"]))
      let (tree, complaint) = PageTree.read(report.page(files: "f"))
      let page = try #require(tree, "\(complaint)")
      let table = try #require(page.all("table").first { $0.attributes["class"] == "sortable entries" })
      let rows = table.all("tr").dropFirst().map { $0.all("th").map(\.words) + $0.all("td").prefix(1).map(\.words) }
      #expect(rows.map(\.last) == ["1", "2", "-"], "\(rows)")
      #expect(
        page.words.contains("1 other row left out, since not asked for; ranks and tests are among the rows shown."))
      #expect(page.words.contains("one pair, so no correction") && !page.words.contains("alpha"))
    }
  }

  @Test func `keeps the names of figures when people adapt weights once more`() throws {
    try withHome { home in
      func names() throws -> [String] { try ReportPage(home: home, manifests: []).figures.map(\.name) }
      try MadeRun(entry: "alpha-jm60", rules: "finetune").write(in: home)
      let first = try names()
      try #require(first.contains { $0.hasSuffix("-scores") || $0.hasSuffix("-subjects") })
      let pattern = try Regex("^jm60-finetune-walkers-[0-9a-f]{8}-")
      #expect(first.allSatisfy { $0.contains(pattern) }, "\(first)")
      try MadeRun(entry: "alpha-jm60", rules: "finetune", split: "another").write(in: home)
      let second = try names()
      #expect(Set(first).isSubset(of: second) && second.count > first.count)
    }
  }

  @Test func `is no folder`() throws {
    try withHome { home in
      try run("alpha", 0).write(in: home)
      let page = home.url.appending(path: "page.html")
      try FileManager.default.createDirectory(at: page, withIntermediateDirectories: true)
      let fault = try #require(throws: Fault.self) { try ReportPage(home: home, manifests: []).write(to: page) }
      #expect(fault.kind == .usage && fault.description.contains("it is a folder"))
      #expect(!FileManager.default.fileExists(atPath: home.url.appending(path: "page_files").path))
    }
  }

  @Test func `has no seed for weights that were there already`() throws {
    try page([run("alpha", 0.5), run("beta", 0.25, origin: "weights")]) { page in
      let rows = page.all("tr").filter { $0.all("th").first?.words.hasPrefix("beta-jm60") == true }
      #expect(rows.first?.children.last?.words == "-")
    }
  }
}
