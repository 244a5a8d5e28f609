import Protocols
import Tensors

extension TrainingRecipe {
  /// The optimiser's rates as the optimiser takes them.
  public var rates: AdamW.Rates {
    AdamW.Rates(
      learningRate: optimiser.learningRate, weightDecay: optimiser.weightDecay, beta1: optimiser.beta1,
      beta2: optimiser.beta2, epsilon: optimiser.epsilon)
  }
}
