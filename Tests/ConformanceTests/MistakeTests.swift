import Conformance
import Formats
import Protocols
import Tensors
import TestSupport
import Testing
import Zoo

/// Layers that do not fit together: what `hipzoo check` and the look before a training say of the entry, whose process ends.
@Suite("Mistakes of shape") struct MistakeTests {
  static let mistakes: [(any Architecture.Type, [String])] = [
    (Toy<WidthOfAnother>.self, ["linear: ", "[3, 7]", "6]"]),
    (Toy<TransposedAxes>.self, ["linear: ", "[6, 10]", "[1, 10, 1]"]),
    (Toy<UnequalSkip>.self, ["[1, 1, 10]", "[1, 1, 6]"]),
    (Toy<JoinedAlongTime>.self, ["concatenated: ", "[1, 1, 6]", "[1, 1, 10]"]),
    (Toy<ProductOfMisfits>.self, ["matmul: ", "[1, 1, 6]", "[5, 6]"]),
    (Toy<LostFrames>.self, ["reshaped: ", "[1, 1, 6]", "[1, 4]"]),
    (Toy<FixedFrames>.self, ["narrowed: ", "0..<180", "[1, 1, 10]"]),
    (Toy<HeadsThatDoNotDivide>.self, ["6", "4 heads"]),
    (Toy<GroupsThatDoNotDivide>.self, ["groupNorm: ", "6", "4"]),
    (Toy<PositionBeyondTable>.self, ["rows: ", "[4, 6]"]),
    (Toy<AxisThatIsNotThere>.self, ["sum: ", "[1, 1, 6] has no axis 3"]),
    (Toy<ScalarOfMany>.self, ["scalar: ", "[1, 1, 6]"]),
  ]

  @Test(arguments: mistakes.indices)
  func `end the check with one sentence that has the shapes`(_ index: Int) async {
    let result = await #expect(processExitsWith: .exitCode(65), observing: [\.standardErrorContent]) { [index] in
      _ = ConformanceKit(of: MistakeTests.mistakes[index].0, ["hidden": 6, "dropout": 0.2]).violations()
    }
    let lines = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 1 && lines.first?.hasPrefix("shape fault: ") == true, "\(lines)")
    for word in MistakeTests.mistakes[index].1 { #expect(lines.first?.contains(word) == true, "\(word): \(lines)") }
  }
}

private enum WidthOfAnother: Oddity {
  static func finish(_ network: inout ToyNetwork, in scope: Scope) {
    network.another = Linear(7, 3, in: scope["another"])
  }
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.another.map { $0(network.hidden(x, pass)) } ?? x
  }
}

private enum TransposedAxes: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x.transposed(), pass))
  }
}

private enum UnequalSkip: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(x + network.hidden(x, pass))
  }
}

private enum JoinedAlongTime: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(Tensor.concatenated([network.hidden(x, pass), x], axis: 1))
  }
}

private enum ProductOfMisfits: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.hidden(x, pass).matmul(Tensor(repeating: 1, shape: [5, 6]))
  }
}

private enum LostFrames: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.hidden(x, pass).reshaped([x.shape[0], 4])
  }
}

private enum FixedFrames: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x.narrowed(axis: 1, to: 0..<180), pass))
  }
}

private enum HeadsThatDoNotDivide: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    _ = MultiHeadAttention(6, heads: 4, dropout: 0, in: Scope(seed: 0))(network.hidden(x, pass), pass)
    return network.last(network.hidden(x, pass))
  }
}

private enum GroupsThatDoNotDivide: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(GroupNorm(4, 6, in: Scope(seed: 0))(network.hidden(x, pass)))
  }
}

private enum PositionBeyondTable: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    let table = Embedding(4, 6, in: Scope(seed: 0))
    return network.last(network.hidden(x, pass) + table(Array(0..<x.shape[1])))
  }
}

private enum AxisThatIsNotThere: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.hidden(x, pass).sum(axis: 3)
  }
}

private enum ScalarOfMany: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass)) * network.hidden(x, pass).scalar
  }
}
