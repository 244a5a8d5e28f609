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

  /// How long OpenSim may take to start and answer, in seconds: from a cold disk, beside other work, it has taken more than two
  /// minutes.
  static let starting = 600.0

  /// The version of OpenSim.
  ///
  /// - Throws: ``Fault`` of kind `missing` when the interpreter or its `opensim` is not there.
  public func version(_ interruption: Interruption = Interruption()) throws -> String {
    // In a new folder each time: what an answer says that was kept may have been true of another Python.
    try withScratchFolder { scratch in
      let call = OpenSimCall(python: self, step: "probe", timeLimit: Self.starting)
      let folder = scratch.appending(path: "probe")
      do { return try call.run(["step": .text("probe")], in: folder, interruption).version } catch let fault as Fault {
        let last = lastLine(ofFile: OpenSimCall.log(of: folder)) ?? ""
        let why = last.contains("No module named") ? "it has no module 'opensim'." : fault.text
        throw Fault(
          .missing,
          "the Python '\(path)' cannot be used: \(why) Install OpenSim (pip install opensim) and name its Python with "
            + "--python or $HIPZOO_PYTHON.")
      }
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

  /// Runs the step, unless its answer is there already for the same job, and every file as the step left it.
  ///
  /// The folder appears whole: two processes that do the same step at once both have its answer, and one that is killed
  /// leaves nothing that looks done.
  ///
  /// - Parameters:
  ///   - job: what is to be done, in JSON; files by their absolute paths.
  ///   - inputs: the digests of the files that the job reads, by which a kept answer is known.
  ///   - outputs: the files in the folder that must be there for a kept answer.
  ///   - folder: what becomes of the folder in which it works; its log stands beside it.
  /// - Throws: ``Fault`` when the program cannot be run or OpenSim fails; ``Interrupted``.
  func run(
    _ job: [String: JSON], inputs: [String] = [], outputs: [String] = [], in folder: URL, _ interruption: Interruption
  ) throws -> Answer {
    let request = JSON.object(job).canonical
    let key = Digest.sha256(of: Data(([request, openSimProgram] + inputs).joined(separator: "\n").utf8))
    func kept() -> Answer? {
      let seal = StepSeal(in: folder)
      let isDone =
        seal?.key == key && seal?.changed(in: folder).isEmpty == true
        && outputs.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
      return isDone ? try? Self.answer(folder) : nil
    }
    if let answer = kept() { return answer }
    let above = folder.deletingLastPathComponent()
    AtomicFile.removeLeftovers(directlyIn: above)
    let work = above.appending(path: TemporaryFile.name(for: folder.lastPathComponent))
    defer { try? FileManager.default.removeItem(at: work) }
    try Folder.make(work.appending(path: "tmp"))
    try AtomicFile.write(Data(openSimProgram.utf8), to: work.appending(path: "program.py"))
    try AtomicFile.write(Data(request.utf8), to: work.appending(path: "\(step).json"))
    let command = try ProgramCommand([python.path, "program.py"], folder: work, place: "opensim")
    let call = ProgramCall(
      entry: "opensim", verb: step, command: command, timeLimit: timeLimit, limitedBy: "--time-limit",
      log: Self.log(of: folder))
    do {
      try call.run(in: work, interruption)
    } catch let fault as Fault {
      let text = try? Self.error(work)
      // What a failed step has left is kept to be looked at.
      try Self.put(work, at: folder)
      guard let text else { throw fault }
      throw Fault(.data, at: .part("opensim"), "\(text) Its output is in '\(call.log.relativePath)'.")
    }
    guard let answer = try? Self.answer(work) else {
      try Self.put(work, at: folder)
      throw call.fault("ended and left no answer in report.json.")
    }
    try StepSeal(of: work, key: key).write(to: work)
    // Another process may have done the same meanwhile, and read it by now.
    if let answer = kept() { return answer }
    try Self.put(work, at: folder)
    return answer
  }

  /// Where the output of a step is, beside its folder.
  static func log(of folder: URL) -> URL { folder.appendingPathExtension("log") }

  /// Gives a folder its name, whatever had it.
  private static func put(_ work: URL, at folder: URL) throws {
    let (from, to) = (work.path(percentEncoded: false), folder.path(percentEncoded: false))
    let old = folder.deletingLastPathComponent().appending(path: TemporaryFile.name(for: folder.lastPathComponent))
    // Another process may put one there each time, but not for ever.
    for _ in 0..<10 {
      if rename(from, to) == 0 { return }
      guard errno == EEXIST || errno == ENOTEMPTY else { break }
      guard rename(to, old.path(percentEncoded: false)) == 0 || errno == ENOENT else { break }
      try? FileManager.default.removeItem(at: old)
    }
    throw Fault(
      .io, at: .file(folder.relativePath),
      "what a step made cannot be put in this place: \(String(cString: strerror(errno))).")
  }

  private static func answer(_ folder: URL) throws -> Answer {
    let report = folder.appending(path: "report.json")
    let object = try JSON(String(decoding: BoundedFile.read(report, limit: 16 << 20), as: UTF8.self)).object ?? [:]
    guard let value = object["answer"] else {
      throw Fault(.data, at: .file(report.relativePath), object["error"]?.text ?? "it holds no answer.")
    }
    return Answer(value: value, version: object["opensim"]?.text ?? "unknown")
  }

  private static func error(_ folder: URL) throws -> String? {
    let report = try BoundedFile.read(folder.appending(path: "report.json"), limit: 16 << 20)
    return try JSON(String(decoding: report, as: UTF8.self)).object?["error"]?.text
  }
}
