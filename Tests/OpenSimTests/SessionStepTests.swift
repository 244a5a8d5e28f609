import Faults
import Formats
import Foundation
import Jobs
import OpenSim
import TestSupport
import Testing

/// The steps of a session with a program in OpenSim's place, which answers at once and counts how often it is asked.
@Suite("A step of a session", .serialized) struct SessionStepTests {
  private func python(in folder: URL) throws -> OpenSimPython {
    let url = folder.appending(path: "python")
    let script = """
      #!/bin/sh
      echo asked >> '\(folder.path)/asked'
      echo '<OpenSimDocument/>' > scaled.osim
      echo '{"answer": {}, "opensim": "4.6"}' > report.json
      """
    try Data(script.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    return OpenSimPython(url.path)
  }

  @Test func `that is not done gives no cohort, and one of an earlier run is named`() throws {
    try withTemporaryFolder { folder in
      let (session, output) = (try MadeSession(in: folder), folder.appending(path: "out"))
      try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
      for name in ["s_JM60.npz", "t_JM60.npz"] { try session.write("", "out/\(name)") }
      let outcome = try session.simulation().cohorts(to: output, name: "s")
      #expect(outcome.files.isEmpty && outcome.trials.isEmpty)
      #expect(outcome.earlier.map { URL(filePath: $0).lastPathComponent } == ["s_JM60.npz"])
    }
  }

  @Test(arguments: ["cut", "changed", "removed"])
  func `that was damaged after it was done is done again, and it is said`(_ what: String) async throws {
    try await onOwnThread { try healing(what) }
  }

  private func healing(_ what: String) throws {
    try withTemporaryFolder { folder in
      let session = try MadeSession(in: folder)
      let python = try python(in: folder)
      let context = JobContext(threads: 1, interruption: Interruption()) { _ in }
      func scaling() throws -> (job: Job, notes: [String]) {
        let simulation = try session.simulation(python: python)
        return (try #require(simulation.jobs.first), simulation.notes.filter { $0.contains("done again") })
      }
      func asked() throws -> Int { try session.read("asked").split(separator: "\n").count }
      try scaling().job.run(context)
      let model = try #require(try scaling().job.outputs.first)
      let first = try scaling()
      #expect(first.job.isDone() && first.notes.isEmpty)
      #expect(try asked() == 1)
      try scaling().job.run(context)
      #expect(try asked() == 1)

      switch what {
      case "cut": try Data("<OpenSim".utf8).write(to: model)
      case "changed": try Data("<OpenSimDocumenT/>\n".utf8).write(to: model)
      default: try FileManager.default.removeItem(at: model)
      }
      let (job, notes) = try scaling()
      #expect(!job.isDone())
      #expect(
        notes == [
          "line 2, S1: 'S1/scale/scaled.osim' was changed or removed after it was made, so that step is done again"
        ])
      try job.run(context)
      let healed = try scaling()
      #expect(healed.job.isDone() && healed.notes.isEmpty)
      #expect(try asked() == 2)
      #expect(try String(contentsOf: model, encoding: .utf8) == "<OpenSimDocument/>\n")
    }
  }
}
