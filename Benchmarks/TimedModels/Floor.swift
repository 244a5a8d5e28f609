import Tensors

/// What a training step of a published model cannot do without: its matrix products, and of Mamba the recurrence, each at
/// the best rate that it reaches by itself on this machine.
///
/// Everything else of a step (softmax, norms, gates, dropout, packing, the optimiser) counts as if it took no time.
public struct Floor: Sendable {
  /// Multiplications and additions of the products of a step, forwards and twice backwards.
  public let operations: Double
  /// Updates of one state of one channel in one frame.
  public let updates: Double
  private let shards: Shards
  private let trials, frames: Int

  /// The floor of a step of one of the three published models; nil for any other name.
  public init?(_ name: String, trials: Int, frames: Int, threads: Int) {
    // Multiplications of a frame; in attention those of a frame with every other one, for scores and for values.
    let multiplications: [String: Int] = [
      "lstm": 4 * 128 * (TimedModel.inputs + 3 * 128) + 128 * TimedModel.outputs,
      "transformer": TimedModel.inputs * 128 + 2 * (4 * 128 * 128 + 2 * 128 * 256 + 2 * frames * 128)
        + 128 * TimedModel.outputs,
      "mamba": TimedModel.inputs * 128 + 2 * (128 * 512 + 256 * 40 + 8 * 256 + 256 * 128) + 128 * TimedModel.outputs,
    ]
    guard let ofFrame = multiplications[name] else { return nil }
    operations = Double(2 * 3 * ofFrame) * Double(trials * frames)
    updates = name == "mamba" ? Double(2 * 256 * 16) * Double(trials * frames) : 0
    shards = Shards(threads: threads)
    (self.trials, self.frames) = (trials, frames)
  }

  /// Seconds of the step's products, from one run of products of each of the sizes that the models have, the fastest size.
  public func secondsOfProducts() -> Double {
    let sizes = [(128, 384), (384, 128), (128, 512), (512, 128), (256, 128)]
    let rates = sizes.map { inputs, outputs in
      let (x, weight) = (drawn([trials, frames, inputs]), drawn([outputs, inputs]))
      let time = seconds { _ = shards.map(trials) { _, shard in x.slice(shard).linear(weight).count } }
      return Double(2 * trials * frames * inputs * outputs) / time
    }
    return operations / (rates.max() ?? .infinity)
  }

  /// Seconds of the step's recurrences, from one run of one layer's, forwards and backwards.
  public func secondsOfUpdates() -> Double {
    guard updates > 0 else { return 0 }
    let (x, delta) = (drawn([trials, frames, 256]), drawn([trials, frames, 256]).exp())
    let (rates, skip) = (-drawn([256, 16]).exp(), drawn([256]))
    let (b, c) = (drawn([trials, frames, 16]), drawn([trials, frames, 16]))
    let time = seconds {
      _ = shards.map(trials) { _, shard in
        let parts = [x.slice(shard), delta.slice(shard), rates, b.slice(shard), c.slice(shard), skip]
        return gradients(of: parts) { parts in
          parts[0].selectiveScan(delta: parts[1], a: parts[2], b: parts[3], c: parts[4], skip: parts[5]).sum()
        }.loss
      }
    }
    return updates / Double(trials * frames * 256 * 16) * time
  }

  private func seconds(_ body: () -> Void) -> Double {
    body()
    let start = ContinuousClock.now
    body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private func drawn(_ shape: [Int]) -> Tensor {
    var generator = TorchGenerator(seed: 2)
    return Tensor(generator.uniform(shape.reduce(1, *), from: -1, to: 1), shape: shape)
  }
}
