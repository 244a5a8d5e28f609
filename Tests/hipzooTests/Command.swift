import Foundation
import TestSupport
import Testing

/// One run of the built command, as a user runs it.
struct Command {
  let status: Int32
  let output: String
  let errors: String

  /// Runs `hipzoo` in a folder, with its state under that folder.
  ///
  /// - Parameters:
  ///   - program: what is run instead of `hipzoo`.
  ///   - more: what the environment has besides.
  init(_ arguments: [String], in folder: URL, program: URL? = nil, environment more: [String: String] = [:]) throws {
    let process = try Self.process(arguments, in: folder)
    process.environment?.merge(more) { $1 }
    if let program { process.executableURL = program }
    // Files instead of pipes: a pipe that nobody empties stops the process.
    let (output, errors) = (try Self.sink(), try Self.sink())
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "hipzoo \(arguments) was ended by a signal")
    status = process.terminationStatus
    self.output = try Self.text(output)
    self.errors = try Self.text(errors)
  }

  /// The command, ready to be run in a folder, with its state under that folder.
  static func process(_ arguments: [String], in folder: URL) throws -> Process {
    let process = Process()
    let binary: URL = try #require(Self.binary, "no built hipzoo beside the tests; set HIPZOO_BINARY")
    process.executableURL = binary
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["HIPZOO_HOME"] = nil
    environment["HIPZOO_ZOO"] = nil
    process.environment = environment
    return process
  }

  /// The binary that was built with these tests.
  static let binary: URL? = {
    if let path = ProcessInfo.processInfo.environment["HIPZOO_BINARY"] { return URL(fileURLWithPath: path) }
    let starts =
      [CommandLine.arguments.first ?? "", Bundle.main.executablePath ?? "", Bundle.main.bundlePath]
      + Bundle.allBundles.map(\.bundlePath)
    for start in starts {
      var folder = URL(fileURLWithPath: start)
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        let found = folder.appending(path: "hipzoo")
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: found.path, isDirectory: &isFolder)
        if isThere, !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: found.path) {
          return found
        }
      }
    }
    return nil
  }()

  private static func sink() throws -> (url: URL, handle: FileHandle) {
    let url = FileManager.default.temporaryDirectory.appending(path: "hipzoo-\(UUID().uuidString).txt")
    try Data().write(to: url)
    return (url, try FileHandle(forWritingTo: url))
  }

  private static func text(_ sink: (url: URL, handle: FileHandle)) throws -> String {
    try sink.handle.close()
    defer { try? FileManager.default.removeItem(at: sink.url) }
    return try String(contentsOf: sink.url, encoding: .utf8)
  }
}

extension Command {
  /// Expects a failure with a status and one line on standard error that has all of some words.
  func expectFailure(_ status: Int32, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(self.status == status, "\(errors)", sourceLocation: sourceLocation)
    #expect(output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      errors.hasPrefix("hipzoo: error: ") && errors.split(separator: "\n").count == 1, "\(errors)",
      sourceLocation: sourceLocation)
    for word in words { #expect(errors.contains(word), "\(errors)", sourceLocation: sourceLocation) }
  }

  /// Expects success without a word on standard error.
  func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0 && errors.isEmpty, "\(errors)", sourceLocation: sourceLocation)
  }
}
