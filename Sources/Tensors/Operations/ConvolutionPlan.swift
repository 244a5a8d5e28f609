import CKernels

/// The sizes of one convolution, and where its taps read.
struct ConvolutionPlan: Sendable {
  let trials, frames, inputs, outputs, kernel, stride, groups: Int
  let taps: [Int64]
  let isCircular: Int32

  /// The plan of a convolution of an input of the shape `x`.
  init(
    _ x: [Int], _ weight: [Int], _ bias: [Int]?, stride: Int = 1, dilation: Int, groups: Int, padding: FramePadding
  ) throws(ShapeFault) {
    try requireShape(x.count == 3, "convolved: the input is [batch, frames, inputs], not \(x).")
    try requireShape(
      weight.count == 3 && weight.allSatisfy { $0 > 0 },
      "convolved: the weight is [outputs, inputs / groups, kernel], none of them 0, not \(weight).")
    try requireShape(
      groups > 0 && x[2] % groups == 0 && x[2] / groups == weight[1] && weight[0] % groups == 0,
      "convolved: the weight \(weight) does not fit the \(x[2]) inputs of \(x) in \(groups) groups.")
    try requireShape(
      bias == nil || bias == [weight[0]],
      "convolved: the bias \(bias ?? []) does not fit the \(weight[0]) outputs of the weight \(weight).")
    try Self.require(weight, stride: stride, dilation: dilation, for: "convolved")
    (trials, frames, inputs) = (x[0], x[1], x[2])
    (outputs, kernel) = (weight[0], weight[2])
    (self.stride, self.groups) = (stride, groups)
    taps = padding.taps(weight[2], dilation: dilation)
    isCircular = padding == .circular ? 1 : 0
  }

  /// The plan of the convolution whose gradient a transposed convolution of `x` is: what goes out there comes in here.
  ///
  /// - Parameters:
  ///   - x: the shape of what the transposed convolution takes.
  ///   - frames: the frames that it makes.
  ///   - weight: the shape of its weight.
  ///   - bias: the shape of its bias, if it has one.
  ///   - stride: the output frames from one input frame to the next.
  ///   - dilation: frames from one tap to the next.
  ///   - groups: into how many groups channels are divided.
  ///   - padding: what happens beyond the ends.
  init(
    transposedOf x: [Int], frames: Int?, _ weight: [Int], _ bias: [Int]?, stride: Int, dilation: Int, groups: Int,
    padding: FramePadding
  ) throws(ShapeFault) {
    let name = "convolvedTransposed"
    try requireShape(x.count == 3, "\(name): the input is [batch, frames, inputs], not \(x).")
    try requireShape(
      weight.count == 3 && weight.allSatisfy { $0 > 0 },
      "\(name): the weight is [inputs, outputs / groups, kernel], none of them 0, not \(weight).")
    try requireShape(
      groups > 0 && x[2] == weight[0] && weight[0] % groups == 0,
      "\(name): the weight \(weight) does not fit the \(x[2]) inputs of \(x) in \(groups) groups.")
    try requireShape(
      bias == nil || bias == [weight[1] * groups],
      "\(name): the bias \(bias ?? []) does not fit the \(weight[1] * groups) outputs of the weight \(weight) in "
        + "\(groups) groups.")
    try Self.require(weight, stride: stride, dilation: dilation, for: name)
    let (most, overflows) = x[1].multipliedReportingOverflow(by: stride)
    try requireShape(!overflows, "\(name): \(x[1]) frames times a stride of \(stride) are more than memory can hold.")
    let frames = frames ?? most
    try requireShape(
      frames <= most && frames > most - stride || frames == 0 && most == 0,
      "\(name): \(x[1]) frames do not become \(frames) with a stride of \(stride); they become "
        + "\(Swift.max(most - stride + 1, 0)) to \(most).")
    (trials, self.frames, inputs) = (x[0], frames, weight[1] * groups)
    (outputs, kernel) = (weight[0], weight[2])
    (self.stride, self.groups) = (stride, groups)
    // A frame that comes from earlier ones alone must not reach back either.
    let taps = padding.taps(weight[2], dilation: dilation)
    self.taps = padding == .causal ? taps.map { $0 - taps[0] } : taps
    isCircular = padding == .circular ? 1 : 0
  }

  private static func require(_ weight: [Int], stride: Int, dilation: Int, for name: String) throws(ShapeFault) {
    try requireShape(
      dilation > 0 && !dilation.multipliedReportingOverflow(by: 2 * weight[2]).overflow,
      "\(name): the taps of the weight \(weight) cannot be \(dilation) frames apart.")
    try requireShape(stride > 0, "\(name): a stride of \(stride) frames; it is at least 1.")
  }

  var isDepthwise: Bool { groups == inputs && inputs == outputs }
  /// The frames that come out.
  var rows: Int { frames / stride + (frames % stride > 0 ? 1 : 0) }
  var inputsPerGroup: Int { inputs / groups }
  var outputsPerGroup: Int { outputs / groups }
  /// The inputs of one output frame: a row of the unfolded matrix.
  var depth: Int { inputsPerGroup * kernel }

  /// Calls a closure for each trial and group with the offsets of their input, weight and output.
  func eachBlock(_ body: (_ x: Int, _ weight: Int, _ y: Int) -> Void) {
    let rows = rows
    for trial in 0..<trials {
      for group in 0..<groups {
        body(
          trial * frames * inputs + group * inputsPerGroup, group * outputsPerGroup * depth,
          trial * rows * outputs + group * outputsPerGroup)
      }
    }
  }

  // Both pointers are to what the plan's sizes say, a trial and its columns; the caller holds them.
  func unfold(_ x: UnsafePointer<Float>, into columns: UnsafeMutablePointer<Float>) {
    ck_unfold(
      x, taps, Int64(kernel), isCircular, Int64(stride), columns, Int64(rows), Int64(frames), Int64(inputs),
      Int64(inputsPerGroup))
  }

  func fold(_ columns: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>) {
    ck_unfold_backward(
      columns, taps, Int64(kernel), isCircular, Int64(stride), dx, Int64(rows), Int64(frames), Int64(inputs),
      Int64(inputsPerGroup))
  }
}

extension FramePadding {
  /// Where taps read, in frames from the output's; of an even number of taps the larger half lies behind it.
  func taps(_ kernel: Int, dilation: Int = 1) -> [Int64] {
    let reach = dilation * (kernel - 1)
    let first = self == .causal ? -reach : -(reach / 2)
    return (0..<kernel).map { Int64(first + $0 * dilation) }
  }
}
