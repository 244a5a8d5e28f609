import Tensors
import Testing

// What a plugin brings along: it imports Tensors and sees what is public.
extension Tensor {
  /// `x / (1 + |x|)` of each number, made of other operations.
  fileprivate func softsign() -> Tensor {
    .custom("softsign", inputs: [self]) {
      $0[0] / (1 + $0[0].abs())
    } backward: { slope, inputs, _ in
      [slope / (1 + inputs[0].abs()).squared()]
    }
  }

  /// The product number by number, by a loop over plain numbers.
  fileprivate func product(_ other: Tensor) -> Tensor {
    ShapeFault.require(shape == other.shape, "product: \(shape) and \(other.shape) are not of one shape.")
    return .custom("product", inputs: [self, other]) { inputs in
      Tensor(shape: inputs[0].shape) { target in
        inputs[0].withUnsafeValues { a in
          inputs[1].withUnsafeValues { b in for i in target.indices { target[i] = a[i] * b[i] } }
        }
      }
    } backward: { slope, inputs, _ in
      [slope * inputs[1], slope * inputs[0]]
    }
  }
}

@Suite("An operation that a plugin brings")
struct CustomTests {
  static let operations = [
    Operation("softsign", [[3, 4]], in: 0.2...3, run: { $0[0].softsign() }) {
      $0[0].map { $0 / (1 + $0.magnitude) }
    },
    Operation("product", [[2, 3], [2, 3]], run: { $0[0].product($0[1]) }) { given in
      Grid([2, 3]) { given[0][$0] * given[1][$0] }
    },
    // The same tensor twice, and in the midst of others.
    Operation("product with itself", [[5]], run: { ($0[0] * 2).product($0[0] * 2).softsign() }) {
      $0[0].map { 4 * $0 * $0 / (1 + 4 * $0 * $0) }
    },
  ]

  @Test("has the slopes that it says", arguments: operations)
  func agree(_ operation: Operation) { check(operation) }

  @Test("is recorded as one step, whatever it is made of, and leaves out what it does not depend on")
  func recording() {
    let x = Tensor([1, 2], shape: [2])
    let found = gradients(of: [x, x]) { given in
      Tensor.custom(inputs: given) {
        $0[0].squared() + $0[1]
      } backward: { slope, _, output in
        [slope * output, nil]
      }.sum()
    }
    // Not 2 x: nothing but what `backward` says counts.
    #expect(found.gradients.map(\.values) == [[2, 6], [0, 0]])
  }

  @Test("may give one tensor as the gradient of several inputs")
  func shared() {
    let found = gradients(of: [Tensor([1], shape: [1]), Tensor([2], shape: [1])]) { given in
      let sum = Tensor.custom(inputs: given) {
        $0[0] + $0[1]
      } backward: { slope, _, _ in
        [slope, slope]
      }
      return (sum + given[0] * 10).sum()
    }
    #expect(found.gradients.map(\.values) == [[11], [1]])
  }

  @Test("belongs to a model as any other does")
  func parameters() {
    let scope = Scope(seed: 1)
    let weight = scope.parameter("weight", [3], .values([1, 2, 3]))
    let slopes = Gradients(for: scope.parameters)
    _ = slopes.accumulate { weight.product(Tensor([4, 5, 6], shape: [3])).sum() }
    #expect(slopes[0].values == [4, 5, 6])
  }
}
