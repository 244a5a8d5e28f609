import Tensors
import Testing

@Suite("Convolutions that make fewer or more frames")
struct StridedConvolutionTests {
  struct Sizes {
    let frames, inputs, outputs, kernel, stride, dilation, groups: Int
    /// Of an output of a transposed convolution.
    let made: Int
  }

  static let sizes = [
    Sizes(frames: 8, inputs: 3, outputs: 4, kernel: 3, stride: 2, dilation: 1, groups: 1, made: 8),
    Sizes(frames: 7, inputs: 4, outputs: 6, kernel: 4, stride: 2, dilation: 1, groups: 2, made: 7),
    Sizes(frames: 10, inputs: 2, outputs: 2, kernel: 5, stride: 3, dilation: 2, groups: 1, made: 12),
    Sizes(frames: 9, inputs: 4, outputs: 4, kernel: 3, stride: 2, dilation: 1, groups: 4, made: 10),
    Sizes(frames: 1, inputs: 2, outputs: 3, kernel: 3, stride: 2, dilation: 1, groups: 1, made: 1),
    Sizes(frames: 6, inputs: 2, outputs: 3, kernel: 1, stride: 4, dilation: 1, groups: 1, made: 5),
  ]

  static func kept(_ size: Sizes) -> Int { (size.frames + size.stride - 1) / size.stride }

  /// Every `stride`-th frame of the convolution that keeps all.
  static let strided = sizes.flatMap { size in
    FramePadding.allCases.map { padding in
      Operation(
        "\(padding) convolution with a stride of \(size.stride)",
        [[2, size.frames, size.inputs], [size.outputs, size.inputs / size.groups, size.kernel], [size.outputs]],
        run: {
          $0[0].convolved(
            $0[1], $0[2], stride: size.stride, dilation: size.dilation, groups: size.groups, padding: padding)
        },
        reference: { given in
          let all = ConvolutionTests.reference(
            given,
            .init(
              frames: size.frames, inputs: size.inputs, outputs: size.outputs, kernel: size.kernel,
              dilation: size.dilation, groups: size.groups), padding)
          return Grid([2, kept(size), size.outputs]) { all[$0[0], $0[1] * size.stride, $0[2]] }
        })
    }
  }

  /// The sum over inputs and taps of what each adds to the frame that it reaches.
  static func transposed(_ given: [Grid], _ size: Sizes, _ padding: FramePadding) -> Grid {
    let (x, weight, bias) = (given[0], given[1], given[2])
    let reach = size.dilation * (size.kernel - 1)
    var y = Grid([2, size.made, size.outputs]) { bias[$0[2]] }
    let (perInput, perOutput) = (size.inputs / size.groups, size.outputs / size.groups)
    for trial in 0..<2 {
      for frame in 0..<x.shape[1] {
        for input in 0..<size.inputs {
          for output in 0..<perOutput {
            for tap in 0..<size.kernel {
              var to = frame * size.stride + tap * size.dilation - (padding == .causal ? 0 : reach / 2)
              if padding == .circular { to = ((to % size.made) + size.made) % size.made }
              guard (0..<size.made).contains(to) else { continue }
              let channel = input / perInput * perOutput + output
              y.values[(trial * size.made + to) * size.outputs + channel] +=
                x[trial, frame, input] * weight[input, output, tap]
            }
          }
        }
      }
    }
    return y
  }

  static let transposes = sizes.flatMap { size in
    FramePadding.allCases.map { padding in
      Operation(
        "\(padding) transposed convolution with a stride of \(size.stride) to \(size.made)",
        [
          [2, (size.made + size.stride - 1) / size.stride, size.inputs],
          [size.inputs, size.outputs / size.groups, size.kernel], [size.outputs],
        ],
        run: {
          $0[0].convolvedTransposed(
            $0[1], $0[2], stride: size.stride, frames: size.made, dilation: size.dilation, groups: size.groups,
            padding: padding)
        }, reference: { transposed($0, size, padding) })
    }
  }

  @Test("give the values and slopes of float64", arguments: strided + transposes)
  func agree(_ operation: Operation) { check(operation) }

  /// PyTorch's `conv1d(x, w, stride=2, padding=1)` and `conv_transpose1d(x, w, stride=2, padding=1, output_padding=1)`.
  @Test("give PyTorch's numbers where PyTorch pads both sides alike")
  func numbers() {
    let weight = Tensor([1, 10, 100], shape: [1, 1, 3])
    let down = Tensor([1, 2, 3, 4, 5, 6], shape: [1, 6, 1]).convolved(weight, nil, stride: 2, padding: .zeros)
    #expect(down.values == [210, 432, 654])
    let up = Tensor([1, 2, 3], shape: [1, 3, 1]).convolvedTransposed(weight, nil, stride: 2, padding: .zeros)
    #expect(up.values == [10, 102, 20, 203, 30, 300])
    let around = Tensor([1, 2, 3], shape: [1, 3, 1]).convolvedTransposed(weight, nil, stride: 2, padding: .circular)
    #expect(around.values == [10, 102, 20, 203, 30, 301])
  }

  @Test("that are causal make no frame of a later one")
  func causality() {
    let up = TransposedConvolution(2, 3, kernel: 4, stride: 2, padding: .causal, in: Scope(seed: 1))
    let numbers = Grid.varied([1, 5, 2], in: -1...1, seed: 2).floats
    let later = numbers.enumerated().map { $0 < 6 ? $1 : $1 + 5 }
    let results = [numbers, later].map { up(Tensor($0, shape: [1, 5, 2])).values }
    #expect(results[0].prefix(6 * 3) == results[1].prefix(6 * 3) && results[0] != results[1])
  }

  @Test("are layers with PyTorch's names, shapes and bounds")
  func layers() {
    let scope = Scope(seed: 1)
    let down = Convolution(4, 6, kernel: 3, stride: 2, padding: .circular, in: scope["down"])
    let up = TransposedConvolution(6, 4, kernel: 3, stride: 2, groups: 2, padding: .circular, in: scope["up"])
    #expect(scope.parameters.names == ["down.weight", "down.bias", "up.weight", "up.bias"])
    #expect(scope.parameters.tensors.map(\.shape) == [[6, 4, 3], [6], [6, 2, 3], [4]])
    // nn.ConvTranspose1d counts its fan-in along the second axis of the weight.
    let bound = 1 / 6.0.squareRoot()
    #expect(scope.parameters.tensors[2].values.allSatisfy { Double($0.magnitude) <= bound * 1.00001 })
    for frames in [1, 2, 7, 180] {
      let half = down(Tensor(repeating: 1, shape: [2, frames, 4]))
      #expect(half.shape == [2, (frames + 1) / 2, 6])
      #expect(up(half, frames: frames).shape == [2, frames, 4])
    }
  }
}
