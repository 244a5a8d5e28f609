import Faults
import Formats
import Foundation
import Jobs
import Processes
import Protocols
import Weights

/// What a program has learnt: the files of its model, and the standardisation of what it learnt from.
///
/// In a folder it is `model/` with the program's files and `model.json`, which is written last and lists them.
struct TrainedProgram: TrainedModel {
  /// The content of `model.json`.
  struct Description: Codable, Sendable, Equatable {
    /// The entry.
    var entry: String
    /// SHA-256 of the program.
    var command: String
    /// The hyperparameters in canonical JSON.
    var configuration: String
    /// The mean of each input, in degrees.
    var mean: [Float]
    /// The standard deviation of each input, in degrees.
    var deviation: [Float]
    /// The files of the model.
    var files: [ModelFiles.Entry]
    /// Where the model came from.
    var provenance: [String: String]
  }

  let trainer: ProcessTrainer
  /// Where the files are.
  let folder: URL
  let description: Description
  /// Whom it learnt from; nil for models of before that was kept.
  let trainedOn: TrainedOn?

  init(trainer: ProcessTrainer, folder: URL, description: Description, trainedOn: TrainedOn?) {
    self.trainer = trainer
    self.folder = folder
    self.description = description
    self.trainedOn = trainedOn
  }

  var run: String? { description.provenance["run"] }
  var standardisation: Standardisation? { Standardisation(mean: description.mean, deviation: description.deviation) }

  /// Finds a model in a folder and holds every file against its digest.
  init(_ trainer: ProcessTrainer, in folder: URL) throws {
    let file = Self.file(in: folder)
    let description = try JSONText.read(Description.self, from: file)
    let inputs = trainer.task.inputs.count
    guard description.command == trainer.command.digest, description.configuration == trainer.configuration.canonical,
      description.mean.count == inputs, description.deviation.count == inputs
    else {
      throw Fault(
        .data, at: .file(file.relativePath), "the model of another program or configuration; run the benchmark again.")
    }
    guard try ModelFiles(in: Self.files(in: folder)).entries == description.files else {
      throw Fault(
        .data, at: .file(file.relativePath), "its files have changed since they were learnt; run the benchmark again.")
    }
    let list = Self.trainedOn(in: folder)
    let trainedOn =
      FileManager.default.fileExists(atPath: list.path)
      ? try locating(.file(list.relativePath)) {
        try TrainedOn(canonical: String(decoding: BoundedFile.read(list, limit: ModelFiles.largestSize), as: UTF8.self))
      } : nil
    self.init(trainer: trainer, folder: folder, description: description, trainedOn: trainedOn)
  }

  func predict(_ angles: [Float], frames: Int, _ context: JobContext) throws -> [Float] {
    let outputs = trainer.task.outputs
    let standardisation = Standardisation(mean: description.mean, deviation: description.deviation)
    let inputs = standardisation.mean.count
    let trials = angles.count / max(frames * inputs, 1)
    return try withScratchFolder { scratch in
      // A run that may only be read predicts, too.
      let place = Folder.isWritable(folder) ? folder : scratch
      let call = trainer.call("predict", log: place.appending(path: "process.log"))
      let model = scratch.appending(path: ProgramFiles.model)
      try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
      try ModelFiles(description.files).copy(from: Self.files(in: folder), to: model)
      try Safetensors(tensors: [
        .init("inputs", shape: [trials, frames, inputs], floats: standardisation.apply(angles))
      ]).write(to: scratch.appending(path: ProgramFiles.inputs))
      try trainer.write(trainer.question("predict", trials: trials, frames: frames), in: scratch)
      try call.run(in: scratch, context.interruption)
      let what = "left no '\(ProgramFiles.predictions)' that can be used"
      return try explaining(call, what) {
        try ProgramFiles.predictions(in: scratch, shape: [trials, frames, outputs.count], outputs: outputs)
      }
    }
  }

  func keep(in target: URL) throws -> String {
    if target != folder { try write(from: Self.files(in: folder), to: target) }
    return try digest()
  }

  func digest() throws -> String { Digest.sha256(of: try JSONText.line(description)) }

  /// Leaves the model in a folder; `model.json` comes last, so that a model that was cut short is none.
  func write(from source: URL, to target: URL) throws {
    let file = Self.file(in: target)
    try? FileManager.default.removeItem(at: file)
    try ModelFiles(description.files).copy(from: source, to: Self.files(in: target))
    if let trainedOn { try AtomicFile.write(Data(trainedOn.canonical.utf8), to: Self.trainedOn(in: target)) }
    try JSONText.write(description, to: file)
  }

  static func remove(from folder: URL) {
    for url in [file(in: folder), trainedOn(in: folder), files(in: folder)] {
      try? FileManager.default.removeItem(at: url)
    }
  }

  static func file(in folder: URL) -> URL { folder.appending(path: "model.json") }
  /// Digests of whom it learnt from, beside the model and never in what the program is handed.
  private static func trainedOn(in folder: URL) -> URL { folder.appending(path: "trained-on.json") }
  private static func files(in folder: URL) -> URL { folder.appending(path: ProgramFiles.model) }
}
