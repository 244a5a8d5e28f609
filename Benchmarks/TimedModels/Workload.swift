import Tensors

/// What is timed: a training step or an inference on a batch of random trials.
public final class Workload {
  private let model: TimedModel
  private let shards: Shards
  private let x, y: Tensor
  private let batch: BatchGradient
  private var optimiser: AdamW
  private var step = 0

  /// Draws a batch of trials for a model.
  public init(_ model: TimedModel, trials: Int, frames: Int, threads: Int) {
    self.model = model
    shards = Shards(threads: threads)
    var generator = TorchGenerator(seed: 1)
    func draw(_ width: Int) -> Tensor {
      Tensor(generator.uniform(trials * frames * width, from: -1.7, to: 1.7), shape: [trials, frames, width])
    }
    x = draw(TimedModel.inputs)
    y = draw(TimedModel.outputs)
    batch = BatchGradient(for: model.parameters, shards: shards)
    optimiser = AdamW(AdamW.Rates(learningRate: 1e-4, weightDecay: 1e-5), for: model.parameters)
  }

  /// One step as the protocol takes it: forward, MSE, backward, clipping to 0.5, AdamW.
  ///
  /// - Returns: the loss.
  @discardableResult public func train() -> Float {
    step += 1
    let (model, x, y, step) = (model.network, x, y, step)
    let loss = batch.accumulate(x.shape[0]) { shard in
      let pass = Pass.training(seed: 2025, step: step, firstTrial: shard.lowerBound)
      return model(x.slice(shard), pass).meanSquaredError(y.slice(shard), over: y.count)
    }
    let clip = Gradients.clipFactor(norm: batch.gradients.norm, limit: 0.5)
    optimiser.step(self.model.parameters, batch.gradients, clip: clip)
    return loss
  }

  /// One prediction of the whole batch.
  ///
  /// - Returns: the sum of the predictions, in the shards' order.
  @discardableResult public func infer() -> Float {
    let (model, x) = (model.network, x)
    return shards.map(x.shape[0]) { _, shard in model(x.slice(shard), .evaluation).sum().scalar }.reduce(0, +)
  }
}
