import Tensors

extension Misfit {
  static let sampling = [
    Misfit("convolved: a stride of 0 frames; it is at least 1.") {
      _ = ones(2, 9, 4).convolved(ones(5, 4, 3), nil, stride: 0, padding: .zeros)
    },
    Misfit("convolvedTransposed: the input is [batch, frames, inputs], not [9, 4].") {
      _ = ones(9, 4).convolvedTransposed(ones(4, 5, 3), nil, stride: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the weight is [inputs, outputs / groups, kernel], none of them 0, not [4, 3].") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(4, 3), nil, stride: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the weight [5, 4, 3] does not fit the 4 inputs of [2, 9, 4] in 1 groups.") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(5, 4, 3), nil, stride: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the bias [5] does not fit the 10 outputs of the weight [4, 5, 3] in 2 groups.") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(4, 5, 3), ones(5), stride: 2, groups: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the taps of the weight [4, 5, 3] cannot be 0 frames apart.") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(4, 5, 3), nil, dilation: 0, padding: .zeros)
    },
    Misfit("convolvedTransposed: 5 frames do not become 8 with a stride of 2; they become 9 to 10.") {
      _ = ones(2, 5, 4).convolvedTransposed(ones(4, 5, 3), nil, stride: 2, frames: 8, padding: .zeros)
    },
    Misfit("convolvedTransposed: 5 frames times a stride of \(Int.max) are more than memory can hold.") {
      _ = ones(2, 5, 4).convolvedTransposed(ones(4, 5, 3), nil, stride: .max, padding: .zeros)
    },
    Misfit("TransposedConvolution: 4 inputs and 6 outputs do not divide into 3 groups.") {
      _ = TransposedConvolution(4, 6, kernel: 3, stride: 2, groups: 3, padding: .zeros, in: scope)
    },
    Misfit("maxPooled: the input is [batch, frames, features], not [9, 4].") { _ = ones(9, 4).maxPooled(2) },
    Misfit(
      "averagePooled: windows of 0 frames, 0 from one to the next; both are at least 1 and a window has at most 1048576."
    ) { _ = ones(2, 9, 4).averagePooled(0) },
    Misfit("resampled: the input is [batch, frames, features], not [9, 4].") { _ = ones(9, 4).resampled(frames: 3) },
    Misfit("resampled: [2, 0, 4] does not become 3 frames.") { _ = ones(2, 0, 4).resampled(frames: 3) },
    Misfit("resampled: [2, 5, 4] does not become -1 frames.") { _ = ones(2, 5, 4).resampled(frames: -1) },
    Misfit("strided: a step of 0; it is at least 1.") { _ = ones(2, 3).strided(axis: 0, by: 0) },
    Misfit("strided: the shape [2, 3] has no axis 2; its axes are 0 to 1, or -2 to -1.") {
      _ = ones(2, 3).strided(axis: 2, by: 2)
    },
  ]

  static let custom = [
    Misfit("custom: the backward pass gives 1 gradients for 2 inputs.") {
      _ = gradients(of: [ones(2), ones(2)]) { given in
        Tensor.custom(inputs: given) {
          $0[0] + $0[1]
        } backward: { slope, _, _ in
          [slope]
        }.sum()
      }
    },
    Misfit("mine: the backward pass gives a gradient of shape [1, 2] for input 0 of shape [2].") {
      _ = gradients(of: [ones(2)]) { given in
        Tensor.custom("mine", inputs: given) {
          $0[0]
        } backward: { slope, _, _ in
          [slope.reshaped([1, 2])]
        }.sum()
      }
    },
    Misfit("mine: the input is [batch, frames, features], not [2].") {
      ShapeFault.require(ones(2).rank == 3, "mine: the input is [batch, frames, features], not \(ones(2).shape).")
    },
  ]

  static let states = [
    Misfit("lstm: a state of [2, 3] does not fit; it is [batch, hidden], here [2, 4].") {
      let state = LSTMState(hidden: ones(2, 4), cell: ones(2, 3))
      _ = LSTMLayers(5, hidden: 4, layers: 1, dropout: 0, in: scope)(ones(2, 3, 5), from: [state], .evaluation)
    },
    Misfit("gru: a state of [3, 4] does not fit; it is [batch, hidden], here [2, 4].") {
      _ = GRULayers(5, hidden: 4, layers: 1, dropout: 0, in: scope)(ones(2, 3, 5), from: [ones(3, 4)], .evaluation)
    },
    Misfit("LSTMLayers: 0 states; there are 4, one for each direction of each layer.") {
      let layers = LSTMLayers(5, hidden: 4, layers: 2, isBidirectional: true, dropout: 0, in: scope)
      _ = layers(ones(2, 3, 5), from: [], .evaluation)
    },
    Misfit("GRULayers: 2 states; there are 1, one for each direction of each layer.") {
      let layers = GRULayers(5, hidden: 4, layers: 1, dropout: 0, in: scope)
      _ = layers(ones(2, 3, 5), from: [ones(2, 4), ones(2, 4)], .evaluation)
    },
  ]
}
