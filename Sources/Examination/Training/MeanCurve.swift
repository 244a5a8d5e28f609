import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Runs
import Zoo

/// The baseline of every table: the mean curve of the training targets, whatever the angles are.
///
/// An entry that does not beat it has learnt nothing from the angles. It is trained and tested as entries are, and never
/// ranked.
struct MeanCurve: EntryTrainer {
  let task: any PredictionTask

  func train(_ request: TrainingRequest, _ context: JobContext) throws -> TrainingResult {
    let set = request.trainingSet
    let each = set.frames * set.outputCount
    var sums = [Double](repeating: 0, count: each)
    for trial in 0..<set.trials {
      for place in 0..<each { sums[place] += Double(set.targets[trial * each + place]) }
    }
    let mean = sums.map { Float($0 / Double(max(set.trials, 1))) }
    return TrainingResult(
      bestEpoch: 1, epochs: 1, bestValidationLoss: nil,
      model: Model(mean: mean, frames: set.frames, inputs: set.inputCount, outputs: set.outputCount))
  }

  func kept(in folder: URL) -> URL { Model.file(in: folder) }

  func restore(from folder: URL) throws -> any TrainedModel {
    let file = Model.file(in: folder)
    let tensors = try Safetensors.read(file).tensors
    guard let mean = tensors.first, tensors.count == 1, mean.shape.count == 2, mean.type == .float32,
      mean.shape[1] == task.outputs.count
    else { throw Fault(.data, "\(file.relativePath): it is no mean curve of \(task.name).") }
    return Model(
      mean: mean.floats(), frames: mean.shape[0], inputs: task.inputs.count, outputs: mean.shape[1])
  }

  func discardProgress(in folder: URL) {}

  struct Model: TrainedModel {
    /// `[frames, outputs]`, in N/kg or Nm/kg.
    let mean: [Float]
    let frames: Int
    let inputs: Int
    let outputs: Int

    static func file(in folder: URL) -> URL { folder.appending(path: "mean-curve.safetensors") }

    func predict(_ angles: [Float], frames: Int, _ context: JobContext) throws -> [Float] {
      guard frames == self.frames else {
        throw Fault(.data, "The mean curve has \(self.frames) frames; trials of \(frames) were given.")
      }
      return (0..<angles.count / max(frames * inputs, 1)).flatMap { _ in mean }
    }

    func keep(in folder: URL) throws -> String {
      let data = try encoded()
      try AtomicFile.write(data, to: Self.file(in: folder))
      return Digest.sha256(of: data)
    }

    func digest() throws -> String { Digest.sha256(of: try encoded()) }

    private func encoded() throws -> Data {
      try Safetensors(tensors: [.init("mean", shape: [frames, outputs], floats: mean)]).encoded()
    }
  }
}

extension TrainableEntry {
  static let meanCurveArchitecture = "baseline"

  /// The baseline of a task.
  static func meanCurve(of task: any PredictionTask) -> TrainableEntry {
    TrainableEntry(
      entry: .init(
        name: BaselineName.meanCurve(of: task), architecture: meanCurveArchitecture,
        configuration: "{}", parameters: nil,
        fingerprint: Digest.sha256(of: Data("mean-curve\n\(task.name)\nengine \(engineVersion)\n".utf8)), code: nil,
        engine: engineVersion),
      task: task, trainer: MeanCurve(task: task), origin: .baseline)
  }
}
