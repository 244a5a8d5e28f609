import Foundation
import Testing

/// The registry as several programs use it at once, and as a killed one leaves it.
@Suite struct RegistryCommandTests {
  @Test func twoProcessesThatEvaluateIntoOneRegistryAreBothInIt() throws {
    try Workshop.open { workshop in
      let starts = try ["unicode_float32", "fortran_order"].map { name in
        try workshop.begin("evaluate", "lstm-jm60", "--cohort", workshop.npz(name), "--population", "healthy")
      }
      for process in starts {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      let board = try workshop.run("leaderboard", "--format", "csv", "--task", "joint-moment")
      board.expectSuccess()
      let measured = board.output.split(separator: "\n").filter { $0.contains(",measured,") }
      #expect(measured.contains { $0.contains(",lstm-jm60,") }, "\(board.output)")
      #expect(measured.allSatisfy { $0.contains(",lstm-jm60,") || $0.contains(",mean-curve-jm60,") })
      try workshop.run("registry", "check").expectSuccess()
    }
  }

  @Test func aProcessKilledWhileItWritesLeavesASoundRegistry() throws {
    try Workshop.open { workshop in
      // It says on the other stream that nobody has listed whom these weights were trained on.
      #expect(
        try workshop.run(
          "evaluate", "lstm-jm60", "--cohort", workshop.npz("unicode_float32"), "--population", "external"
        ).status == 0)
      try workshop.multiplyRuns(200)
      try workshop.run("registry", "rebuild").expectSuccess()
      let before = try workshop.run("leaderboard", "--format", "json").output
      for milliseconds in [20, 60, 120, 200, 300] {
        let process = try workshop.begin("registry", "rebuild")
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try workshop.run("registry", "check").expectSuccess()
        #expect(try workshop.run("leaderboard", "--format", "json").output == before)
      }
    }
  }

  @Test func anEntryIsCited() throws {
    try Workshop.open { workshop in
      let citation = try workshop.run("cite", "transformer-mf60")
      citation.expectSuccess()
      #expect(citation.output.hasPrefix("@misc{"))
      try workshop.run("cite", "transformer-mf61").expectFailure(66, "transformer-mf60")
    }
  }

  @Test func entriesThatSatNoCommonExaminationAreNotCompared() throws {
    try Workshop.open { workshop in
      // It says on the other stream that nobody has listed whom these weights were trained on.
      #expect(
        try workshop.run(
          "evaluate", "lstm-jm60", "--cohort", workshop.npz("unicode_float32"), "--population", "external"
        ).status == 0)
      try workshop.run("compare", "lstm-jm60", "mamba-jm60").expectFailure(66, "mamba-jm60", "measured")
      try workshop.run("compare", "lstm-jm60").expectFailure(64, "at least two")
    }
  }

  @Test func aPublishedZooIsPulledFromItsFolder() throws {
    try Workshop.open { workshop in
      try workshop.run("publish", "--output", "site").expectSuccess()
      let weights = try Data(contentsOf: workshop.url(".hipzoo/weights/lstm-jm60.safetensors"))
      let pulled = try workshop.run("pull", "lstm-jm60", "--from", "site", "--home", "other")
      pulled.expectSuccess()
      #expect(try Data(contentsOf: workshop.url("other/weights/lstm-jm60.safetensors")) == weights)
      try workshop.run("verify", "--home", "other").expectSuccess()
      try workshop.run("pull", "mamba-jm60", "--offline").expectFailure(66, "--offline")
    }
  }
}

extension Workshop {
  /// Starts the command and does not wait for it.
  func begin(_ arguments: String...) throws -> Process {
    let process = try Command.process(arguments, in: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Copies the one run that is there under other names and fingerprints, so that writing takes a while.
  func multiplyRuns(_ count: Int) throws {
    let runs = url(".hipzoo/runs")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: runs.path).first)
    let scores = try String(contentsOf: runs.appending(path: "\(name)/scores.json"), encoding: .utf8)
    for number in 0..<count {
      let copy = runs.appending(path: "\(name)-\(number)")
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      let other = scores.replacing("\"seed\" : 0", with: "\"seed\" : \(number + 1)")
      #expect(number > 0 || other != scores)
      try Data(other.utf8).write(to: copy.appending(path: "scores.json"))
    }
  }
}
