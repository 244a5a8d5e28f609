import Faults
import Foundation
import Processes
import TestSupport
import Testing

@Suite("A program in a sandbox") struct ProgramSandboxTests {
  private static let sandbox = try? ProgramSandbox()

  @Test(.enabled(if: sandbox != nil, "no bubblewrap that works here")) func `works in its folder and finds its files`()
    async throws
  {
    try await Shell.open { shell in
      try shell.call(
        "test -f \"$0\" && pwd && printf '%s' \"$1\" > words && echo x > tmp/y", verb: "predict", sandbox: Self.sandbox
      ) {
        scratch in
        let words = try String(contentsOf: scratch.appending(path: "words"), encoding: .utf8)
        #expect(words == "predict")
        #expect(shell.output == "== predict\n\(scratch.path)\n")
      }
    }
  }

  /// What each line tries has to fail.
  @Test(
    .enabled(if: sandbox != nil, "no bubblewrap that works here"),
    arguments: [
      "echo x > /usr/here", "echo x > \"$0\"", "cat \"$(dirname \"$0\")/secret\"",
      "cat /etc/shadow", "ls -d /proc/[0-9]* | wc -l | grep -v '^[1-9]$'",
      // Another network than this machine's has its loopback alone, and nothing listens there.
      "grep -v -e lo: -e '|' /proc/net/dev | grep .", "cat /proc/$PPID/environ /proc/1/environ | grep HIPZOO_SECRET",
    ])
  func `reaches nothing beyond`(_ script: String) async throws {
    try await Shell.open { shell in
      setenv("HIPZOO_SECRET_OF_THE_CALLER", "1", 1)
      try Data("secret".utf8).write(to: shell.folder.appending(path: "secret"))
      try shell.call("touch \"$(dirname \"$0\")/beside\"; if \(script); then exit 3; fi", sandbox: Self.sandbox)
      // What lies above its files inside is a place of its own, gone with the walls.
      #expect(!FileManager.default.fileExists(atPath: shell.folder.appending(path: "beside").path))
    }
  }

  @Test(.enabled(if: sandbox != nil, "no bubblewrap that works here")) func `leaves no process and fails as outside`()
    async throws
  {
    try await Shell.open { shell in
      let fault = shell.fault("setsid sleep 72030 & (setsid sleep 72031 &); exit 5", sandbox: Self.sandbox)
      #expect(fault?.description.contains("ended with exit status 5") == true)
      #expect(!isRunning("sleep 72030") && !isRunning("sleep 72031"))
      let late = shell.fault("setsid sleep 72032 & sleep 72033", timeLimit: 0.5, sandbox: Self.sandbox)
      #expect(late?.description.contains("took longer than its time limit") == true)
      #expect(!isRunning("sleep 72032") && !isRunning("sleep 72033"))
      let command = try ProgramCommand(["no-such-program-anywhere"], folder: shell.folder, place: "entry")
      let call = ProgramCall(
        entry: "entry", verb: "fit", command: command, timeLimit: 60, log: shell.log, sandbox: Self.sandbox)
      expectFault(.missing, "there is no program 'no-such-program-anywhere' on PATH") {
        try withScratchFolder { try call.run(in: $0, Interruption()) }
      }
    }
  }

  @Test func `is refused where there is no bubblewrap, or none that works`() throws {
    expectFault(.missing, "--sandbox needs bubblewrap", "apt-get install bubblewrap") {
      _ = try ProgramSandbox(environment: ["PATH": "/nowhere"])
    }
    try withTemporaryFolder { folder in
      let program = folder.appending(path: "bwrap")
      try Data("#!/bin/sh\nexit 1\n".utf8).write(to: program)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
      expectFault(.io, "cannot make a sandbox here", "leave --sandbox out") {
        _ = try ProgramSandbox(environment: ["PATH": folder.path])
      }
    }
  }
}
