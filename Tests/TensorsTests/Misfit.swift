import Tensors

/// A call whose shapes do not fit, and what it says.
struct Misfit: Sendable {
  let sentence: String
  let run: @Sendable () -> Void

  init(_ sentence: String, _ run: @escaping @Sendable () -> Void) {
    self.sentence = sentence
    self.run = run
  }

  static let all =
    tensors + axes + products + arithmetic + layers + recurrences + training + sampling + custom + states + pairs
    + normalisations + attention

  static func ones(_ shape: Int...) -> Tensor { Tensor(repeating: 1, shape: shape) }
  static var scope: Scope { Scope(seed: 0) }

  static let tensors = [
    Misfit("Tensor: 5 numbers do not fill the shape [2, 3], which takes 6.") {
      _ = Tensor([1, 2, 3, 4, 5], shape: [2, 3])
    },
    Misfit("Tensor: the shape [-1, -2] has an axis of negative size.") { _ = Tensor([1, 2], shape: [-1, -2]) },
    Misfit("Tensor: the shape [2147483648, 2147483648, 4] spans more numbers than memory can hold.") {
      _ = ones(1 << 31, 1 << 31, 4)
    },
    Misfit("Tensor: the shape [0, 1099511627776, 2] spans more numbers than memory can hold.") {
      _ = ones(0, 1 << 40, 2)
    },
    Misfit("scalar: a tensor of shape [1, 2] is not a single number.") { _ = ones(1, 2).scalar },
    Misfit("reshaped: [2, 3] does not become [4, 2], since the one holds 6 numbers and the other 8.") {
      _ = ones(2, 3).reshaped([4, 2])
    },
    Misfit("reshaped: the shape [-2, -3] has an axis of negative size.") { _ = ones(2, 3).reshaped([-2, -3]) },
    Misfit("slice: 1..<4 is not within 0..<3, which is axis 0 of the shape [3, 2].") { _ = ones(3, 2).slice(1..<4) },
    Misfit("slice: -1..<2 is not within 0..<3, which is axis 0 of the shape [3, 2].") { _ = ones(3, 2).slice(-1..<2) },
    Misfit("slice: a single number, of shape [], has no axis 0.") { _ = ones().slice(0..<1) },
    Misfit("index: -1 is not in 0..<3, which is axis 0 of the shape [3, 2].") { _ = ones(3, 2)[-1] },
    Misfit("index: 3 is not in 0..<3, which is axis 0 of the shape [3, 2].") { _ = ones(3, 2)[3] },
    Misfit("index: \(Int.max) is not in 0..<3, which is axis 0 of the shape [3].") { _ = ones(3)[.max] },
    Misfit("rows: a table is [rows, features], not [4].") { _ = ones(4).rows([0]) },
    Misfit("rows: 4 is not in 0..<4, the rows of the table [4, 2].") { _ = ones(4, 2).rows([0, 4]) },
    Misfit("rows: -1 is not in 0..<4, the rows of the table [4, 2].") { _ = Embedding(4, 2, in: scope)([3, -1]) },
  ]

