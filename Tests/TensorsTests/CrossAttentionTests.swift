import Tensors
import Testing

@Suite("Attention over another sequence, with masks and positions")
struct CrossAttentionTests {
  /// `softmax(q k^T / sqrt(width) + mask) v`, head by head, of queries, keys, values and a mask of any rank.
  static func reference(_ given: [Grid], heads: Int) -> Grid {
    let (q, k, v) = (given[0], given[1], given[2])
    let (width, valueWidth) = (q.shape[2] / heads, v.shape[2] / heads)
    return Grid([q.shape[0], q.shape[1], v.shape[2]]) { index in
      let (trial, query, head) = (index[0], index[1], index[2] / valueWidth)
      let scores = (0..<k.shape[1]).map { key in
        let product = (head * width..<(head + 1) * width).reduce(0) { $0 + q[trial, query, $1] * k[trial, key, $1] }
        guard given.count > 3 else { return product / Double(width).squareRoot() }
        let place = [trial, head, query, key].suffix(given[3].shape.count)
        return product / Double(width).squareRoot() + given[3][zip(place, given[3].shape).map { $1 == 1 ? 0 : $0 }]
      }
      let shares = NormalisationTests.softmax(scores)
      return shares.enumerated().reduce(0) { $0 + $1.element * v[trial, $1.offset, index[2]] }
    }
  }

  /// Heads, shapes of queries, keys and values, and of a mask.
  static let cases: [(Int, [[Int]])] = [
    (1, [[2, 3, 4], [2, 5, 4], [2, 5, 4]]), (2, [[2, 3, 4], [2, 5, 4], [2, 5, 6], [3, 5]]),
    (2, [[2, 4, 6], [2, 4, 6], [2, 4, 2], [2, 4, 4]]), (3, [[2, 1, 6], [2, 4, 6], [2, 4, 3], [2, 1, 1, 4]]),
  ]

  static let operations = cases.map { heads, shapes in
    Operation(
      "attention of \(heads) heads", shapes,
      run: { $0[0].attention(over: $0[1], $0[2], heads: heads, mask: $0.count > 3 ? $0[3] : nil) },
      reference: { reference($0, heads: heads) })
  }

  @Test("gives the values and slopes of float64", arguments: operations)
  func agree(_ operation: Operation) { check(operation, tolerance: 5e-5) }

  static func numbers(_ shape: [Int], seed: UInt64) -> Tensor {
    Tensor(Grid.varied(shape, in: -1...1, seed: seed).floats, shape: shape)
  }

  @Test("of a sequence over itself is self-attention, also with a causal mask", arguments: [true, false])
  func itself(_ isCausal: Bool) {
    let layer = MultiHeadAttention(6, heads: 2, dropout: 0, isCausal: isCausal, in: Scope(seed: 1))
    let open = MultiHeadAttention(6, heads: 2, dropout: 0, in: Scope(seed: 1))
    let x = Self.numbers([2, 7, 6], seed: 3)
    let expected = layer(x, .evaluation).values.map(Double.init)
    expectClose(layer(x, over: x, .evaluation).values, expected, 1e-6, "over itself")
    let mask = Tensor.attentionMask(queries: 7, keys: 7) { !isCausal || $1 <= $0 }
    expectClose(open(x, mask: mask, .evaluation).values, expected, 1e-6, "with a mask")
    #expect(mask.values.filter { $0 == -.infinity }.count == (isCausal ? 21 : 0))
  }

  @Test("sees nothing of keys that a mask hides, and no gradient goes there")
  func hidden() {
    let layer = MultiHeadAttention(4, heads: 2, dropout: 0, in: Scope(seed: 1))
    let (x, memory) = (Self.numbers([1, 3, 4], seed: 1), Self.numbers([1, 5, 4], seed: 2))
    let mask = Tensor.attentionMask(queries: 3, keys: 5) { query, key in key < 3 }
    let found = gradients(of: [x, memory]) { layer($0[0], over: $0[1], mask: mask, .evaluation).squared().sum() }
    // The exponential of minus infinity is the smallest number, not 0.
    #expect(found.gradients[1].values.suffix(8).allSatisfy { $0.magnitude < 1e-30 })
    #expect(found.gradients[1].values.prefix(12).allSatisfy { $0 != 0 && $0.isFinite })
    let part = layer(x, over: memory.narrowed(axis: 1, to: 0..<3), .evaluation)
    expectClose(layer(x, over: memory, mask: mask, .evaluation).values, part.values.map(Double.init), 1e-6, "a part")
  }

  @Test("drops probabilities in training alone, by the same masks every time and for any batch")
  func dropout() {
    let layer = MultiHeadAttention(4, heads: 2, dropout: 0.5, in: Scope(seed: 1))
    let (x, memory) = (Self.numbers([2, 3, 4], seed: 1), Self.numbers([2, 5, 4], seed: 2))
    let pass = Pass.training(seed: 1, step: 3)
    let both = layer(x, over: memory, pass)
    #expect(both.values == layer(x, over: memory, pass).values)
    #expect(both.values != layer(x, over: memory, .evaluation).values)
    let second = Pass.training(seed: 1, step: 3, firstTrial: 1)
    #expect(both[1].values == layer(x.slice(1..<2), over: memory.slice(1..<2), second).values)
  }

  @Test("adds a number for each head and distance, the shorter way around the cycle where that is asked for")
  func positions() {
    let scope = Scope(seed: 1)
    let line = RelativePositions(heads: 3, reach: 2, in: scope["line"])
    let around = RelativePositions(heads: 3, reach: 2, isCircular: true, in: scope["around"])
    let tables = scope.parameters.tensors.map { Grid([5, 3], $0.values.map(Double.init)) }
    #expect(scope.parameters.names == ["line.weight", "around.weight"])
    for frames in [1, 2, 7] {
      let found = [line, around].map { Grid([3, frames, 4], $0(queries: frames, keys: 4).values.map(Double.init)) }
      for (head, query, key) in (0..<3).flatMap({ h in (0..<frames).flatMap { q in (0..<4).map { (h, q, $0) } } }) {
        let distance = min(max(key - query, -2), 2)
        #expect(found[0][head, query, key] == tables[0][distance + 2, head])
        let shorter = [0, 1, 2, -1][((key - query) % 4 + 4) % 4]
        #expect(found[1][head, query, key] == tables[1][shorter + 2, head])
      }
    }
    let slopes = Gradients(for: scope.parameters)
    _ = slopes.accumulate { line(queries: 2, keys: 2).sum() }
    #expect(slopes[0].values == [0, 0, 0, 1, 1, 1, 2, 2, 2, 1, 1, 1, 0, 0, 0])
  }
}
