import Fixtures
import Foundation
import TestSupport
import Testing

@Suite("hipzoo check and hipzoo submit") struct CheckCommandTests {
  @Test func `an entry that conforms says so, and JSON has it`() throws {
    try Workshop.open { shop in
      let entry = "name: tiny\narchitecture: GRU\ntask: joint-moment\nconfiguration: "
      try shop.write(entry + "{hidden: 2, layers: 2, bidirectional: true, dropout: 0.1}\n", to: "tiny.yaml")
      let run = try shop.run("check", "tiny", "--zoo", "more")
      run.expectSuccess()
      #expect(run.output == "tiny: conforms\n")
      let json = try shop.run("check", "tiny", "--zoo", "more", "--json")
      #expect(json.status == 0 && json.output.contains("\"entry\" : \"tiny\""))
    }
  }

  @Test func `a configuration that is refused is that entry's own line, and the others are looked at`() throws {
    try Workshop.open { shop in
      let entry = "name: NAME\narchitecture: GRU\ntask: joint-moment\nconfiguration: "
      try shop.write(
        entry.replacing("NAME", with: "sound") + "{hidden: 2, layers: 2, bidirectional: true, dropout: 0.1}\n",
        to: "sound.yaml")
      try shop.write(
        entry.replacing("NAME", with: "wide") + "{hidden: 0, layers: 1, bidirectional: true, dropout: 0.1}\n",
        to: "wide.yaml")
      let run = try shop.run("check", "sound", "wide", "--zoo", "more")
      #expect(run.status == 65, "\(run.output)\(run.errors)")
    }
  }

  @Test func `a program is called, and one that fails is a sentence`() throws {
    try Workshop.open { shop in
      try shop.write("name: outside\ntask: joint-moment\nprocess: {command: [sh, x.sh]}\n", to: "outside.yaml")
      try shop.write("echo no module named magic >&2; exit 3\n", to: "x.sh")
      let run = try shop.run("check", "outside", "--zoo", "more")
      #expect(run.status == 65, "\(run.output)\(run.errors)")
      #expect(run.output.hasPrefix("outside: 'fit' ended with exit status 3, expected 0."), "\(run.output)")
      #expect(run.output.contains("no module named magic") && run.output.split(separator: "\n").count == 1)
      try shop.write("name: absent\ntask: joint-moment\nprocess: {command: [no-such-program]}\n", to: "absent.yaml")
      let absent = try shop.run("check", "absent", "--zoo", "more")
      #expect(absent.status == 65 && absent.output.contains("no-such-program"), "\(absent.output)\(absent.errors)")
      try shop.write("name: mean-curve-jm60\ntask: joint-moment\nprocess: {command: [sh]}\n", to: "borrowed.yaml")
      for command in [
        ["check", "mean-curve-jm60"], ["benchmark", "--entries", "mean-curve-jm60"], ["train", "mean-curve-jm60"],
      ] {
        let borrowed = try shop.run(command + ["--zoo", "more"])
        let words =
          "more/borrowed.yaml:1:7: 'name' is 'mean-curve-jm60', which is kept for the baseline of every table."
        #expect(borrowed.status == 65 && (borrowed.output + borrowed.errors).contains(words), "\(borrowed.errors)")
      }
    }
  }

  @Test func `submit prints sbatch's command and script, and starts workers here`() throws {
    try Workshop.open { shop in
      let quick = try String(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized, encoding: .utf8)
      let tiny = quick.replacing("name: quick", with: "name: tiny").replacing("epochs: 30", with: "epochs: 1")
        .replacing("patience: 10", with: "patience: 1").replacing(
          "trials_per_cadence: 2", with: "trials_per_cadence: 1")
      try Data(tiny.utf8).write(to: shop.url("tiny.yaml"))
      try shop.write(
        "name: small-jm60\narchitecture: GRU\ntask: joint-moment\nconfiguration: {hidden: 2, layers: 1, bidirectional: true, "
          + "dropout: 0.1}\n", to: "small.yaml")
      try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "8", "--patients", "0").expectSuccess()
      let options = [
        "submit", "--protocol", "tiny.yaml", "--zoo", "more", "--entries", "small-jm60", "--cohort", "c", "--workers",
        "2",
      ]
      let dry = try Command(
        options + [
          "--on", "slurm", "--time", "2h", "--partition", "long", "--memory", "2G", "--dry-run", "--",
          "--account=gait lab",
        ],
        in: shop.folder)
      #expect(dry.status == 0, "\(dry.errors)")
      for word in [
        "sbatch --array=1-2 --requeue --signal=B:TERM@60", "--time=120", "--partition=long", "--mem=2G",
        "'--account=gait lab'",
        "scontrol requeue", "work --home",
      ] { #expect(dry.output.contains(word), "\(word): \(dry.output)") }
      let planned = try Command(options + ["--on", "local", "--dry-run", "--json"], in: shop.folder)
      let plan = try #require(try JSONSerialization.jsonObject(with: Data(planned.output.utf8)) as? [String: Any])
      let commands = try #require(plan["commands"] as? [[String]])
      #expect(plan["workers"] as? Int == 2 && commands.count == 2 && commands.allSatisfy { $0.contains("work") })
      #expect(planned.errors.contains("; 2 workers of one thread: "), "\(planned.errors)")
      let one = try Command(options.dropLast() + ["1", "--on", "local", "--dry-run"], in: shop.folder)
      #expect(one.errors.contains("; 1 worker of one thread: "), "\(one.errors)")
      for words in [["--workers", "0"], ["stray"]] {
        let refused = try shop.run(["submit", "--on", "local"] + words)
        #expect(refused.status == 64 && refused.errors.contains("Usage: hipzoo submit "), "\(refused.errors)")
      }
      let local = try Command(options + ["--on", "local"], in: shop.folder)
      #expect(local.status == 0, "\(local.errors)")
      let board = try shop.run("leaderboard", "--zoo", "more")
      #expect(board.output.contains("small-jm60"), "\(board.output)")
    }
  }
}
