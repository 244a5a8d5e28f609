import Tensors

extension Misfit {
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
