import Faults
import Foundation

/// A program in walls: no network, no process but its own, the system for reading only, and of all other folders only
/// that of its call.
///
/// It is built by bubblewrap (`bwrap`). What a program needs to start is there: the system's folders, the folders that
/// the handed-on variables name, and the files of its command.
package struct ProgramSandbox: Sendable, Equatable {
  /// What built it, for a run's record, for example `bubblewrap 0.8.0`.
  package let name: String
  private let path: String

  /// Finds bubblewrap and tries it.
  /// - Throws: ``Fault``: `missing` where there is none; `io` where the system lets nobody build walls.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    guard let path = Self.program("bwrap", environment) else {
      throw Fault(
        .missing,
        "--sandbox needs bubblewrap, and there is no 'bwrap' on PATH; install it (Debian: apt-get install bubblewrap), or "
          + "leave --sandbox out and read the program before it runs.")
    }
    self.path = path
    name = Self.output([path, "--version"])?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "bubblewrap"
    guard Self.output([path] + Self.walls + ["--ro-bind", "/", "/", "--", "/bin/sh", "-c", ":"]) != nil else {
      throw Fault(
        .io,
        "--sandbox: '\(path)' cannot make a sandbox here, as where the system forbids user namespaces; allow them, or leave "
          + "--sandbox out and read the program before it runs.")
    }
  }

  private static let walls = ["--unshare-all", "--cap-drop", "ALL"]

  /// The words that start a program inside.
  ///
  /// - Parameters:
  ///   - command: the program with the files that it is given.
  ///   - verb: the last word.
  ///   - folder: the one folder that it may write to.
  ///   - variables: its environment, by which it finds its libraries.
  /// - Returns: the program to start and its arguments.
  func words(
    _ command: ProgramCommand, _ verb: String, in folder: URL, _ variables: [String: String],
    home: String? = ProcessInfo.processInfo.environment["HOME"]
  ) -> (program: String, arguments: [String]) {
    var words = Self.walls + ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
    let files = command.files.map(\.path)
    for place in Self.system + Self.libraries(command, variables, home) + files {
      words += ["--ro-bind-try", place, place]
    }
    words += ["--bind", folder.path, folder.path, "--chdir", folder.path, "--", command.program]
    return (path, words + command.arguments + [verb])
  }

  /// Where a system keeps programs, libraries and what they ask for; no configuration that may hold secrets.
  private static let system =
    ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt", "nix/store", "gnu/store"].map { "/\($0)" }
    + [
      "alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "nsswitch.conf", "passwd", "group", "R",
      "fonts", "mime.types",
    ].map { "/etc/\($0)" }

  /// The folders that the environment names, and those beside a folder of programs.
  private static func libraries(_ command: ProgramCommand, _ variables: [String: String], _ home: String?) -> [String] {
    var places = [String]()
    let home = home.map { URL(filePath: $0).standardizedFileURL.pathComponents } ?? []
    /// A folder that holds the user's home would show all of it.
    func add(_ url: URL) {
      let parts = url.standardizedFileURL.pathComponents
      guard parts.first == "/", parts.count > 1, !home.starts(with: parts), !places.contains(url.path) else { return }
      places.append(url.path)
    }
    func addPrograms(_ folder: URL) {
      add(folder)
      let above = folder.deletingLastPathComponent()
      for name in ["lib", "lib64", "libexec", "include", "pyvenv.cfg"] { add(above.appending(path: name)) }
    }
    func folders(_ name: String) -> [URL] {
      (variables[name] ?? "").split(separator: ":").map { URL(filePath: String($0)) }
    }
    for folder in folders("PATH") { addPrograms(folder) }
    for name in ProgramEnvironment.handedOn where name != "PATH" { folders(name).forEach { add($0) } }
    for base in folders("PYTHONUSERBASE") { add(base.appending(path: "lib")) }
    // A link in a folder of programs leads to where the program is, and its libraries are there.
    if let program = Self.program(command.program, variables) {
      addPrograms(URL(filePath: program).resolvingSymlinksInPath().deletingLastPathComponent())
    }
    return places
  }

  /// The path of a program that is looked for as a shell does.
  static func program(_ name: String, _ variables: [String: String]) -> String? {
    if name.contains("/") { return name }
    return (variables["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What a program prints; nil when it fails.
  private static func output(_ words: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    return process.terminationReason == .exit && process.terminationStatus == 0
      ? String(decoding: data, as: UTF8.self) : nil
  }
}
