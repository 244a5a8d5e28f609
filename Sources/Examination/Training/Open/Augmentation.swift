import Protocols
import Tensors

extension OpenTraining.Augmentation {
  /// Whether it changes nothing.
  var isNothing: Bool { self == OpenTraining.Augmentation() }

  /// The trials of a batch, varied; what a trial becomes depends on seed, epoch and trial alone.
  ///
  /// - Parameters:
  ///   - set: what is learnt.
  ///   - trials: the batch's trials.
  ///   - epoch: the epoch, from 1.
  ///   - seed: the training's seed.
  package func batch(_ set: TrainingSet, _ trials: [Int], epoch: Int, seed: UInt64) -> TrainingTensors {
    var (x, y) = ([Float](), [Float]())
    for (place, trial) in trials.enumerated() {
      var draw = TorchGenerator(seed: seed &* 0x9E37_79B9 &+ UInt64(epoch) &* 1_000_003 &+ UInt64(trial))
      func uniform(_ low: Double, _ high: Double) -> Double { Double(draw.uniform(1, from: low, to: high).first ?? 0) }
      var (inputs, targets) = (set.inputs(of: trial), set.targets(of: trial))
      if mixing > 0 {
        let share = Float(uniform(0, mixing))
        let other = trials[(place + 1) % trials.count]
        inputs = zip(inputs, set.inputs(of: other)).map { $0 * (1 - share) + $1 * share }
        targets = zip(targets, set.targets(of: other)).map { $0 * (1 - share) + $1 * share }
      }
      if timeShift > 0 {
        let frames = Int((uniform(-timeShift, timeShift) * Double(set.frames)).rounded())
        inputs = turned(inputs, by: frames, of: set.frames)
        targets = turned(targets, by: frames, of: set.frames)
      }
      if scaling > 0 {
        let factor = Float(uniform(1 - scaling, 1 + scaling))
        inputs = inputs.map { $0 * factor }
      }
      if noise > 0 { inputs = zip(inputs, draw.normal(inputs.count)).map { $0 + Float(noise) * $1 } }
      if masking > 0 {
        let hidden = max(1, Int(masking * Double(set.frames)))
        let first = Int(uniform(0, Double(set.frames)))
        for frame in first..<first + hidden {
          for input in 0..<set.inputCount { inputs[(frame % set.frames) * set.inputCount + input] = 0 }
        }
      }
      x += inputs
      y += targets
    }
    return TrainingTensors(
      x: Tensor(x, shape: [trials.count, set.frames, set.inputCount]),
      y: Tensor(y, shape: [trials.count, set.frames, set.outputCount]))
  }

  /// The frames of a trial, later by some of them around the cycle.
  ///
  /// The last frame of a cycle is the first of the next; it is turned with the others, which moves that seam.
  private func turned(_ numbers: [Float], by frames: Int, of all: Int) -> [Float] {
    let width = numbers.count / max(all, 1)
    let start = (((-frames) % all) + all) % all * width
    return Array(numbers[start...] + numbers[..<start])
  }
}

extension TrainingSet {
  fileprivate func inputs(of trial: Int) -> [Float] {
    let size = frames * inputCount
    return Array(inputs[trial * size..<(trial + 1) * size])
  }

  fileprivate func targets(of trial: Int) -> [Float] {
    let size = frames * outputCount
    return Array(targets[trial * size..<(trial + 1) * size])
  }

  /// The same trials with their own inputs to be predicted.
  var ofInputs: TrainingSet {
    TrainingSet(
      standardisation: standardisation, inputs: inputs, targets: inputs, groups: groups, frames: frames,
      inputCount: inputCount, outputCount: inputCount)
  }
}
