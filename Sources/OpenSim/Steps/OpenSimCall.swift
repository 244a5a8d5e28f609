import Faults
import Formats
import Foundation
import Jobs
import Processes

/// A Python that has OpenSim.
public struct OpenSimPython: Sendable {
  /// The interpreter.
  public let path: String

  /// The interpreter that a person names, else `$HIPZOO_PYTHON`, else `python3`.
  public init(_ path: String? = nil) {
    let own = ProcessInfo.processInfo.environment["HIPZOO_PYTHON"] ?? ""
    self.path = path ?? (own.isEmpty ? "python3" : own)
  }

  /// The version of OpenSim.
  ///
  /// - Parameter folder: where it is tried; the folder is made.
  /// - Throws: ``Fault`` of kind `missing` when the interpreter or its `opensim` is not there.
  public func version(in folder: URL, _ interruption: Interruption = Interruption()) throws -> String {
    do {
      return try OpenSimCall(python: self, step: "probe", timeLimit: 120).run(
        ["step": .text("probe")], in: folder, interruption
      )
      .version
    } catch let fault as Fault {
      let last = lastLine(ofFile: folder.appending(path: "log.txt")) ?? ""
      let why = last.contains("No module named") ? "it has no module 'opensim'." : fault.text
      throw Fault(
        .missing,
        "the Python '\(path)' cannot be used: \(why) Install OpenSim (pip install opensim) and name its Python with --python "
          + "or $HIPZOO_PYTHON.")
    }
  }
}

/// One step that OpenSim does, in a folder of its own.
struct OpenSimCall: Sendable {
  /// What a step answered, with the version of OpenSim.
  struct Answer {
    let value: JSON
    let version: String
  }

  let python: OpenSimPython
  let step: String
  let timeLimit: Double

  /// Runs the step, unless its answer is there already for the same job.
  ///
  /// - Parameters:
  ///   - job: what is to be done, in JSON; files by their absolute paths.
  ///   - inputs: the digests of the files that the job reads, by which a kept answer is known.
  ///   - outputs: the files in the folder that must be there for a kept answer.
  ///   - folder: where it works.
  /// - Throws: ``Fault`` when the program cannot be run or OpenSim fails; ``Interrupted``.
  func run(
    _ job: [String: JSON], inputs: [String] = [], outputs: [String] = [], in folder: URL, _ interruption: Interruption
  ) throws -> Answer {
    let request = JSON.object(job).canonical
    let key = Digest.sha256(of: Data(([request, openSimProgram] + inputs).joined(separator: "\n").utf8))
    let (done, report) = (folder.appending(path: "done.txt"), folder.appending(path: "report.json"))
    let isKept =
      (try? String(contentsOf: done, encoding: .utf8)) == key
      && outputs.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
    if isKept, let answer = try? Self.answer(report) { return answer }
    try? FileManager.default.removeItem(at: folder)
    do {
      try FileManager.default.createDirectory(at: folder.appending(path: "tmp"), withIntermediateDirectories: true)
    } catch {
      throw Fault(.io, at: .file(folder.path), "the folder cannot be made: \(error.localizedDescription)")
    }
    try AtomicFile.write(Data(openSimProgram.utf8), to: folder.appending(path: "program.py"))
    try AtomicFile.write(Data(request.utf8), to: folder.appending(path: "\(step).json"))
    let command = try ProgramCommand([python.path, "program.py"], folder: folder, place: "opensim")
    let call = ProgramCall(
      entry: "opensim", verb: step, command: command, timeLimit: timeLimit, log: folder.appending(path: "log.txt"))
    do {
      try call.run(in: folder, interruption)
    } catch let fault as Fault {
      guard let text = try? Self.error(report) else { throw fault }
      throw Fault(.data, at: .part("opensim"), "\(text) Its output is in '\(call.log.relativePath)'.")
    }
    let answer = try Self.answer(report)
    try AtomicFile.write(Data(key.utf8), to: done)
    return answer
  }

  private static func answer(_ report: URL) throws -> Answer {
    let object = try JSON(String(decoding: BoundedFile.read(report, limit: 16 << 20), as: UTF8.self)).object ?? [:]
    guard let value = object["answer"] else {
      throw Fault(.data, at: .file(report.relativePath), object["error"]?.text ?? "it holds no answer.")
    }
    return Answer(value: value, version: object["opensim"]?.text ?? "unknown")
  }

  private static func error(_ report: URL) throws -> String? {
    try JSON(String(decoding: BoundedFile.read(report, limit: 16 << 20), as: UTF8.self)).object?["error"]?.text
  }
}