  static let axes = [
    Misfit("sum: the shape [2, 3] has no axis 2; its axes are 0 to 1, or -2 to -1.") { _ = ones(2, 3).sum(axis: 2) },
    Misfit("mean: the shape [2, 3] has no axis -3; its axes are 0 to 1, or -2 to -1.") {
      _ = ones(2, 3).mean(axis: -3)
    },
    Misfit("max: the shape [3] has no axis \(Int.min); its axes are 0 to 0, or -1 to -1.") {
      _ = ones(3).max(axis: .min)
    },
    Misfit("min: a single number, of shape [], has no axis 0.") { _ = ones().min(axis: 0) },
    Misfit("max: the shape [2, 0] holds no numbers to compare.") { _ = ones(2, 0).max(axis: -1) },
    Misfit("min: the shape [2, 0] holds no numbers to compare.") { _ = ones(2, 0).min() },
    Misfit("transposed: the shape [3] has no axis -2; its axes are 0 to 0, or -1 to -1.") { _ = ones(3).transposed() },
    Misfit("transposed: no axis stands behind axis 1 of the shape [2, 3].") { _ = ones(2, 3).transposed(-1) },
    Misfit("reversed: the shape [2, 3] has no axis 2; its axes are 0 to 1, or -2 to -1.") {
      _ = ones(2, 3).reversed(axis: 2)
    },
    Misfit("narrowed: the shape [2, 3] has no axis 5; its axes are 0 to 1, or -2 to -1.") {
      _ = ones(2, 3).narrowed(axis: 5, to: 0..<1)
    },
    Misfit("narrowed: 2..<4 is not within 0..<3, which is axis 1 of the shape [2, 3].") {
      _ = ones(2, 3).narrowed(axis: -1, to: 2..<4)
    },
    Misfit("split: the shape [2, 3] has no axis 2; its axes are 0 to 1, or -2 to -1.") {
      _ = ones(2, 3).split(axis: 2, sizes: [3])
    },
    Misfit("split: the parts [1, 1] do not fill axis 1 of the shape [2, 3].") {
      _ = ones(2, 3).split(axis: 1, sizes: [1, 1])
    },
    Misfit("split: the parts [-1, 4] do not fill axis 1 of the shape [2, 3].") {
      _ = ones(2, 3).split(axis: 1, sizes: [-1, 4])
    },
    Misfit("concatenated: there is no tensor to put together.") { _ = Tensor.concatenated([], axis: 0) },
    Misfit("concatenated: the shape [2, 3] has no axis 2; its axes are 0 to 1, or -2 to -1.") {
      _ = Tensor.concatenated([ones(2, 3), ones(2, 3)], axis: 2)
    },
    Misfit(
      "concatenated: tensor 1 of shape [2, 4, 5] does not fit tensor 0 of shape [2, 3, 6]; all axes but axis 1 must be "
        + "equal."
    ) { _ = Tensor.concatenated([ones(2, 3, 6), ones(2, 4, 5)], axis: 1) },
    Misfit(
      "concatenated: tensor 2 of shape [2] does not fit tensor 0 of shape [2, 3]; all axes but axis 1 must be equal."
    ) { _ = Tensor.concatenated([ones(2, 3), ones(2, 1), ones(2)], axis: -1) },
  ]

  static let products = [
    Misfit("matmul: [3] and [3, 2] are not both matrices, of two axes or more.") { _ = ones(3).matmul(ones(3, 2)) },
    Misfit("matmul: [2, 3] times [4, 5]; the first has 3 columns and the second 4 rows.") {
      _ = ones(2, 3).matmul(ones(4, 5))
    },
    Misfit("matmul: [2, 3, 4] times [3, 4, 5]; the second is one matrix, or has the leading axes of the first.") {
      _ = ones(2, 3, 4).matmul(ones(3, 4, 5))
    },
    Misfit("linear: the weight [5, 4] does not fit the input [2, 3]; it is [outputs, 3].") {
      _ = ones(2, 3).linear(ones(5, 4))
    },
    Misfit("linear: the weight [3] does not fit the input [2, 3]; it is [outputs, 3].") {
      _ = ones(2, 3).linear(ones(3))
    },
    Misfit("linear: the weight [5, 4] does not fit the input []; it is [outputs, 1].") {
      _ = ones().linear(ones(5, 4))
    },
    Misfit("linear: the bias [4] does not fit the weight [5, 3]; it is [5].") {
      _ = ones(2, 3).linear(ones(5, 3), ones(4))
    },
    Misfit("split: the parts [2, 2] do not fill axis 0 of the shape [5, 3].") {
      _ = Linear(3, 5, in: scope).split(ones(2, 3), sizes: [2, 2])
    },
    Misfit("layerNorm: gain [4] and bias [4] do not fit the last axis of the input [2, 3].") {
      _ = LayerNorm(4, in: scope)(ones(2, 3))
    },
    Misfit("layerNorm: gain [3] and bias [1] do not fit the last axis of the input [2, 3].") {
      _ = ones(2, 3).layerNorm(ones(3), ones(1))
    },
    Misfit("layerNorm: gain [1] and bias [1] do not fit the last axis of the input [].") {
      _ = ones().layerNorm(ones(1), ones(1))
    },
  ]

