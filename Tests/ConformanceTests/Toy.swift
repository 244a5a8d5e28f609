import Formats
import Protocols
import Tensors
import Zoo

/// What a toy does otherwise than the sound one.
protocol Oddity: Sendable {
  static var isCausal: Bool { get }
  static func check(_ settings: Settings) throws
  static func finish(_ network: inout ToyNetwork, in scope: Scope)
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor
}

extension Oddity {
  static var isCausal: Bool { true }
  static func check(_ settings: Settings) throws {}
  static func finish(_ network: inout ToyNetwork, in scope: Scope) {}
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass))
  }
}

/// A map of every frame through one hidden layer, with an oddity.
struct Toy<Kind: Oddity>: Architecture {
  static var isCausal: Bool { Kind.isCausal }
  let hidden: Int
  let dropout: Double

  init(_ settings: Settings) throws {
    hidden = try settings.integer("hidden", in: 1...64)
    dropout = try settings.number("dropout", in: 0...0.9, default: 0.1)
    try Kind.check(settings)
  }

  func model(inputs: Int, outputs: Int, in scope: Scope) -> Model {
    var network = ToyNetwork(
      first: Linear(inputs, hidden, in: scope["first"]), last: Linear(hidden, outputs, in: scope["last"]),
      dropout: Dropout(dropout, in: scope["dropout"]))
    Kind.finish(&network, in: scope)
    return Model(network: network)
  }

  struct Model: SequenceModel {
    let network: ToyNetwork
    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { Kind.predict(network, x, pass) }
  }
}

/// The layers of a toy.
struct ToyNetwork: Sendable {
  let first, last: Linear
  let dropout: Dropout
  var extra = Tensor([0], shape: [1])
  var another: Linear?

  func hidden(_ x: Tensor, _ pass: Pass) -> Tensor { dropout(first(x).tanh(), pass) }
}
