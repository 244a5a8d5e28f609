import Faults
import Formats
import Foundation
import Runs
import Scores
import TestSupport
import Testing

@Suite("The folder of a run") struct RunFolderTests {
  @Test func `is read as it was written`() throws {
    try withHome { home in
      var run = MadeRun()
      run.folds = [epochs([3, 1, 2]), epochs([2, 3, 4])]
      run.final = [EpochRecord(epoch: 1, loss: 0.5, validationLoss: nil, gradientNorm: 2, seconds: 0.25)]
      let folder = try run.write(in: home)
      try run.writeExternal("patients", gap: 1, in: home)
      let record = try #require(try FinishedRun(folder))
      #expect(record.name == run.name)
      #expect(try record.description == run.description())
      #expect(record.environment?.matrixProducts == "test" && record.environment?.threads == 1)
      #expect(record.tests.map(\.scores.population) == [.healthy, .onfh])
      #expect(record.tests.map { $0.scores.table.rows().map(\.subject) } == [run.subjects, ["P01", "P02", "P03"]])
      let errors = record.tests[1].scores.table.rows().map(\.rmse)
      #expect(zip(errors, [1, 1.1, 1.2]).allSatisfy { abs($0 - $1) < 1e-6 } && errors.count == 3)
      let trainings = try record.trainings()
      #expect(trainings.map(\.name) == ["fold 1", "fold 2", "final"])
      #expect(trainings.map(\.isFinal) == [false, false, true])
      #expect(trainings.map(\.bestEpoch) == [2, 1, nil])
      #expect(trainings.map { $0.epochs.count } == [3, 3, 1])
      #expect(folder.allScores.map(\.cohort.name) == ["walkers", "patients"])
    }
  }

