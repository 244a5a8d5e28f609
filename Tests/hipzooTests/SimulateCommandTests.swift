import Fixtures
import Formats
import Foundation
import OpenSim
import TestSupport
import Testing

/// `hipzoo cohort simulate --example` through OpenSim itself; what needs it is skipped, saying so, where it is not.
@Suite("hipzoo cohort simulate --example", .serialized) struct SimulateCommandTests {
  private static let hasOpenSim: Bool = {
    let python = ProcessInfo.processInfo.environment["HIPZOO_PYTHON"] ?? "python3"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "-c", "import opensim"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      print("skipped: \(python) has no OpenSim, so nothing is simulated")
      return false
    }
    return true
  }()

  private static let cohorts = ["out/walkers_JM60.npz", "out/walkers_KA60.npz"]

  private func cohorts(in shop: Workshop) throws -> [Data] {
    try Self.cohorts.map { try Data(contentsOf: shop.url($0)) }
  }

  @Test(.enabled(if: hasOpenSim))
  func `ends with moments, a page a trial, and the angles that made the markers`() throws {
    try Workshop.open { shop in
      let run = try shop.run("cohort", "simulate", "--example", "--output", "out", "--jobs", "2")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output == "wrote out/walkers_JM60.npz: 6 gait cycles\nwrote out/walkers_KA60.npz: 6 gait cycles\n")
      let said = run.errors
      #expect(said.contains("no muscle forces"))
      let words = try #require(said.firstMatch(of: /at worst [a-z_]+, within ([0-9.]+) degrees RMS/))
      #expect(try #require(Double(words.1)) < 1)
      for walker in ["H01", "H02"] {
        let page = try String(
          contentsOf: shop.url("out/walkers_session/\(walker)/\(walker)/page.html"), encoding: .utf8)
        for title in ["Marker errors", "Joint angles", "Joint moments"] { #expect(page.contains(title)) }
        #expect(!page.contains("Muscle forces"))
        #expect(page.contains("<h1>\(walker)</h1>"))
        #expect(page.contains("Positive at the hip: flexion, adduction, internal rotation."))
        // A model without muscles has no reserves to tell of, and a knee no angle in Nm.
        for words in ["reserve", "bound", "beside the plates"] { #expect(!page.contains(words)) }
        #expect(page.matches(of: />knee angle</).count == page.matches(of: />knee</).count)
      }
      // The same in JSON, from the steps that are kept.
      let json = try shop.run("cohort", "simulate", "--example", "--output", "out", "--json", "--evaluate")
      let last = try #require(json.output.range(of: "\n{\n").map { json.output[$0.lowerBound...] })
      let report = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
      #expect(report["gaitCycles"] as? [Int] == [6, 6] && (report["pages"] as? [String])?.count == 2)
      #expect((report["anglesWithin"] as? Double ?? 9) < 1 && report["worstCoordinate"] as? String != nil)
      // One entry has weights here.
      #expect((report["scores"] as? [Any])?.count == 1, "\(json.errors)")
      let validated = try shop.run("cohort", "validate", "out/walkers_JM60.npz")
      #expect(validated.status == 0, "\(validated.errors)")
    }
  }

  /// A Python that does something else where H02's inverse kinematics is asked for.
  private func breaking(_ fault: String, in shop: Workshop) throws {
    let python = ProcessInfo.processInfo.environment["HIPZOO_PYTHON"] ?? "python3"
    let script = "#!/bin/sh\ncase \"$PWD $2\" in *H02*\" ik\") \(fault);; esac\nexec '\(python)' \"$@\"\n"
    try Data(script.utf8).write(to: shop.url("python"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: shop.url("python").path)
  }

  @Test(
    .enabled(if: hasOpenSim),
    arguments: [
      ("kill -9 $$", "ended by signal 9"), ("sleep 600", "took longer than"), ("exit 0", "report.json"),
      ("rm -f ik.mot; exit 3", "status 3"),
    ])
  func `a step that dies, hangs or writes nothing costs its trial alone`(_ fault: String, _ words: String) throws {
    try Workshop.open { shop in
      try breaking(fault, in: shop)
      let run = try shop.run(
        "cohort", "simulate", "--example", "--output", "out", "--python", shop.url("python").path, "--time-limit", "60",
        "--jobs", "2")
      #expect(run.status == 65, "\(run.errors)")
      #expect(run.output.contains("wrote out/walkers_JM60.npz: 3 gait cycles"), "\(run.output)")
      let lost = run.errors.split(separator: "\n").filter { $0.contains(words) }
      #expect(lost.contains { $0.contains("example/sessions.csv:3: ") && !$0.contains("/trial/") }, "\(run.errors)")
      #expect(!run.errors.contains("manifest"), "the limit is no manifest's: \(run.errors)")
    }
  }

  @Test(.enabled(if: hasOpenSim))
  func `takes in nothing that was changed after it was made, and makes it anew`() throws {
    try Workshop.open { shop in
      let simulate = ["cohort", "simulate", "--example", "--output", "out"]
      #expect(try Command(simulate, in: shop.folder).status == 0)
      let whole = try cohorts(in: shop)
      let moments = shop.url("out/walkers_session/H01/H01/id/id.sto")
      let made = try MotionTable(contentsOf: moments)
      try MotionTable(
        name: made.name, inDegrees: made.inDegrees, labels: made.labels, time: made.time,
        values: made.values.map { $0 * 2 }
      ).write(to: moments)
      let angles = shop.url("out/walkers_session/H02/H02/ik/ik.mot")
      try Data(Data(contentsOf: angles).prefix(4000)).write(to: angles)
      let again = try Command(simulate, in: shop.folder)
      #expect(again.status == 0, "\(again.errors)")
      for file in ["H01/id/id.sto", "H02/ik/ik.mot"] {
        #expect(again.errors.contains("'\(file)' was changed or removed after it was made"), "\(again.errors)")
      }
      #expect(try cohorts(in: shop) == whole)
    }
  }

  @Test(.enabled(if: hasOpenSim))
  func `makes no cohort of what was made of other files`() throws {
    try Workshop.open { shop in
      #expect(try shop.run("cohort", "simulate", "--example", "--output", "out").status == 0)
      let recording = shop.url("out/example/H02.trc")
      var lines = try String(contentsOf: recording, encoding: .utf8).components(separatedBy: "\n")
      var cells = lines[6].components(separatedBy: "\t")
      cells[2] = "\(try #require(Double(cells[2])) + 0.001)"
      lines[6] = cells.joined(separator: "\t")
      try Data(lines.joined(separator: "\n").utf8).write(to: recording)
      try breaking("exit 3", in: shop)
      let again = try shop.run(
        "cohort", "simulate", "out/example/sessions.csv", "--recipe", "walker", "--output", "out", "--name", "walkers",
        "--python", shop.url("python").path)
      #expect(again.status == 65 && again.output.contains("wrote out/walkers_JM60.npz: 3 gait cycles"), "\(again)")
    }
  }

  @Test(.enabled(if: hasOpenSim))
  func `is planned for workers, who share the trials and make the same bytes`() throws {
    try Workshop.open { shop in
      let simulate = ["cohort", "simulate", "--example", "--output", "out", "--home", "home"]
      #expect(try Command(simulate, in: shop.folder).status == 0)
      let whole = try cohorts(in: shop)
      try FileManager.default.removeItem(at: shop.url("out"))

      let planned = try Command(simulate + ["--plan", "--json"], in: shop.folder)
      let text = Data(planned.output.utf8)
      let jobs = try #require(try JSONSerialization.jsonObject(with: text) as? [[String: Any]], "\(planned.errors)")
      let ids = jobs.compactMap { $0["id"] as? String }
      #expect(ids.count == 2 && ids.allSatisfy { $0.contains("/trial/H0") })
      #expect(jobs.allSatisfy { $0["done"] as? Bool == false && ($0["outputs"] as? [String])?.count == 1 })
      // A walk of some seconds: inverse kinematics and dynamics by its length, and a cycle of each leg.
      #expect(jobs.allSatisfy { (20...60).contains($0["seconds"] as? Double ?? 0) })
      #expect(jobs.allSatisfy { $0["megabytes"] as? Double == 200 })
      #expect(!FileManager.default.fileExists(atPath: shop.url("out/walkers_session").path))
      func counts() throws -> [Substring] {
        let lines = try shop.run("status", "--home", "home").output.split(separator: "\n")
        return Array(lines[1].split(separator: " ").dropFirst())
      }
      #expect(try counts() == ["0", "0", "2", "0", "0"])
      let left = try shop.run("status", "--home", "home").output
      #expect(left.contains("by estimate") && !left.contains("measured"), "\(left)")

      // One machine has no OpenSim: it leaves the trials to the others.
      let bare = try Command(
        ["work", "--home", "home"], in: shop.folder, environment: ["HIPZOO_PYTHON": "/nowhere/python"])
      #expect(bare.status == 0 && bare.errors.contains("left alone: "), "\(bare.errors)")
      #expect(try counts() == ["0", "0", "2", "0", "0"])

      // On another one a trial dies; that costs the trial alone.
      try breaking("exit 3", in: shop)
      let broken = try Command(
        ["work", "--home", "home", "--beat", "1s"], in: shop.folder,
        environment: ["HIPZOO_PYTHON": shop.url("python").path])
      #expect(broken.status == 65 && broken.errors.contains("status 3"), "\(broken.errors)")
      #expect(try counts() == ["1", "0", "0", "1", "0"])

      // A worker that is killed loses its claim, and two others go on.
      try FileManager.default.removeItem(at: shop.url("out/walkers_session"))
      let work = ["work", "--home", "home", "--beat", "200ms", "--retry"]
      let killed = try Command.process(work, in: shop.folder)
      killed.standardOutput = FileHandle.nullDevice
      killed.standardError = FileHandle.nullDevice
      try killed.run()
      Thread.sleep(forTimeInterval: 2.5)
      kill(killed.processIdentifier, SIGKILL)
      killed.waitUntilExit()
      let others = try (0..<2).map { _ in
        let process = try Command.process(work, in: shop.folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
      }
      for other in others {
        other.waitUntilExit()
        #expect(other.terminationStatus == 0)
      }
      #expect(try counts() == ["2", "0", "0", "0", "0"])
      #expect(try shop.run("job", ids[0], "--home", "home").errors.contains("has been done already"))
      let made = try Command(simulate, in: shop.folder)
      #expect(made.status == 0, "\(made.errors)")
      #expect(try cohorts(in: shop) == whole)
    }
  }

  @Test(.enabled(if: hasOpenSim))
  func `goes on to the same bytes after it was killed`() throws {
    try Workshop.open { shop in
      func arguments(_ output: String) -> [String] {
        ["cohort", "simulate", "--example", "--output", output, "--jobs", "2"]
      }
      #expect(try Command(arguments("out"), in: shop.folder).status == 0)
      let whole = try cohorts(in: shop)
      try FileManager.default.removeItem(at: shop.url("out"))
      for _ in 0..<3 {
        let process = try Command.process(arguments("out"), in: shop.folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: Double.random(in: 0.3...2.5))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      #expect(try Command(arguments("out"), in: shop.folder).status == 0)
      #expect(try cohorts(in: shop) == whole)
    }
  }

  @Test func `takes no table and no model`() throws {
    try Workshop.open { shop in
      for (more, words) in [(["sessions.csv"], "takes no table"), (["--model", "a.osim"], "takes no --model")] {
        let run = try Command(["cohort", "simulate", "--example"] + more, in: shop.folder)
        #expect(
          run.status == 64 && run.errors.contains("--example makes its own session and \(words)."), "\(run.errors)")
      }
    }
  }

  /// The computed walkers as a session of one's own, with a changed table.
  private func session(in shop: Workshop, _ change: (String) -> String) throws {
    let url = Fixtures.url("../../recipes/walker.yaml").standardized
    let recipe = try Recipe(yaml: Array(Data(contentsOf: url)), file: "walker.yaml")
    let made = try ExampleSession(in: shop.url("mine"), recipe)
    try Data(change(String(contentsOf: made.table, encoding: .utf8)).utf8).write(to: made.table)
  }

  @Test func `plans what it can and ends with 65 where a row is refused`() throws {
    try Workshop.open { shop in
      try session(in: shop) { $0.replacing("H02.osim", with: "gone.osim") }
      let run = try shop.run(
        "cohort", "simulate", "mine/sessions.csv", "--recipe", "walker", "--output", "out", "--plan", "--home", "home")
      #expect(run.status == 65 && run.output.split(separator: "\n").count == 1, "\(run)")
      #expect(run.output.contains("/trial/H01/H01") && run.errors.contains("there is no file 'gone.osim'"))
      #expect(
        run.errors.contains("mine/sessions.csv: 1 row is refused, for the reasons above; the others are planned."))
    }
  }

  @Test func `makes a session that passes every look before OpenSim starts`() throws {
    try withTemporaryFolder { folder in
      let url = Fixtures.url("../../recipes/walker.yaml").standardized
      let recipe = try Recipe(yaml: Array(Data(contentsOf: url)), file: "walker.yaml")
      let session = try ExampleSession(in: folder.appending(path: "example"), recipe)
      let options = Simulation.Options(recipe: recipe, python: OpenSimPython("/nowhere/python"))
      let simulation = try Simulation(session.table, to: folder, name: "walkers", options)
      #expect(simulation.refusals.isEmpty && simulation.jobs.count == 2)
      #expect(!simulation.notes.contains { $0.contains("warning") }, "\(simulation.notes)")
      #expect(try session.largestDifference(in: simulation) == nil)
    }
  }

  @Test func `says every row that cannot be used, also in JSON, when none can`() throws {
    try Workshop.open { shop in
      let rows = "subject,mass_kg,model,markers,ground_forces\nA,7,a.osim,a.trc,a.mot\nB,70,a.osim,a.trc,a.mot\n"
      try Data(rows.utf8).write(to: shop.url("s.csv"))
      let words = ["cohort", "simulate", "s.csv", "--recipe", "walker", "--output", "out"]
      let run = try shop.run(words)
      #expect(
        run.status == 65 && run.errors.contains("s.csv: none of its 2 trials can be used; the first reason: s.csv:2: "))
      #expect(run.errors.contains("line 3, B: s.csv:3: column 'markers': there is no file 'a.trc'."), "\(run.errors)")
      let json = try shop.run(words + ["--json"])
      let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let refusals = try #require(report["refusals"] as? [[String: Any]])
      #expect(
        json.status == 65 && refusals.map { $0["line"] as? Int } == [2, 3] && report["recipe"] as? String == "walker")
    }
  }

  @Test(.enabled(if: hasOpenSim))
  func `takes no cycle over a gap of the forces, and says so in text, JSON and the trial's file`() throws {
    try Workshop.open { shop in
      let simulate = ["cohort", "simulate", "--example", "--output", "out"]
      #expect(try shop.run(simulate).status == 0)
      let forces = shop.url("out/example/H01_forces.mot")
      let table = try MotionTable(contentsOf: forces)
      let rows = table.time.indices.filter { !(0.3...0.6).contains(table.time[$0]) }
      try MotionTable(
        name: table.name, inDegrees: table.inDegrees, labels: table.labels, time: rows.map { table.time[$0] },
        values: rows.flatMap { table.values[$0 * table.labels.count..<($0 + 1) * table.labels.count] }
      ).write(to: forces)
      let own = ["cohort", "simulate", "out/example/sessions.csv", "--recipe", "walker", "--output", "own"]
      let run = try shop.run(own)
      #expect(run.status == 0 && run.output.hasPrefix("wrote own/sessions_JM60.npz: 4 gait cycles"), "\(run.errors)")
      let words = "the ground forces have a gap from 0."
      #expect(
        run.errors.split(separator: "\n").count { $0.contains("kept out: ") && $0.contains(words) } == 2,
        "\(run.errors)")
      let json = try shop.run(own + ["--json"]).output
      let last = try #require(json.range(of: "\n{\n").map { json[$0.lowerBound...] })
      let report = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
      let trials = try #require(report?["trials"] as? [[String: Any]])
      #expect((trials[0]["keptOut"] as? [String])?.count { $0.contains(words) } == 2)
      let file = try String(contentsOf: shop.url("own/sessions_session/H01/H01/trial.json"), encoding: .utf8)
      #expect(file.matches(of: /the ground forces have a gap from/).count == 2)
    }
  }
}