  static let arithmetic = [
    Misfit(
      "arithmetic: [2, 3] and [2, 4] do not broadcast; from the last one on, axes are equal or one of them is 1."
    ) { _ = ones(2, 3) + ones(2, 4) },
    Misfit(
      "arithmetic: [2, 3] and [2] do not broadcast; from the last one on, axes are equal or one of them is 1."
    ) { _ = ones(2, 3) / ones(2) },
    Misfit(
      "arithmetic: [2, 0] and [2, 4] do not broadcast; from the last one on, axes are equal or one of them is 1."
    ) { _ = ones(2, 0) * ones(2, 4) },
    Misfit(
      "arithmetic: \([Int](repeating: 2, count: 17)) and \((0..<17).map { 1 + $0 % 2 }) broadcast along more than 16 axes "
        + "in turn."
    ) {
      _ =
        Tensor(repeating: 1, shape: .init(repeating: 2, count: 17))
        - Tensor(repeating: 1, shape: (0..<17).map { 1 + $0 % 2 })
    },
    Misfit("meanSquaredError: a prediction of shape [2, 3] does not fit a target of shape [3, 2].") {
      _ = ones(2, 3).meanSquaredError(ones(3, 2))
    },
    Misfit("meanSquaredError: a mean over 0 numbers of a shape [2].") {
      _ = ones(2).meanSquaredError(ones(2), over: 0)
    },
    Misfit("Dropout: the probability of a zero is 1.0; it is at least 0 and below 1.") { _ = Dropout(1, in: scope) },
    Misfit("Dropout: the probability of a zero is -0.1; it is at least 0 and below 1.") {
      _ = Dropout(-0.1, in: scope)
    },
    Misfit("Dropout: the probability of a zero is nan; it is at least 0 and below 1.") { _ = Dropout(.nan, in: scope) },
  ]

  static let training = [
    Misfit("parameter 'layer.w': the shape [2, -3] has an axis of negative size.") {
      _ = scope["layer"].parameter("w", [2, -3], .constant(0))
    },
    Misfit("parameter 'w': 2 first numbers do not fill the shape [3], which takes 3.") {
      _ = scope.parameter("w", [3], .values([1, 2]))
    },
    Misfit("gradients: a loss is a single number, not a tensor of shape [2].") {
      _ = gradients(of: [ones(2)]) { $0[0] }
    },
    Misfit("gradients: a loss is a single number, not a tensor of shape [2, 1].") {
      _ = Gradients(for: scope.parameters).accumulate { ones(2, 1) }
    },
    Misfit("load: the weights have other names than the model's parameters.") {
      parameters(2).load([Weight(name: "v", shape: [2], values: [1, 2])])
    },
    Misfit("load: 'w' has 2 numbers of shape [2, 1], the model's has 2 of shape [2].") {
      parameters(2).load([Weight(name: "w", shape: [2, 1], values: [1, 2])])
    },
    Misfit("AdamW: 'w' has shape [4], its gradient [4] and its state 3 and 4 numbers.") {
      var optimiser = AdamW(.init(learningRate: 1, weightDecay: 0), for: parameters(4))
      optimiser.state.mean[0].removeLast()
      optimiser.step(parameters(4), Gradients(for: parameters(4)))
    },
    Misfit("AdamW: 1 parameters, 0 gradients and a state of 1 and 1 do not belong together.") {
      var optimiser = AdamW(.init(learningRate: 1, weightDecay: 0), for: parameters(4))
      optimiser.step(parameters(4), Gradients(for: scope.parameters))
    },
  ]

  private static func parameters(_ count: Int) -> Parameters {
    let scope = Scope(seed: 0)
    _ = scope.parameter("w", [count], .constant(0))
    return scope.parameters
  }
}
