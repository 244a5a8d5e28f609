import Faults
import Foundation
import Processes
import TestSupport
import Testing

@Suite("A call of a program") struct ProgramCallTests {
  @Test func `runs it with its verb in a new folder that is gone afterwards`() async throws {
    try await Shell.open { shell in
      var scratch: URL?
      try shell.call("printf '%s ' \"$@\" > words; pwd > place; echo said; echo and warned >&2", verb: "predict") {
        scratch = $0
        #expect(try String(contentsOf: $0.appending(path: "words"), encoding: .utf8) == "predict ")
        #expect(try String(contentsOf: $0.appending(path: "place"), encoding: .utf8) == $0.path + "\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: $0.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
      }
      let place = try #require(scratch).path
      #expect(!FileManager.default.fileExists(atPath: place))
      #expect(shell.output == "== predict\nsaid\nand warned\n")
    }
  }

  @Test(arguments: [
    (
      "echo no module named magic >&2; exit 3",
      "entry: 'fit' ended with exit status 3, expected 0. Its last line: \"no module named magic\"."
    ),
    ("exit 1", "entry: 'fit' ended with exit status 1, expected 0. Its output is in '"),
    ("kill -SEGV $$", "entry: 'fit' was ended by signal 11 (Segmentation fault)."),
    ("printf 'a\\033[31mb\\n'; exit 2", "Its last line: \"a [31mb\"."),
  ])
  func `says how it failed and what it said last`(_ script: String, _ words: String) async throws {
    try await Shell.open { shell in
      let fault = try #require(shell.fault(script))
      #expect(fault.kind == .data && fault.description.contains(words), "\(fault)")
      #expect(fault.description.hasPrefix("entry: 'fit' ") && fault.description.contains("process.log"))
    }
  }

  @Test(arguments: ["sleep 72600", "yes", "trap '' TERM INT HUP; while :; do sleep 1; done"])
  func `that takes longer than it may is ended`(_ script: String) async throws {
    try await Shell.open { shell in
      let fault = try #require(shell.fault(script, timeLimit: 0.5))
      #expect(fault.description.hasPrefix("entry: 'fit' took longer than its time limit of 0.5 s and was ended"))
      #expect(!isRunning("sleep 72600"))
    }
  }

  @Test func `that has time is not hurried`() async throws {
    try await Shell.open { try $0.call("sleep 0.3; test -d tmp", timeLimit: 3600) }
  }

  @Test func `is not begun when work has been asked to stop`() async throws {
    try await Shell.open { shell in
      let interruption = Interruption()
      interruption.request()
      #expect(throws: Interrupted.self) { try shell.call("exit 1", interruption: interruption) }
      #expect(shell.output.isEmpty)
    }
  }

  @Test func `keeps a log of bounded size with both ends`() async throws {
    try await Shell.open { shell in
      let loud = "echo the beginning; head -c 3000000 /dev/zero | tr '\\000' x; echo; echo the end; exit 1"
      let fault = try #require(shell.fault(loud))
      #expect(fault.description.contains("Its last line: \"the end\"."))
      let log = shell.output
      #expect(log.hasPrefix("== fit\nthe beginning\nxxx") && log.hasSuffix("xxx\nthe end\n"))
      // 256 KiB at either end; the rest is counted and left out.
      let leftOut = 3_000_000 + "the beginning\n\nthe end\n".utf8.count - 2 * (256 << 10)
      #expect(log.contains("\n== \(leftOut) bytes are left out\n"))
      #expect(log.utf8.count == 2 * (256 << 10) + "== fit\n\n== \(leftOut) bytes are left out\n".utf8.count)
    }
  }

  @Test func `goes on with the log of the call before`() async throws {
    try await Shell.open { shell in
      try shell.call("echo one")
      try shell.call("echo two", verb: "predict")
      #expect(shell.output == "== fit\none\n== predict\ntwo\n")
    }
  }

  @Test func `of a program that is not there says so`() async throws {
    try await Shell.open { shell in
      let command = try ProgramCommand(["no-such-program-anywhere"], folder: shell.folder, place: "entry")
      let call = ProgramCall(entry: "entry", verb: "fit", command: command, timeLimit: 60, log: shell.log)
      expectFault(
        .missing,
        "entry: there is no program 'no-such-program-anywhere' on PATH; install it, or leave this entry out."
      ) { try withScratchFolder { try call.run(in: $0, Interruption()) } }
    }
  }
}

/// What a program leaves running is looked for by the number of seconds that it sleeps, one for each test.
@Suite("Processes that a program has started") struct OrphanTests {
  @Test(arguments: [
    "sleep 72001 &", "setsid sleep 72002 &", "(setsid sh -c 'sleep 72003 & sleep 72004' &) ; sleep 0.2",
  ])
  func `are ended with the call`(_ script: String) async throws {
    try await Shell.open { shell in
      try shell.call(script)
      for seconds in 72001...72004 where script.contains("\(seconds)") { #expect(!isRunning("sleep \(seconds)")) }
    }
  }

  @Test func `are ended with a call that takes too long`() async throws {
    try await Shell.open { shell in
      #expect(shell.fault("setsid sleep 72005 & sleep 72006", timeLimit: 0.5) != nil)
      #expect(!isRunning("sleep 72005") && !isRunning("sleep 72006"))
    }
  }

  @Test func `are ended when work is asked to stop`() async throws {
    try await Shell.open { shell in
      let interruption = Interruption()
      let asking = Thread {
        guard waits(for: { isRunning("sleep 72008") }) else { return }
        interruption.request()
      }
      asking.start()
      #expect(throws: Interrupted.self) {
        try shell.call("sleep 72007 & sleep 72008", interruption: interruption)
      }
      #expect(!isRunning("sleep 72007") && !isRunning("sleep 72008"))
    }
  }

  @Test func `of another call live on`() async throws {
    try await Shell.open { shell in
      let other = Process()
      other.executableURL = URL(filePath: "/bin/sleep")
      other.arguments = ["72009"]
      other.environment = ["HIPZOO_CALL": "another"]
      try other.run()
      defer { kill(other.processIdentifier, SIGKILL) }
      try shell.call("true")
      #expect(other.isRunning)
    }
  }
}
