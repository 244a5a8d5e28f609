import Tensors
import Testing

@Suite("Convolutions along frames")
struct ConvolutionTests {
  struct Sizes {
    let frames, inputs, outputs, kernel, dilation, groups: Int
  }

  static let sizes = [
    Sizes(frames: 7, inputs: 4, outputs: 5, kernel: 3, dilation: 1, groups: 1),
    Sizes(frames: 7, inputs: 4, outputs: 6, kernel: 3, dilation: 2, groups: 1),
    Sizes(frames: 6, inputs: 3, outputs: 3, kernel: 4, dilation: 1, groups: 1),
    Sizes(frames: 6, inputs: 2, outputs: 3, kernel: 1, dilation: 1, groups: 1),
    Sizes(frames: 9, inputs: 4, outputs: 6, kernel: 3, dilation: 2, groups: 2),
    Sizes(frames: 8, inputs: 6, outputs: 6, kernel: 4, dilation: 1, groups: 6),
    Sizes(frames: 8, inputs: 5, outputs: 5, kernel: 3, dilation: 3, groups: 5),
    Sizes(frames: 8, inputs: 4, outputs: 8, kernel: 3, dilation: 1, groups: 4),
    Sizes(frames: 9, inputs: 37, outputs: 37, kernel: 4, dilation: 1, groups: 37),
    // More channels and taps than a kernel takes at a time.
    Sizes(frames: 9, inputs: 65, outputs: 65, kernel: 17, dilation: 1, groups: 65),
    // Taps reach further than there are frames: zeros, or several times around the cycle.
    Sizes(frames: 5, inputs: 2, outputs: 3, kernel: 4, dilation: 4, groups: 1),
    Sizes(frames: 5, inputs: 3, outputs: 3, kernel: 4, dilation: 4, groups: 3),
  ]

  static let cases = sizes.flatMap { size in
    FramePadding.allCases.flatMap { padding in
      [true, false].map { hasBias in operation(size, padding, hasBias) }
    }
  }

  static func operation(_ size: Sizes, _ padding: FramePadding, _ hasBias: Bool) -> Operation {
    let weight = [size.outputs, size.inputs / size.groups, size.kernel]
    return Operation(
      "\(padding) convolution, dilation \(size.dilation), groups \(size.groups),",
      [[2, size.frames, size.inputs], weight] + (hasBias ? [[size.outputs]] : []),
      run: {
        $0[0].convolved(
          $0[1], hasBias ? $0[2] : nil, dilation: size.dilation, groups: size.groups, padding: padding)
      }, reference: { reference($0, size, padding) })
  }

  /// PyTorch's cross-correlation, with what it pads on the left: all, or the smaller half.
  static func reference(_ arguments: [Grid], _ size: Sizes, _ padding: FramePadding) -> Grid {
    let (x, weight) = (arguments[0], arguments[1])
    let reach = size.dilation * (size.kernel - 1)
    let before = padding == .causal ? reach : reach / 2
    let (perInput, perOutput) = (size.inputs / size.groups, size.outputs / size.groups)
    return Grid([2, size.frames, size.outputs]) { index in
      let (trial, frame, output) = (index[0], index[1], index[2])
      var sum = arguments.count > 2 ? arguments[2][output] : 0
      for tap in 0..<size.kernel {
        var source = frame - before + tap * size.dilation
        if padding == .circular {
          while source < 0 { source += size.frames }
          while source >= size.frames { source -= size.frames }
        } else if !(0..<size.frames).contains(source) {
          continue
        }
        for channel in 0..<perInput {
          sum += weight[output, channel, tap] * x[trial, source, output / perOutput * perInput + channel]
        }
      }
      return sum
    }
  }

  @Test("give the values and slopes of float64", arguments: cases)
  func convolutions(_ operation: Operation) { check(operation) }

  @Test("that are causal see no later frame")
  func causality() {
    let weight = Tensor(Grid.varied([3, 2, 3], in: -1...1, seed: 1).floats, shape: [3, 2, 3])
    let numbers = Grid.varied([1, 8, 2], in: -1...1, seed: 2).floats
    let later = numbers.enumerated().map { $0 < 10 ? $1 : $1 + 5 }
    let results = [numbers, later].map {
      Tensor($0, shape: [1, 8, 2]).convolved(weight, nil, dilation: 2, padding: .causal).values
    }
    #expect(results[0].prefix(15) == results[1].prefix(15) && results[0] != results[1])
  }

  @Test("that are circular turn with a cycle that is turned")
  func periodicity() {
    let layer = Convolution(2, 3, kernel: 5, dilation: 2, padding: .circular, in: Scope(seed: 1))
    let numbers = Grid.varied([1, 9, 2], in: -1...1, seed: 2).floats
    let turned = Array(numbers[8...] + numbers[..<8])
    let (y, later) = (layer(Tensor(numbers, shape: [1, 9, 2])), layer(Tensor(turned, shape: [1, 9, 2])))
    #expect(later.values == Array(y.values[12...] + y.values[..<12]))
  }
}
