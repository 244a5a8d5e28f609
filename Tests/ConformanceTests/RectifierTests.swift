import Conformance
import Tensors
import Testing
import Zoo

/// Twelve convolutions with rectifiers and no norm, as a first attempt at a published network often is.
///
/// Its slopes are so small that differences cross kinks wherever rounding does not hide them.
private struct Rectifiers: Architecture {
  static let isCausal = false
  let width: Int
  let dropout: Double

  init(_ settings: Settings) throws {
    width = try settings.integer("width", in: 1...64)
    dropout = try settings.number("dropout", in: 0...0.9)
  }

  func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    func pair(_ from: Int, _ to: Int, _ name: String, _ place: Int) -> [Convolution] {
      [(from, to), (to, to)].enumerated().map { number, sizes in
        Convolution(sizes.0, sizes.1, kernel: 5, padding: .circular, in: scope[name][place][number])
      }
    }
    func halving(_ from: Int, _ to: Int, _ place: Int) -> Convolution {
      Convolution(from, to, kernel: 5, stride: 2, padding: .circular, in: scope["strided"][place])
    }
    return Network(
      down: [pair(inputs, width, "down", 0), pair(2 * width, 2 * width, "down", 1)],
      strided: [halving(width, 2 * width, 0), halving(2 * width, 4 * width, 1)],
      bottom: pair(4 * width, 4 * width, "bottom", 0),
      up: [pair(3 * width, width, "up", 0), pair(6 * width, 2 * width, "up", 1)],
      dropout: Dropout(dropout, in: scope["dropout"]), output: Linear(width, outputs, in: scope["output"]))
  }

  struct Network: SequenceModel {
    let down: [[Convolution]]
    let strided: [Convolution]
    let bottom: [Convolution]
    let up: [[Convolution]]
    let dropout: Dropout
    let output: Linear

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      func level(_ x: Tensor, _ pair: [Convolution]) -> Tensor { pair.reduce(x) { $1($0).relu() } }
      func joined(_ deep: Tensor, _ skip: Tensor) -> Tensor {
        .concatenated([deep.resampled(frames: skip.shape[1], by: .circular), skip], axis: -1)
      }
      let first = level(x, down[0])
      let second = level(strided[0](first), down[1])
      let deepest = dropout(level(strided[1](second), bottom), pass)
      return output(level(joined(level(joined(deepest, second), up[1]), first), up[0]))
    }
  }
}

@Suite("Rectifiers without a norm") struct RectifierTests {
  @Test func `have no wrong gradient for their kinks`() {
    #expect(ConformanceKit(of: Rectifiers.self, ["width": 32, "dropout": 0.1]).violations() == [])
  }
}
