import Foundation
import Runs
import TestSupport
import Testing

/// A home that belongs to somebody else: it may only be read, or not even that.
@Suite("A home of somebody else") struct ForeignHomeTests {
  @Test func `that may only be read shows what its owner sees, and stays as it is`() throws {
    try withForeignHome(mode: 0o555) { home, folder in
      for arguments in [["leaderboard"], ["leaderboard", "--json"], ["registry", "check"]] {
        let own = try Command(arguments + ["--home", home.url.path], in: folder)
        try Self.setMode(0o555, below: home.url)
        let foreign = try Command(arguments + ["--home", home.url.path], in: folder, asStranger: true)
        #expect(foreign.status == 0 && own.status == 0, "\(foreign.errors) \(own.errors)")
        #expect(foreign.output == own.output)
        try Self.setMode(0o755, below: home.url)
      }
    }
  }

  @Test func `that may only be read is not said to have a new registry`() throws {
    try withForeignHome(mode: 0o555) { home, folder in
      try Command(["leaderboard", "--home", home.url.path], in: folder).expectSuccess()
      let before = try Data(contentsOf: home.registry)
      try Self.setMode(0o555, below: home.url)
      defer { try? Self.setMode(0o755, below: home.url) }
      try Command(["registry", "rebuild", "--home", home.url.path], in: folder, asStranger: true)
        .expectFailure(74, "registry.sqlite", "may only be read, so nothing was made anew")
      #expect(try Data(contentsOf: home.registry) == before)
    }
  }

  @Test func `that may be listed shows runs which its registry does not know`() throws {
    try withForeignHome(mode: 0o755) { home, folder in
      let before = try Command(["leaderboard", "--home", home.url.path], in: folder)
      try FileManager.default.removeItem(at: home.registry)
      let run = try MadeRun(seed: 7).write(in: home)
      let after = try Command(["leaderboard", "--json", "--home", home.url.path], in: folder)
      #expect(before.status == 0 && after.status == 0 && after.output.contains(run.name), "\(after.errors)")
    }
  }

  @Test func `with a run that may not be read leaves that out and says so, in JSON too`() throws {
    try withForeignHome(mode: 0o755) { home, folder in
      let hidden = try MadeRun(seed: 7).write(in: home)
      try Self.setMode(0o700, at: hidden.url)
      defer { try? Self.setMode(0o755, at: hidden.url) }
      let found = try Command(["leaderboard", "--json", "--home", home.url.path], in: folder, asStranger: true)
      #expect(found.status == 0 && !found.output.contains(hidden.name), "\(found.errors)")
      for text in [found.errors, found.output] {
        #expect(text.contains("1 run or examination folder is left out of the registry"), "\(text.prefix(400))")
      }
    }
  }

  @Test(arguments: [["leaderboard"], ["verify"], ["list"], ["show", "lstm-jm60"], ["report", "--output", "x.html"]])
  func `that may not be read is a fault and not an empty one`(_ arguments: [String]) throws {
    try withForeignHome(mode: 0) { home, folder in
      try Command(arguments + ["--home", home.url.path], in: folder, asStranger: true)
        .expectFailure(74, home.url.lastPathComponent, "cannot be read: Permission denied")
    }
  }

  @Test(arguments: [0o644, 0o755])
  func `that is a file is said to be one`(_ mode: Int) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "file")
      try Data("words".utf8).write(to: file)
      try Self.setMode(mode, at: file)
      for command in ["leaderboard", "work", "status", "list"] {
        try Command([command, "--home", "file"], in: folder).expectFailure(
          74, "file: it is a file and no folder; name a folder.")
      }
    }
  }

  private func withForeignHome(mode: Int, _ body: (HomeFolder, URL) throws -> Void) throws {
    guard Command.canBeStranger else {
      return print("skipped: this user may read everything and cannot become another one")
    }
    try withTemporaryFolder { folder in
      let home = HomeFolder(folder.appending(path: "home").path)
      try MadeRun().write(in: home)
      try Self.setMode(0o755, below: folder)
      if mode != 0o755, mode != 0o555 { try Self.setMode(mode, at: home.url) }
      defer { try? Self.setMode(0o755, at: home.url) }
      try body(home, folder)
    }
  }

  private static func setMode(_ mode: Int, at url: URL) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
  }

  private static func setMode(_ mode: Int, below url: URL) throws {
    try setMode(0o755, at: url)
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
      try setMode(mode, at: url.appending(path: path))
    }
    try setMode(mode, at: url)
  }
}

extension Command {
  /// Runs as a user who owns nothing, where these tests run as one who may do everything.
  init(_ arguments: [String], in folder: URL, asStranger: Bool) throws {
    guard asStranger, getuid() == 0 else {
      self = try Command(arguments, in: folder)
      return
    }
    let binary = try #require(Self.binary)
    self = try Command(
      ["--reuid=65534", "--regid=65534", "--clear-groups", binary.path] + arguments, in: folder,
      program: URL(filePath: "/usr/bin/setpriv"))
  }

  /// Whether a command can be run as somebody who may not read everything.
  static var canBeStranger: Bool {
    guard getuid() == 0 else { return true }
    guard let binary, FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") else { return false }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/setpriv")
    process.arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", binary.path, "--version"]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
