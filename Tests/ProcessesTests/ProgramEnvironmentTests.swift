import Faults
import Foundation
import Processes
import TestSupport
import Testing

@Suite("The environment of a program") struct ProgramEnvironmentTests {
  private static let folder = URL(filePath: "/scratch/hipzoo-1")

  @Test func `is what it needs to start and nothing of where state is kept`() {
    let own = [
      "PATH": "/bin", "LD_LIBRARY_PATH": "/lib", "HOME": "/nowhere/of/a/user", "HIPZOO_HOME": "/state", "SECRET": "1",
      "OMP_NUM_THREADS": "8", "PYTHONHASHSEED": "random", "TMPDIR": "/elsewhere",
    ]
    let variables = ProgramEnvironment.variables(folder: Self.folder, mark: "m", from: own)
    #expect(
      variables == [
        "PATH": "/bin", "LD_LIBRARY_PATH": "/lib", "HOME": "/scratch/hipzoo-1", "TMPDIR": "/scratch/hipzoo-1/tmp",
        "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
        "NUMEXPR_NUM_THREADS": "1", "VECLIB_MAXIMUM_NUM_THREADS": "1", "JULIA_NUM_THREADS": "1", "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "HIPZOO_CALL": "m",
      ])
  }

  @Test func `says where a user's Python packages are, since HOME is another`() throws {
    try withTemporaryFolder { home in
      let local = home.appending(path: ".local")
      try FileManager.default.createDirectory(at: local, withIntermediateDirectories: true)
      func base(_ own: [String: String]) -> String? {
        ProgramEnvironment.variables(folder: Self.folder, mark: "m", from: own)["PYTHONUSERBASE"]
      }
      #expect(base(["HOME": home.path]) == local.path)
      #expect(base(["HOME": home.path, "PYTHONUSERBASE": "/mine"]) == "/mine")
      #expect(base(["HOME": ""]) == nil)
    }
  }

  @Test func `reaches the program as it is`() async throws {
    try await Shell.open { shell in
      setenv("HIPZOO_SECRET_OF_THE_CALLER", "1", 1)
      try shell.call("env > seen") { scratch in
        let lines = try String(contentsOf: scratch.appending(path: "seen"), encoding: .utf8).split(separator: "\n")
        #expect(lines.contains("HOME=\(scratch.path)") && lines.contains("OMP_NUM_THREADS=1"))
        #expect(lines.contains { $0.hasPrefix("HIPZOO_CALL=") })
        #expect(!lines.contains { $0.hasPrefix("HIPZOO_SECRET") })
      }
    }
  }
}

@Suite("The command of a program") struct ProgramCommandTests {
  /// A folder with a script that may be run, one that may not, and a file.
  private func withPrograms(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (name, mode) in [("run.sh", 0o755), ("text.sh", 0o644), ("net.py", 0o644)] {
        let url = folder.appending(path: name)
        try Data("# \(name)".utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
      }
      try body(folder.resolvingSymlinksInPath())
    }
  }

  @Test func `finds the files of the manifest's folder and leaves other words alone`() throws {
    try withPrograms { folder in
      let command = try ProgramCommand(["python3", "net.py", "--fast", "other.py"], folder: folder, place: "entry")
      #expect(command.program == "python3")
      #expect(command.arguments == [folder.appending(path: "net.py").path, "--fast", "other.py"])
      #expect(try ProgramCommand(["./run.sh"], folder: folder, place: "entry").program.hasSuffix("/run.sh"))
      // A bare name is one of PATH, though there is a file of that name.
      #expect(try ProgramCommand(["run.sh"], folder: folder, place: "entry").program == "run.sh")
    }
  }

  @Test func `is another one when a word or a file is another`() throws {
    try withPrograms { folder in
      func digest(_ words: [String]) throws -> String {
        try ProgramCommand(words, folder: folder, place: "entry").digest
      }
      let first = try digest(["python3", "net.py", "x"])
      #expect(try digest(["python3", "net.py", "x"]) == first)
      #expect(try digest(["python3", "net.py", "y"]) != first)
      try Data("# changed".utf8).write(to: folder.appending(path: "net.py"))
      #expect(try digest(["python3", "net.py", "x"]) != first)
    }
  }

  @Test func `that cannot be run is refused`() throws {
    try withPrograms { folder in
      expectFault(.missing, "entry: there is no program './no.sh' in '") {
        try ProgramCommand(["./no.sh"], folder: folder, place: "entry")
      }
      expectFault(.data, "entry: './text.sh' is not a program that may be run; 'chmod +x' makes it one.") {
        try ProgramCommand(["./text.sh"], folder: folder, place: "entry")
      }
      expectFault(.missing, "give its folder with --zoo") {
        try ProgramCommand(["./run.sh"], folder: nil, place: "entry")
      }
      expectFault(.data, "empty") { try ProgramCommand([], folder: folder, place: "entry") }
      // A word never leads out of the folder.
      let outside = try ProgramCommand(["python3", "../net.py"], folder: folder.appending(path: "in"), place: "entry")
      #expect(outside.arguments == ["../net.py"])
    }
  }
}
