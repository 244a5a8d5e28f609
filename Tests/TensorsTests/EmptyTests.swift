import Tensors
import Testing

@Suite("Tensors without numbers")
struct EmptyTests {
  static func zeros(_ shape: [Int]) -> Tensor { Tensor(repeating: 0, shape: shape) }

  @Test("as the inner axis of a product make zeros, or the bias, and no gradient but that of the bias")
  func inner() {
    // Whatever was in memory before must not show.
    _ = (0..<8).map { _ in Tensor(repeating: .nan, shape: [64]) }
    #expect(Self.zeros([2, 0]).matmul(Self.zeros([0, 3])).values == [0, 0, 0, 0, 0, 0])
    #expect(Self.zeros([2, 1, 0]).matmul(Self.zeros([2, 0, 3])).values == [0, 0, 0, 0, 0, 0])
    #expect(Self.zeros([2, 0]).linear(Self.zeros([3, 0])).values == [0, 0, 0, 0, 0, 0])
    let arguments = [Self.zeros([2, 0]), Self.zeros([3, 0]), Tensor([1, 2, 3], shape: [3])]
    let found = gradients(of: arguments) { $0[0].linear($0[1], $0[2]).sum() }
    #expect(found.loss == 12 && found.gradients.map(\.values) == [[], [], [2, 2, 2]])
  }

  @Test("of no trials or no frames go through every layer", arguments: [[0, 5, 4], [2, 0, 4]])
  func layers(_ shape: [Int]) {
    let scope = Scope(seed: 1)
    let pass = Pass.training(seed: 1, step: 1)
    let attention = MultiHeadAttention(4, heads: 2, dropout: 0.1, in: scope["attention"])
    let lstm = LSTMLayers(4, hidden: 4, layers: 2, dropout: 0.1, in: scope["lstm"])
    let gru = GRULayers(4, hidden: 2, layers: 1, isBidirectional: true, dropout: 0, in: scope["gru"])
    let convolutions = FramePadding.allCases.flatMap { padding in
      [1, 4].map { Convolution(4, 4, kernel: 3, groups: $0, padding: padding, in: scope["\(padding)\($0)"]) }
    }
    let (norm, dropout) = (LayerNorm(4, in: scope["norm"]), Dropout(0.5, in: scope["dropout"]))
    let (rates, skip) = (scope.parameter("a", [4, 3], .constant(-1)), scope.parameter("skip", [4], .constant(1)))
    let gradients = Gradients(for: scope.parameters)
    _ = gradients.accumulate {
      var x = Self.zeros(shape) + skip
      x = gru(lstm(attention(x, pass), pass), pass)
      x = dropout(norm(convolutions.reduce(x) { $1($0) }), pass).softmax()
      let narrow = x.narrowed(axis: -1, to: 0..<3)
      x = x.selectiveScan(delta: x.abs(), a: rates, b: narrow, c: narrow, skip: skip)
      #expect(x.shape == shape)
      return Tensor.concatenated([x, x.reversed(axis: 1)], axis: 1).sum()
    }
    #expect(scope.parameters.names.indices.allSatisfy { gradients[$0].values.allSatisfy { $0 == 0 } })
  }

  @Test("are combined, cut and turned like others")
  func shapes() {
    let x = Self.zeros([2, 0, 3])
    #expect((x + Self.zeros([1, 3])).shape == [2, 0, 3] && (2 * x / 3 - 1).count == 0)
    #expect(x.transposed().shape == [2, 3, 0] && x.transposed(0).shape == [0, 2, 3])
    #expect(x.slice(1..<1).shape == [0, 0, 3] && x[1].shape == [0, 3] && x.reshaped([0]).rank == 1)
    #expect(x.max(axis: 0).shape == [0, 3] && x.min(axis: -1).shape == [2, 0])
    #expect(Tensor.concatenated([x, Self.zeros([2, 2, 3])], axis: 1).shape == [2, 2, 3])
    #expect(Self.zeros([3, 2]).rows([]).shape == [0, 2])
  }

  @Test("that are a single number are one trial to dropout")
  func scalar() {
    let y = Dropout(0.5, in: Scope(seed: 0))(Tensor([3], shape: []), .training(seed: 1, step: 1))
    #expect(y.shape == [] && [0, 6].contains(y.scalar))
  }
}
