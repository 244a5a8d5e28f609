import Cohorts
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

/// What programs read: `--json` holds all that the text shows.
@Suite struct JSONOutputTests {
  private struct Report: Decodable {
    struct Line: Decodable {
      var subset: String
      var output: String?
      var metric: String
      var mean: Double
      var deviation: Double?
      var n: Int
      var low: Double
      var high: Double
    }
    struct Baseline: Decodable {
      var entry: String
      var summary: [Line]
    }
    var summary: [Line]
    var baseline: Baseline?
    var remarks: [String]
    var folder: String
    var run: String
  }

  @Test func `evaluate has mean, deviation, n and interval of every cell, and what was said aloud`() throws {
    try withTemporaryFolder { folder in
      let silent = Fixtures.url("cases/17-r2-of-a-silent-muscle")
      let arguments = [
        "evaluate", "--predictions", silent.appending(path: "P.npz").path, "--cohort",
        silent.appending(path: "silent_MF60.npz").path,
      ]
      let text = try Command(arguments, in: folder)
      let json = try Command(arguments + ["--json"], in: folder)
      let report = try JSONDecoder().decode(Report.self, from: Data(json.output.utf8))
      // Two people have a muscle that is silent in all their trials: for them R2 is undefined, and n says so.
      let line = try #require(report.summary.first { $0.output == "piri_r" && $0.metric == "r2" })
      #expect(line.n == 2 && abs(line.mean - 0.968) < 5e-4 && line.low <= line.mean && line.mean <= line.high)
      for line in report.summary where line.output == nil {
        #expect(text.output.contains(String(format: "%.4f", line.mean)), "\(line)")
        if let deviation = line.deviation { #expect(text.output.contains(String(format: "± %.4f", deviation))) }
      }
      #expect(report.summary.filter { $0.output == nil }.count == 12)
      let said = json.errors.split(separator: "\n").map { String($0.dropFirst("hipzoo: ".count)) }
      #expect(said == report.remarks && !said.isEmpty)
      #expect(text.output.contains("wrote \(report.folder)") && report.folder.hasSuffix(report.run))
    }
  }

  @Test func `evaluate holds weights against the mean curve of the other people, in text, JSON and every table`() throws
  {
    try Workshop.open { shop in
      let file = Fixtures.url("cases/18-wilcoxon-near-ties/coh_JM60.npz").path
      let arguments = ["evaluate", "lstm-jm60", "--cohort", file, "--population", "healthy"]
      let text = try Command(arguments, in: shop.folder)
      let json = try Command(arguments + ["--json"], in: shop.folder)
      let baseline = try #require(try JSONDecoder().decode(Report.self, from: Data(json.output.utf8)).baseline)
      #expect(baseline.entry == "mean-curve-jm60" && baseline.summary.map(\.metric) == ["rmse", "mae", "r2"])
      // Everybody by the mean over the others' trials: worked out here once more.
      let arrays = try NPZ.read(URL(fileURLWithPath: file))
      let (y, masses) = (try #require(arrays["Y"]?.floats), try #require(arrays["weight_kg"]?.floats))
      let people = try #require(arrays["subject_id"]?.strings)
      let each = y.count / people.count
      func curve(_ trial: Int) -> [Double] { (0..<each).map { Double(y[trial * each + $0] / masses[trial]) } }
      let errors = Set(people).sorted().map { person in
        let others = people.indices.filter { people[$0] != person }.map(curve)
        let mean = (0..<each).map { place in others.reduce(0) { $0 + $1[place] } / Double(others.count) }
        let own = people.indices.filter { people[$0] == person }.flatMap { zip(curve($0), mean).map { $0 - $1 } }
        return (own.reduce(0) { $0 + $1 * $1 } / Double(own.count)).squareRoot()
      }
      #expect(abs(baseline.summary[0].mean - errors.reduce(0, +) / Double(errors.count)) < 1e-5)
      let row = "mean-curve-jm60     0  healthy     overall  14"
      #expect(text.output.contains(row) && text.output.contains(String(format: "%.4f", baseline.summary[0].mean)))
      let board = try shop.run("leaderboard", "--task", "joint-moment").output
      #expect(
        board.contains("-     mean-curve-jm60") && board.contains("the mean curve of the other people"), "\(board)")
      #expect(try shop.run("verify").status == 0)
    }
  }

  @Test func `what is written, fetched or removed is told in JSON too`() throws {
    try Workshop.open { shop in
      func object(_ arguments: String...) throws -> [String: Any] {
        let run = try Command(arguments + ["--json"], in: shop.folder)
        #expect(run.status == 0, "\(arguments): \(run.errors)")
        return try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      }
      let made = try object("cohort", "synthesize", "--output", "c", "--subjects", "2", "--patients", "1")
      let written = try #require(made["written"] as? [[String: Any]])
      #expect(written.count == 6 && written.allSatisfy { $0["trials"] is Int && $0["file"] is String })
      let rules = try object("protocol", "show", "quick")
      #expect(
        rules["text"] as? String == (try shop.run("protocol", "show", "quick").output.trimmingCharacters(in: .newlines))
      )
      let cohort = try #require(written.first { ($0["file"] as? String)?.hasSuffix("healthy_JM60.npz") ?? false })
      #expect(try shop.run("evaluate", "lstm-jm60", "--cohort", cohort["file"] as? String ?? "").status == 0)
      #expect((try object("report", "--output", "r.html")["figures"] as? [String])?.isEmpty == false)
      #expect(try object("publish", "--output", "site")["entries"] is Int)
      let pulled = try shop.run("pull", "lstm-jm60", "--from", "site", "--json")
      #expect(pulled.status == 0 && pulled.output.contains("\"sha256\" : "), "\(pulled.errors)")
      let run = try #require(
        FileManager.default.contentsOfDirectory(atPath: shop.url(".hipzoo/runs").path).first { $0.hasPrefix("lstm") })
      #expect(try object("runs", "remove", run)["removed"] as? [String] == [".hipzoo/runs/\(run)"])
      let added = try shop.run(
        "cohort", "add", Fixtures.url("../../cohorts/gait2hip60.yaml").standardized.path, "--json")
      #expect(
        added.status == 0 && added.output.contains("\"next\" : \"hipzoo cohort pull gait2hip60\""), "\(added.errors)")
    }
  }

  @Test func `evaluate takes the CSV that predict writes, to the numbers of the NPZ`() throws {
    try Workshop.open { shop in
      let cohort = Fixtures.url("cases/10-one-person-two-spellings/case_JM60.npz").path
      for file in ["said.csv", "said.npz"] {
        let run = try shop.run("predict", "lstm-jm60", "--input", cohort, "--output", file)
        #expect(run.status == 0, "\(run.errors)")
      }
      let reports = try ["said.csv", "said.npz"].map { file in
        try JSONDecoder().decode(
          Report.self,
          from: Data(try shop.run("evaluate", "--predictions", file, "--cohort", cohort, "--json").output.utf8))
      }
      #expect(reports[0].summary.count == reports[1].summary.count && !reports[0].summary.isEmpty)
      for (one, other) in zip(reports[0].summary, reports[1].summary) { #expect(abs(one.mean - other.mean) < 1e-5) }

      // A row less, two rows in the other order, and a cell that is no number.
      let lines = try String(contentsOf: shop.url("said.csv"), encoding: .utf8).split(separator: "\n").map(String.init)
      var (swapped, broken) = (lines, lines)
      swapped.swapAt(5, 6)
      broken[7] = broken[7].split(separator: ",").dropLast().joined(separator: ",") + ",much"
      for (name, rows, words) in [
        ("short.csv", Array(lines.dropLast()), "rows, expected"), ("swapped.csv", swapped, "swapped.csv:6"),
        ("broken.csv", broken, "broken.csv:8"),
        ("units.csv", [lines[0].replacing("_Nm_per_kg", with: "_Nm")] + lines.dropFirst(), "no column"),
      ] {
        try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: shop.url(name))
        let run = try shop.run("evaluate", "--predictions", name, "--cohort", cohort)
        #expect(run.status == 65 && run.errors.contains(words), "\(name): \(run.errors)")
      }
    }
  }

  @Test func `every fact of show, doctor, inspect and validate is in its JSON`() throws {
    try Workshop.open { shop in
      struct Fact: Decodable {
        var name: String
        var value: String
      }
      struct Shown: Decodable {
        var name: String
        var facts: [Fact]
      }
      let shown = try JSONDecoder().decode(
        Shown.self, from: Data(try shop.run("show", "lstm-jm60", "--json").output.utf8))
      let text = try shop.run("show", "lstm-jm60").output
      #expect(shown.name == "lstm-jm60" && shown.facts.contains { $0.name == "  origin" })
      for fact in shown.facts { #expect(text.contains(fact.value), "\(fact.name)") }

      struct Checked: Decodable {
        var subject: String
        var state: String
        var text: String
      }
      let checked = try JSONDecoder().decode([Checked].self, from: Data(try shop.run("doctor", "--json").output.utf8))
      #expect(checked.contains { $0.subject == "hipzoo" && $0.state == "well" })

      struct Inspected: Decodable {
        struct Tensor: Decodable {
          var name: String
          var shape: [Int]
        }
        var sha256: String
        var facts: [Fact]
        var tensors: [Tensor]
      }
      let file = ".hipzoo/weights/lstm-jm60.safetensors"
      let inspected = try JSONDecoder().decode(
        Inspected.self, from: Data(try shop.run("weights", "inspect", file, "--json").output.utf8))
      #expect(inspected.sha256 == (try Digest.sha256(ofFile: shop.url(file))) && inspected.tensors.count == 10)

      struct Verdict: Decodable {
        struct Finding: Decodable {
          var kind: String
          var count: Int
        }
        var spoilsAScore: Bool
        var findings: [Finding]
      }
      let case10 = Fixtures.url("cases/10-one-person-two-spellings/case_JM60.npz").path
      let mended = try shop.run("cohort", "validate", case10, "--json")
      let verdict = try JSONDecoder().decode(Verdict.self, from: Data(mended.output.utf8))
      #expect(mended.status == 0 && !verdict.spoilsAScore && verdict.findings.map(\.kind) == ["spellings"])
      let case11 = Fixtures.url("cases/11-npz-knee-negative/knee_negative_JM60.npz").path
      let turned = try JSONDecoder().decode(
        Verdict.self, from: Data(try shop.run("cohort", "validate", case11, "--json").output.utf8))
      #expect(turned.findings.contains { $0.kind == "knees-turned" })
      for arguments in [["verify", "--json"], ["registry", "check", "--json"], ["registry", "rebuild", "--json"]] {
        let run = try Command(arguments, in: shop.folder)
        #expect(run.status == 0, "\(arguments): \(run.errors)")
        #expect((try? JSONSerialization.jsonObject(with: Data(run.output.utf8))) != nil, "\(arguments): \(run.output)")
      }
    }
  }
}