  @Test func `is found by a link, too`() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      let elsewhere = home.url.deletingLastPathComponent().appending(path: folder.name)
      try FileManager.default.moveItem(at: folder.url, to: elsewhere)
      try FileManager.default.createSymbolicLink(at: folder.url, withDestinationURL: elsewhere)
      #expect(try home.runFolders().map(\.name) == [folder.name])
      #expect(try FinishedRun(folder) != nil)
    }
  }

  @Test func `without scores is not finished`() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      try FileManager.default.removeItem(at: folder.scores)
      #expect(try FinishedRun(folder) == nil)
    }
  }

  @Test func `that is damaged says in which file and line`() throws {
    try withHome { home in
      var run = MadeRun()
      run.folds = [epochs([1, 2])]
      let folder = try run.write(in: home)
      let log = folder.url.appending(path: "fold-1/log.jsonl")
      try Data("\(String(contentsOf: log, encoding: .utf8)){\"epoch\":\n".utf8).write(to: log)
      expectFault(.data, "fold-1/log.jsonl:3: not the record of an epoch; remove the line.") {
        try FinishedRun(folder)?.trainings()
      }
      try FileManager.default.removeItem(at: log)
      try Data("{".utf8).write(to: folder.curves)
      expectFault(.data, "curves.json: not what HipZoo writes there") { try FinishedRun(folder) }
      try FileManager.default.removeItem(at: folder.curves)
      try Data("{}".utf8).write(to: folder.scores)
      expectFault(.data, "scores.json", "no key '") { try FinishedRun(folder) }
    }
  }

  @Test func `names its parts, one division or several`() {
    let folder = RunFolder(URL(filePath: "/home/runs/a"))
    #expect(folder.name == "a")
    #expect(folder.part("fold-2", division: 0, of: 1).path == "/home/runs/a/fold-2")
    #expect(folder.part("final", division: 2, of: 3).path == "/home/runs/a/division-3/final")
    #expect(folder.id(of: folder.part("final", division: 2, of: 3)) == "a/division-3/final")
    let external = folder.external("0123456789abcdef", .onfh)
    #expect(external.scores.lastPathComponent == "external-onfh-01234567.json")
    #expect(external.curves.lastPathComponent == "external-onfh-01234567-curves.json")
    #expect(external.predictions.lastPathComponent == "external-onfh-01234567.npz")
  }

  @Test func `says once what it was made on`() throws {
    try withHome { home in
      let folder = RunFolder(home.runs.appending(path: "a"))
      let description = try MadeRun().description()
      let writer = RunWriter(folder, description)
      try writer.begin(on: .current(threads: 1, matrixProducts: "first"))
      try writer.begin(on: .current(threads: 2, matrixProducts: "second"))
      let environment = try JSONText.read(RunEnvironment.self, from: folder.environment)
      #expect(environment.matrixProducts == "first" && environment.threads == 1)
      #expect(try JSONText.read(RunDescription.self, from: folder.description) == description)
    }
  }

  @Test func `loses what killed writers left and nothing else`() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      let part = folder.url.appending(path: "fold-1")
      try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
      // No process has a number above the largest that Linux gives.
      let own = TemporaryFile.name(for: "a")
      let dead = own.replacing("-\(getpid())-", with: "-4194305-")
      for name in [dead, "fold-1/\(dead)", own, ".old.tmp", ".new.tmp", "c.tmp", ".d"] {
        try Data().write(to: folder.url.appending(path: name))
      }
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -90_000)],
        ofItemAtPath: folder.url.appending(path: ".old.tmp").path)
      folder.removeLeftovers()
      let left = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).filter { $0 != own }.sorted()
      #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: own).path))
      #expect(
        left == [
          ".d", ".new.tmp", "c.tmp", "curves.json", "environment.json", "fold-1", "predictions.npz", "references.npz",
          "run.json",
          "scores.json", "seal.json",
        ])
    }
  }

  @Test func `that is sealed and damaged is not to be deleted piece by piece`() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      let advice = "put back the file as it was, or remove the run (hipzoo runs remove \(folder.name)) and run it again"
      let scores = try String(contentsOf: folder.scores, encoding: .utf8)
      let broken = scores.replacing("\"trials\" : 2", with: "\"trials\" : 0")
      try #require(broken != scores)
      try Data(broken.utf8).write(to: folder.scores)
      expectFault(.data, "scores.json: not what HipZoo writes there (row 1 (subject H01", "'trials' is 0", advice) {
        try FinishedRun(folder)
      }
      try Data(scores.utf8).write(to: folder.scores)
      try Data("{".utf8).write(to: folder.sealFile)
      expectFault(.data, "seal.json: not what HipZoo writes there (it is not JSON); \(advice). The run is left out.") {
        try FinishedRun(folder)
      }
    }
  }

  @Test func `is sealed without what another command's training goes on from`() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      let before = try Data(contentsOf: folder.sealFile)
      let progress = folder.url.appending(path: "final/progress.safetensors")
      try AtomicFile.write(Data("under way".utf8), to: progress)
      try folder.seal()
      #expect(try Data(contentsOf: folder.sealFile) == before)
      try FileManager.default.removeItem(at: progress)
      #expect(try FinishedRun(folder) != nil)
    }
  }

  @Test func `is known by what it depends on and not by names`() throws {
    let run = MadeRun()
    let own = try run.description().fingerprint
    var other = try run.description()
    (other.rules.name, other.cohort.name, other.entry.name) = ("x", "y", "z")
    #expect(other.fingerprint == own)
    for changed in [
      MadeRun(seed: 2), MadeRun(task: "muscle-force"), MadeRun(rules: "other"), MadeRun(cohort: "other"),
      MadeRun(split: "other"), MadeRun(origin: "weights"), MadeRun(entry: "other"),
    ] { #expect(try changed.description().fingerprint != own, "\(changed.name)") }
  }

  @Test(arguments: [
    ("/a", ["HIPZOO_HOME": "/b"], "/a"), (nil, ["HIPZOO_HOME": "/b"], "/b"), (nil, ["HIPZOO_HOME": ""], ".hipzoo"),
    (nil, [:], ".hipzoo"),
  ])
  func `is in the home that was asked for`(_ path: String?, _ environment: [String: String], _ home: String) {
    #expect(HomeFolder(path, environment: environment).url.relativePath == home)
  }

  /// Epochs with these validation losses; the epoch of number n takes n seconds.
  private func epochs(_ losses: [Double]) -> [EpochRecord] {
    losses.enumerated().map {
      EpochRecord(epoch: $0 + 1, loss: 1, validationLoss: $1, gradientNorm: 1, seconds: Double($0 + 1))
    }
  }
}
