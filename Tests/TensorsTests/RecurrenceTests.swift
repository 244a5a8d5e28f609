import Foundation
import Tensors
import Testing

@Suite("Recurrences over a sequence")
struct RecurrenceTests {
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// `W x + b` of one row of numbers.
  static func linear(_ weight: Grid, _ x: [Double], _ bias: Grid) -> [Double] {
    (0..<weight.shape[0]).map { row in x.indices.reduce(bias[row]) { $0 + weight[row, $1] * x[$1] } }
  }

  /// Runs a cell over the frames of each trial, from zeros or from states; with those, the last ones stand behind.
  static func states(
    _ x: Grid, hidden: Int, from first: [Grid] = [],
    _ cell: (_ x: [Double], _ h: [Double], _ c: inout [Double]) -> [Double]
  ) -> Grid {
    var values: [Double] = []
    for trial in 0..<x.shape[0] {
      func state(_ place: Int) -> [Double] {
        (0..<hidden).map { first.indices.contains(place) ? first[place][trial, $0] : 0 }
      }
      var (h, c) = (state(0), state(1))
      for frame in 0..<x.shape[1] {
        h = cell((0..<x.shape[2]).map { x[trial, frame, $0] }, h, &c)
        values += h
      }
      values += [h, c].prefix(first.count).joined()
    }
    return Grid([x.shape[0], x.shape[1] + first.count, hidden], values)
  }

  /// Gates in the order i, f, g, o (`torch.nn.LSTM`).
  @Sendable static func lstm(_ given: [Grid]) -> Grid {
    let hidden = given[2].shape[1]
    return states(given[0], hidden: hidden, from: Array(given.dropFirst(5))) { x, h, c in
      let gates = zip(linear(given[1], x, given[3]), linear(given[2], h, given[4])).map { $0 + $1 }
      for j in 0..<hidden {
        c[j] = sigmoid(gates[hidden + j]) * c[j] + sigmoid(gates[j]) * tanh(gates[2 * hidden + j])
      }
      return (0..<hidden).map { sigmoid(gates[3 * hidden + $0]) * tanh(c[$0]) }
    }
  }

  /// Gates in the order r, z, n (`torch.nn.GRU`).
  @Sendable static func gru(_ given: [Grid]) -> Grid {
    let hidden = given[2].shape[1]
    return states(given[0], hidden: hidden, from: Array(given.dropFirst(5))) { x, h, _ in
      let (inner, outer) = (linear(given[1], x, given[3]), linear(given[2], h, given[4]))
      return (0..<hidden).map { j in
        let reset = sigmoid(inner[j] + outer[j])
        let update = sigmoid(inner[hidden + j] + outer[hidden + j])
        let trainable = tanh(inner[2 * hidden + j] + reset * outer[2 * hidden + j])
        return (1 - update) * trainable + update * h[j]
      }
    }
  }

  /// Batch, frames, inputs, hidden.
  static let sizes = [(2, 5, 3, 4), (1, 1, 3, 2), (3, 4, 2, 17), (17, 3, 5, 9), (2, 12, 1, 33)]

  static func shapes(_ size: (Int, Int, Int, Int), gates: Int) -> [[Int]] {
    let (batch, frames, inputs, hidden) = size
    let rows = gates * hidden
    return [[batch, frames, inputs], [rows, inputs], [rows, hidden], [rows], [rows]]
  }

  static let cases = sizes.flatMap { size in
    [
      Operation(
        "LSTM", shapes(size, gates: 4),
        run: { $0[0].lstm(inputWeight: $0[1], stateWeight: $0[2], inputBias: $0[3], stateBias: $0[4]) },
        reference: lstm),
      Operation(
        "GRU", shapes(size, gates: 3),
        run: { $0[0].gru(inputWeight: $0[1], stateWeight: $0[2], inputBias: $0[3], stateBias: $0[4]) },
        reference: gru),
    ]
  }

  @Test("give the states and slopes of float64", arguments: cases)
  func recurrences(_ operation: Operation) { check(operation, tolerance: 5e-5) }

  @Test("on several layers and in both directions are their parts put together")
  func layers() throws {
    let scope = Scope(seed: 3)
    let layers = GRULayers(3, hidden: 4, layers: 2, isBidirectional: true, dropout: 0.5, in: scope["gru"])
    let names = ["l0", "l0_reverse", "l1", "l1_reverse"].flatMap { suffix in
      ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map { "gru.\($0)_\(suffix)" }
    }
    let parameters = scope.parameters
    #expect(parameters.names == names)
    let grids = parameters.tensors.map { Grid($0.shape, $0.values.map(Double.init)) }
    let x = Grid.varied([2, 6, 3], in: -1...1, seed: 4)
    func reversed(_ x: Grid) -> Grid { Grid(x.shape) { x[$0[0], x.shape[1] - 1 - $0[1], $0[2]] } }
    let expected = stride(from: 0, to: 16, by: 8).reduce(x) { x, first in
      let forwards = Self.gru([x] + grids[first..<first + 4])
      let backwards = reversed(Self.gru([reversed(x)] + grids[first + 4..<first + 8]))
      return ShapeTests.joined([forwards, backwards], 2)
    }
    let y = layers(Tensor(x.floats, shape: x.shape), .evaluation)
    #expect(y.shape == [2, 6, 8])
    expectClose(y.values, expected.values, 1e-5, "states")
  }

  @Test("drop numbers between layers by masks of each layer's own, in training alone")
  func dropouts() {
    let x = Tensor(Grid.varied([2, 5, 3], in: -1...1, seed: 6).floats, shape: [2, 5, 3])
    let pass = Pass.training(seed: 4, step: 2)
    func expected(_ parameters: [Tensor], _ scope: Scope, _ run: (Tensor, [Tensor]) -> Tensor) -> [Float] {
      var y = x
      for layer in 0..<3 {
        if layer > 0 { y = Dropout(0.4, in: scope[layer - 1])(y, pass) }
        y = run(y, Array(parameters[4 * layer..<4 * layer + 4]))
      }
      return y.values
    }
    let scope = Scope(seed: 1)
    let lstm = LSTMLayers(3, hidden: 4, layers: 3, dropout: 0.4, in: scope["lstm"])
    let states = expected(scope.parameters.tensors, scope["lstm"]) {
      $0.lstm(inputWeight: $1[0], stateWeight: $1[1], inputBias: $1[2], stateBias: $1[3])
    }
    #expect(lstm(x, pass).values == states)
    #expect(lstm(x, .evaluation).values != states)
    let other = Scope(seed: 1)
    let gru = GRULayers(3, hidden: 4, layers: 3, dropout: 0.4, in: other["gru"])
    #expect(
      gru(x, pass).values
        == expected(other.parameters.tensors, other["gru"]) {
          $0.gru(inputWeight: $1[0], stateWeight: $1[1], inputBias: $1[2], stateBias: $1[3])
        })
  }
}
