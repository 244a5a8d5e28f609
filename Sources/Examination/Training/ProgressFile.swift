import Formats
import Foundation
import Runs
import Tensors

/// The file from which a stopped training goes on, written whole after every epoch.
struct ProgressFile {
  private let url: URL
  private let fingerprint: String

  /// The progress of the training in a folder.
  ///
  /// - Parameter fingerprint: the digest of all that the training depends on; a file of another training is not gone on
  ///   from.
  init(folder: URL, fingerprint: String) {
    url = folder.appending(path: "progress.safetensors")
    self.fingerprint = fingerprint
  }

  /// What the file says beside its tensors.
  private struct State: Codable {
    var fingerprint: String
    var steps: Int
    var bestEpoch: Int
    var bestLoss: Double?
    var history: [EpochRecord]
  }

  func write(_ progress: TrainingProgress) throws {
    var tensors = [Safetensors.Entry]()
    for (index, weight) in progress.weights.enumerated() {
      let parts =
        [
          ("weight", weight.values), ("best", progress.best[index].values), ("mean", progress.optimiser.mean[index]),
          ("square", progress.optimiser.meanSquare[index]),
        ] + (progress.average.map { [("average", $0[index].values)] } ?? [])
      tensors += parts.map { .init("\($0.0).\(weight.name)", shape: weight.shape, floats: $0.1) }
    }
    let state = State(
      fingerprint: fingerprint, steps: progress.optimiser.steps, bestEpoch: progress.bestEpoch,
      bestLoss: progress.bestLoss.isFinite ? progress.bestLoss : nil, history: progress.history)
    let text = String(decoding: try JSONText.line(state), as: UTF8.self)
    try Safetensors(tensors: tensors, metadata: ["progress": text]).write(to: url)
  }

  /// The progress in the file, or nil when there is none that fits.
  ///
  /// A file that is damaged or belongs to another training is as good as none: the training begins anew.
  func read(into empty: TrainingProgress) -> TrainingProgress? {
    guard
      let file = try? Safetensors.read(url), let text = file.metadata["progress"],
      let state = try? JSONText.decode(State.self, Data(text.utf8)), state.fingerprint == fingerprint
    else { return nil }
    var tensors = [String: Safetensors.Entry]()
    for tensor in file.tensors { tensors[tensor.name] = tensor }
    func all(_ prefix: String) -> [Weight]? {
      let found = empty.weights.compactMap { expected -> Weight? in
        guard let tensor = tensors["\(prefix).\(expected.name)"], tensor.shape == expected.shape else { return nil }
        return Weight(name: expected.name, shape: expected.shape, values: tensor.floats())
      }
      return found.count == empty.weights.count ? found : nil
    }
    guard let weights = all("weight"), let best = all("best"), let mean = all("mean"), let square = all("square")
    else { return nil }
    var progress = empty
    progress.weights = weights
    progress.best = best
    progress.optimiser = AdamW.State(steps: state.steps, mean: mean.map(\.values), meanSquare: square.map(\.values))
    progress.average = all("average")
    progress.history = state.history
    progress.bestEpoch = state.bestEpoch
    progress.bestLoss = state.bestLoss ?? .infinity
    return progress
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
