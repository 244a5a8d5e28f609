import Foundation
import Processes
import TestSupport
import Testing

@Suite("Folders of killed commands") struct ScratchFolderTests {
  // No process has a number above the largest that Linux gives.
  private func withFolders(_ body: (_ place: URL, _ dead: URL, _ own: URL) throws -> Void) throws {
    try withTemporaryFolder { place in
      var own: URL?
      try withScratchFolder { own = $0 }
      let name = try #require(own).lastPathComponent
      try #require(name.contains("-\(getpid())-"))
      let folders = [name.replacing("-\(getpid())-", with: "-4194305-"), name].map { place.appending(path: $0) }
      for folder in folders {
        try FileManager.default.createDirectory(
          at: folder.appending(path: "tmp"), withIntermediateDirectories: true)
      }
      try body(place, folders[0], folders[1])
    }
  }

  @Test func `are removed, and nothing else is`() throws {
    try withFolders { place, dead, own in
      for other in ["hipzoo-notes", "hipzoo-1-2.x", dead.lastPathComponent.replacing("hipzoo-", with: "other-")] {
        try FileManager.default.createDirectory(at: place.appending(path: other), withIntermediateDirectories: true)
      }
      let stranger = "hipzoo-00000000-4194305-7.\(UUID().uuidString)"
      try FileManager.default.createDirectory(at: place.appending(path: stranger), withIntermediateDirectories: true)
      // A process of the same number that began at another time is another process.
      let reused = own.lastPathComponent.replacing(/-(\d+)-\d+\./) { "-\($0.1)-1." }
      try FileManager.default.createDirectory(at: place.appending(path: reused), withIntermediateDirectories: true)
      #expect(ScratchFolders.removeAbandoned(in: place) == 2)
      let left = Set(try FileManager.default.contentsOfDirectory(atPath: place.path))
      #expect(
        left == [
          own.lastPathComponent, "hipzoo-notes", "hipzoo-1-2.x",
          dead.lastPathComponent.replacing("hipzoo-", with: "other-"), stranger,
        ])
    }
  }

  /// A program may take the rights from its folders, and nest them deeper than any path leads.
  @Test func `go whatever was made in them`() throws {
    try withTemporaryFolder { place in
      let folder = place.appending(path: "made")
      let program = Process()
      program.executableURL = URL(filePath: "/bin/sh")
      program.arguments = [
        "-c",
        "mkdir -p made/d/e && echo x > made/d/e/f && ln -s / made/d/link && cd made && i=0; "
          + "while [ $i -lt 60 ]; do mkdir -p \(String(repeating: "a/", count: 100)) && cd -P \(String(repeating: "a/", count: 100)) "
          + "|| exit 1; i=$((i + 1)); done; cd \"$0\"; chmod 000 made/d/e made/d", place.path,
      ]
      program.currentDirectoryURL = place
      try program.run()
      program.waitUntilExit()
      try #require(program.terminationStatus == 0)
      removeWhole(folder)
      #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
  }

  @Test func `lose what still runs in them`() throws {
    try withFolders { place, dead, _ in
      let program = Process()
      program.executableURL = URL(filePath: "/bin/sleep")
      program.arguments = ["72020"]
      program.environment = ["TMPDIR": dead.appending(path: "tmp").path]
      try program.run()
      // A child becomes its program a moment after it is there.
      defer { kill(program.processIdentifier, SIGKILL) }
      try #require(waits(for: { isRunning("sleep 72020") }))
      _ = ScratchFolders.removeAbandoned(in: place)
      program.waitUntilExit()
      #expect(program.terminationReason == .uncaughtSignal && program.terminationStatus == SIGKILL)
    }
  }
}

@Suite("A process that calls programs") struct HidingTests {
  @Test func `is closed to them`() async throws {
    try await Shell.open { shell in
      // The program waits until somebody has looked at this process.
      let (begun, seen) = (shell.folder.appending(path: "begun"), shell.folder.appending(path: "seen"))
      let looking = Thread {
        guard waits(for: { FileManager.default.fileExists(atPath: begun.path) }) else { return }
        try? Data((ProgramGuard.isHidden ? "hidden" : "open").utf8).write(to: seen, options: .atomic)
      }
      looking.start()
      try shell.call("touch '\(begun.path)'; while [ ! -s '\(seen.path)' ]; do sleep 0.01; done")
      #expect(try String(contentsOf: seen, encoding: .utf8) == "hidden")
    }
  }
}
