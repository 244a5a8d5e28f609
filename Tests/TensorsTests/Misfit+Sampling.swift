import Tensors

extension Misfit {
  static let sampling = [
    Misfit("convolved: a stride of 0 frames; it is at least 1.") {
      _ = ones(2, 9, 4).convolved(ones(5, 4, 3), nil, stride: 0, padding: .zeros)
    },
    Misfit("convolvedTransposed: the input is [batch, frames, inputs], not [9, 4].") {
      _ = ones(9, 4).convolvedTransposed(ones(4, 5, 3), nil, stride: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the weight is [inputs, outputs / groups, kernel], none of them 0, not [4, 3].") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(4, 3), nil, stride: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the weight [5, 4, 3] does not fit the 4 inputs of [2, 9, 4] in 1 groups.") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(5, 4, 3), nil, stride: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the bias [5] does not fit the 10 outputs of the weight [4, 5, 3] in 2 groups.") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(4, 5, 3), ones(5), stride: 2, groups: 2, padding: .zeros)
    },
    Misfit("convolvedTransposed: the taps of the weight [4, 5, 3] cannot be 0 frames apart.") {
      _ = ones(2, 9, 4).convolvedTransposed(ones(4, 5, 3), nil, dilation: 0, padding: .zeros)
    },
    Misfit("convolvedTransposed: 5 frames do not become 8 with a stride of 2; they become 9 to 10.") {
      _ = ones(2, 5, 4).convolvedTransposed(ones(4, 5, 3), nil, stride: 2, frames: 8, padding: .zeros)
    },
    Misfit("convolvedTransposed: 5 frames times a stride of \(Int.max) are more than memory can hold.") {
      _ = ones(2, 5, 4).convolvedTransposed(ones(4, 5, 3), nil, stride: .max, padding: .zeros)
    },
    Misfit("TransposedConvolution: 4 inputs and 6 outputs do not divide into 3 groups.") {
      _ = TransposedConvolution(4, 6, kernel: 3, stride: 2, groups: 3, padding: .zeros, in: scope)
    },
    Misfit("maxPooled: the input is [batch, frames, features], not [9, 4].") { _ = ones(9, 4).maxPooled(2) },
    Misfit(
      "averagePooled: windows of 0 frames, 0 from one to the next; both are at least 1 and a window has at most 1048576."
    ) { _ = ones(2, 9, 4).averagePooled(0) },
    Misfit("resampled: the input is [batch, frames, features], not [9, 4].") { _ = ones(9, 4).resampled(frames: 3) },
    Misfit("resampled: [2, 0, 4] does not become 3 frames.") { _ = ones(2, 0, 4).resampled(frames: 3) },
    Misfit("resampled: [2, 5, 4] does not become -1 frames.") { _ = ones(2, 5, 4).resampled(frames: -1) },
    Misfit("strided: a step of 0; it is at least 1.") { _ = ones(2, 3).strided(axis: 0, by: 0) },
    Misfit("strided: the shape [2, 3] has no axis 2; its axes are 0 to 1, or -2 to -1.") {
      _ = ones(2, 3).strided(axis: 2, by: 2)
    },
  ]
}
