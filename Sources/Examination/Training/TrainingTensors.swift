import Tensors

/// Inputs and targets of some trials as tensors.
package struct TrainingTensors: Sendable {
  /// `[trials, frames, inputs]`, standardised.
  package let x: Tensor
  /// `[trials, frames, outputs]`, in N/kg or Nm/kg.
  package let y: Tensor

  var trials: Int { x.shape[0] }

  init(x: Tensor, y: Tensor) {
    self.x = x
    self.y = y
  }

  init(_ trainingSet: TrainingSet) {
    x = Tensor(trainingSet.inputs, shape: [trainingSet.trials, trainingSet.frames, trainingSet.inputCount])
    y = Tensor(trainingSet.targets, shape: [trainingSet.trials, trainingSet.frames, trainingSet.outputCount])
  }

  func slice(_ trials: Range<Int>) -> TrainingTensors {
    TrainingTensors(x: x.slice(trials), y: y.slice(trials))
  }

  func batch(_ trials: [Int]) -> TrainingTensors {
    func rows(_ tensor: Tensor) -> Tensor {
      let whole = tensor.reshaped([tensor.shape[0], tensor.shape[1] * tensor.shape[2]])
      return whole.rows(trials).reshaped([trials.count, tensor.shape[1], tensor.shape[2]])
    }
    return TrainingTensors(x: rows(x), y: rows(y))
  }
}
