import Tensors
import Testing

@Suite("Recurrences that go on from a state")
struct RecurrentStateTests {
  static func shapes(_ size: (Int, Int, Int, Int), gates: Int, states: Int) -> [[Int]] {
    RecurrenceTests.shapes(size, gates: gates) + .init(repeating: [size.0, size.3], count: states)
  }

  /// The states of all frames with the last ones behind them.
  @Sendable static func joined(_ states: Tensor, _ last: [Tensor]) -> Tensor {
    .concatenated([states] + last.map { $0.reshaped([$0.shape[0], 1, $0.shape[1]]) }, axis: 1)
  }

  static let operations = RecurrenceTests.sizes.flatMap { size in
    [
      Operation(
        "LSTM from a state", shapes(size, gates: 4, states: 2),
        run: {
          let (states, last) = $0[0].lstm(
            inputWeight: $0[1], stateWeight: $0[2], inputBias: $0[3], stateBias: $0[4],
            from: LSTMState(hidden: $0[5], cell: $0[6]))
          return joined(states, [last.hidden, last.cell])
        }, reference: RecurrenceTests.lstm),
      Operation(
        "GRU from a state", shapes(size, gates: 3, states: 1),
        run: {
          let (states, last) = $0[0].gru(
            inputWeight: $0[1], stateWeight: $0[2], inputBias: $0[3], stateBias: $0[4], from: $0[5])
          return joined(states, [last])
        }, reference: RecurrenceTests.gru),
    ]
  }

  @Test("give the states and slopes of float64", arguments: operations)
  func agree(_ operation: Operation) { check(operation, tolerance: 5e-5) }

  static let x = Tensor(Grid.varied([3, 9, 4], in: -1...1, seed: 8).floats, shape: [3, 9, 4])

  /// Runs a stack over a sequence cut into parts.
  static func inParts<State>(
    _ sizes: [Int], _ run: (Tensor, [State]?) -> (output: Tensor, states: [State])
  ) -> (output: Tensor, states: [State]) {
    var states: [State]?
    let outputs = x.split(axis: 1, sizes: sizes).map { part in
      let (output, next) = run(part, states)
      states = next
      return output
    }
    return (.concatenated(outputs, axis: 1), states ?? [])
  }

  @Test("frame by frame, or in parts of any length, give what the whole sequence gives")
  func parts() {
    let lstm = LSTMLayers(4, hidden: 5, layers: 2, dropout: 0.3, in: Scope(seed: 1))
    let gru = GRULayers(4, hidden: 5, layers: 2, dropout: 0.3, in: Scope(seed: 1))
    let whole = (lstm(Self.x, .evaluation), gru(Self.x, .evaluation))
    for sizes in [[Int](repeating: 1, count: 9), [4, 0, 5], [9]] {
      let (states, last) = Self.inParts(sizes) { lstm($0, from: $1, .evaluation) }
      expectClose(states.values, whole.0.values.map(Double.init), 1e-6, "LSTM in \(sizes)")
      #expect(last.count == 2 && last[1].hidden.values == states.narrowed(axis: 1, to: 8..<9).values)
      let (others, lastOnes) = Self.inParts(sizes) { gru($0, from: $1, .evaluation) }
      expectClose(others.values, whole.1.values.map(Double.init), 1e-6, "GRU in \(sizes)")
      #expect(lastOnes.count == 2 && lastOnes[1].values == others.narrowed(axis: 1, to: 8..<9).values)
    }
  }

  @Test("shared by 2 to 4 threads have the bytes of one", arguments: [(2, false), (3, false), (2, true), (1, true)])
  func shared(layers: Int, isBidirectional: Bool) {
    let lstm = LSTMLayers(
      5, hidden: 37, layers: layers, isBidirectional: isBidirectional, dropout: 0.3, in: Scope(seed: 1))
    let gru = GRULayers(
      5, hidden: 37, layers: layers, isBidirectional: isBidirectional, dropout: 0.3, in: Scope(seed: 2))
    for trials in [1, 3] {
      let x = Tensor(Grid.varied([trials, 31, 5], in: -2...2, seed: 3).floats, shape: [trials, 31, 5])
      @Sendable func run(threads: Int) -> [UInt32] {
        Shards(threads: threads).map(trials) { _, shard in
          (lstm(x.slice(shard), .evaluation).values + gru(x.slice(shard), .evaluation).values).map(\.bitPattern)
        }.flatMap(\.self)
      }
      let one = run(threads: 1)
      #expect(one.count == 2 * trials * 31 * 37 * (isBidirectional ? 2 : 1))
      for threads in [2, 3, 4] {
        for _ in 0..<3 { #expect(run(threads: threads) == one, "\(threads) threads") }
      }
    }
  }

  @Test("in both directions are an LSTM and one that runs backwards in time, side by side")
  func bidirectional() {
    let scope = Scope(seed: 3)
    let layers = LSTMLayers(4, hidden: 3, layers: 2, isBidirectional: true, dropout: 0.5, in: scope["lstm"])
    let parameters = scope.parameters
    let names = ["l0", "l0_reverse", "l1", "l1_reverse"].flatMap { suffix in
      ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map { "lstm.\($0)_\(suffix)" }
    }
    #expect(parameters.names == names && parameters.tensors[8].shape == [12, 6])
    let grids = parameters.tensors.map { Grid($0.shape, $0.values.map(Double.init)) }
    func reversed(_ x: Grid) -> Grid { Grid(x.shape) { x[$0[0], x.shape[1] - 1 - $0[1], $0[2]] } }
    let expected = stride(from: 0, to: 16, by: 8).reduce(Grid([3, 9, 4], Self.x.values.map(Double.init))) { x, first in
      let forwards = RecurrenceTests.lstm([x] + grids[first..<first + 4])
      let backwards = reversed(RecurrenceTests.lstm([reversed(x)] + grids[first + 4..<first + 8]))
      return ShapeTests.joined([forwards, backwards], 2)
    }
    let y = layers(Self.x, .evaluation)
    #expect(y.shape == [3, 9, 6])
    expectClose(y.values, expected.values, 1e-5, "states")
    let (same, states) = layers(Self.x, from: nil, .evaluation)
    #expect(same.values == y.values && states.count == 4)
    // The state after the first frame, where running backwards ends.
    #expect(states[3].hidden.values == y.narrowed(axis: 1, to: 0..<1).narrowed(axis: 2, to: 3..<6).values)
  }
}
