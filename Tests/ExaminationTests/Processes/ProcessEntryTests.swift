import Examination
import Faults
import Fixtures
import Formats
import Foundation
import Jobs
import Protocols
import Scaffold
import TestSupport
import Testing

@Suite("A process entry") struct ProcessEntryTests {
  @Test func `is trained, kept, tested and not trained again`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let entry = try shell.trainable(
        "counting",
        fit: "mkdir -p model/deep; echo a > model/deep/a; echo b > model/b; echo '{\"best_epoch\": 2}' > report.json",
        predict: "test \"$(cat model/b model/deep/a | tr -d '\\n')\" = ba; zeros")
      let examination = try shell.examination([entry])
      #expect(shell.run(examination).failures.map(\.message) == [])
      let scores = try #require(examination.runs.first?.scores)
      #expect(scores.description.entry.architecture == "process")
      #expect(scores.description.entry.configuration == "{\"reach\":6,\"step\":3}")
      #expect(scores.artifact?.count == 64)
      #expect(!scores.table.rows().isEmpty)
      #expect(examination.jobs.allSatisfy { $0.isDone() })
    }
  }

  @Test func `is another entry when its program changes`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let first = try shell.trainable("a", fit: "echo 1 > model/a").entry.fingerprint
      #expect(try shell.trainable("a", fit: "echo 1 > model/a").entry.fingerprint == first)
      #expect(try shell.trainable("a", fit: "echo 2 > model/a").entry.fingerprint != first)
      #expect(try shell.trainable("a", fit: "echo 1 > model/a", timeLimit: 61).entry.fingerprint == first)
    }
  }

  @Test func `is tested with the model it left and no other`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let entry = try shell.trainable("kept")
      let examination = try shell.examination([entry])
      #expect(shell.run(examination).failures.isEmpty)
      let folder = try #require(examination.runs.first?.folder.url)
      try Data("forged".utf8).write(to: folder.appending(path: "model/a"))
      #expect {
        try entry.trainer.restore(from: folder)
      } throws: {
        ($0 as? Fault)?.description.contains("its files have changed since they were learnt") == true
      }
      // What is damaged is not done: the next run learns it anew.
      #expect(!examination.jobs.allSatisfy { $0.isDone() })
      #expect(shell.run(examination).failures.isEmpty)
      #expect(throws: Never.self) { try entry.trainer.restore(from: folder) }
    }
  }
}

/// Entries under `examples/`; each needs an interpreter that this machine may not have.
@Suite("Examples of process entries") struct ProcessExampleTests {
  private static let examples = Fixtures.url("../../examples").standardized

  private static func runs(_ code: String) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", code]
    process.standardError = FileHandle.nullDevice
    return (try? process.run()) != nil
      && {
        process.waitUntilExit(); return process.terminationStatus == 0
      }()
  }

  static let hasNumPy = runs("import numpy")
  static let hasR = ["/usr/bin/Rscript", "/usr/local/bin/Rscript", "/opt/homebrew/bin/Rscript"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static let hasTorch = runs("import torch")

  private func trainable(_ example: String, _ name: String) throws -> TrainableEntry {
    let folder = Self.examples.appending(path: example)
    let file = try #require(try YAMLFile.files(in: folder).first { $0.name.hasSuffix("/\(name).yaml") })
    return try TrainableEntry(Manifest(yaml: file.bytes, file: file.name, folder: folder), among: [], code: [:])
  }

  @Test(.enabled(if: hasNumPy, "python3 with NumPy is not here"))
  func `ridge regression learns, twice to the same bytes`() async throws {
    try await onOwnThread {
      var digests = Set<String>()
      for _ in 0..<2 {
        let shell = try ShellEntry()
        defer { shell.remove() }
        let zeros = try shell.trainable("zeros")
        let examination = try shell.examination([try trainable("ridge", "ridge-jm60"), zeros])
        #expect(examination.runs.map(\.description.origin) == [.baseline, .trained, .baseline])
        #expect(examination.runs.map(\.description.entry.track) == [.fixed, .open, .fixed])
        #expect(shell.run(examination).failures.map(\.message) == [])
        let rmse = examination.runs.map { run in
          (run.scores?.table.rows() ?? []).map(\.rmse).reduce(0, +)
        }
        #expect(rmse[0] > 0 && rmse[0] < 0.5 * rmse[1], "\(rmse)")
        digests.insert(try #require(examination.runs.first?.scores?.artifact))
      }
      #expect(digests.count == 1)
    }
  }

  @Test(arguments: NewProgram.Language.allCases.filter { $0 == .python ? hasNumPy : hasR })
  func `a new entry runs as it was made, and passes the check`(_ language: NewProgram.Language) async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let program = try NewProgram("my-net", in: shell.folder, taken: ["ridge-mf60"], language: language)
      try program.files.write()
      for file in try YAMLFile.files(in: program.folder) {
        let manifest = try Manifest(yaml: file.bytes, file: file.name, folder: program.folder)
        guard manifest.task.name == "joint-moment" else { continue }
        let examination = try shell.examination([try TrainableEntry(manifest, among: [], code: [:])])
        #expect(shell.run(examination).failures.map(\.message) == [])
        #expect(examination.runs.first?.scores != nil)
        let check = try ProgramCheck(
          TrainableEntry(manifest, among: [], code: [:]), recipe: #require(smallProtocol().rules.training))
        #expect(
          try check.violations(
            in: shell.folder.appending(path: "check"),
            JobContext(threads: 1, interruption: Interruption(), report: { _ in })) == [])
      }
    }
  }

  @Test(.enabled(if: hasTorch, "python3 with PyTorch is not here"))
  func `a PyTorch GRU trains and predicts`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let examination = try shell.examination([try trainable("torch-gru", "torch-gru-jm60")])
      #expect(shell.run(examination).failures.map(\.message) == [])
      #expect(examination.runs.first?.scores != nil)
    }
  }
}
