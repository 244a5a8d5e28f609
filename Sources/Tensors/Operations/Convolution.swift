import CKernels

/// What a convolution along frames reads beyond the first and the last frame.
public enum FramePadding: String, Sendable, CaseIterable {
  /// Zeros before the first frame only, so that an output frame depends on no later input frame.
  case causal
  /// Zeros on both sides, as PyTorch's `same`.
  case zeros
  /// The cycle itself: the last frame stands before the first one, since a gait cycle is periodic.
  case circular
}

extension Tensor {
  /// A convolution along frames (a cross-correlation, as in PyTorch); the number of frames stays.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs / groups, kernel]`.
  ///   - bias: `[outputs]`, or nil for none.
  ///   - dilation: frames from one tap to the next.
  ///   - groups: into how many groups channels are divided; each output sees only its group's inputs.
  ///   - padding: what is read beyond the ends.
  /// - Returns: `[batch, frames, outputs]` for this tensor's `[batch, frames, inputs]`.
  public func convolved(
    _ weight: Tensor, _ bias: Tensor?, dilation: Int = 1, groups: Int = 1, padding: FramePadding
  ) -> Tensor {
    let plan = fitting { () throws(ShapeFault) in
      try ConvolutionPlan(shape, weight.shape, bias?.shape, dilation: dilation, groups: groups, padding: padding)
    }
    return plan.isDepthwise ? depthwise(weight, bias, plan) : unfolded(weight, bias, plan)
  }

  private func depthwise(_ weight: Tensor, _ bias: Tensor?, _ plan: ConvolutionPlan) -> Tensor {
    let x = self
    let y = Tensor(uninitialised: shape)
    let (block, frames, channels) = (plan.frames * plan.inputs, Int64(plan.frames), Int64(plan.inputs))
    for at in stride(from: 0, to: count, by: Swift.max(block, 1)) {
      ck_depthwise(
        x.pointer + at, weight.pointer, bias?.pointer, plan.taps, Int64(plan.kernel), 1, plan.isCircular,
        y.pointer + at, frames, channels, 1)
    }
    return y.recorded(from: x, weight, bias ?? weight) { dy, tape in
      tape.write(to: x) { dx, isFirst in
        for at in stride(from: 0, to: x.count, by: Swift.max(block, 1)) {
          ck_depthwise(
            dy.base + at, weight.pointer, nil, plan.taps, Int64(plan.kernel), -1, plan.isCircular, dx + at, frames,
            channels, isFirst ? 1 : 0)
        }
      }
      tape.add(to: weight) { dw in
        for at in stride(from: 0, to: x.count, by: Swift.max(block, 1)) {
          ck_depthwise_weight_gradient(
            x.pointer + at, plan.taps, Int64(plan.kernel), plan.isCircular, dy.base + at, dw, frames, channels)
        }
      }
      if let bias { tape.add(to: bias) { ck_sum_rows(dy.base, $0, Int64(plan.trials) * frames, channels) } }
    }
  }

  private func unfolded(_ weight: Tensor, _ bias: Tensor?, _ plan: ConvolutionPlan) -> Tensor {
    let x = self
    let y = Tensor(uninitialised: [plan.trials, plan.frames, plan.outputs])
    let columns = Storage(count: plan.frames * plan.depth)
    plan.eachBlock { xAt, wAt, yAt in
      plan.unfold(x.pointer + xAt, into: columns.base)
      gemm(
        Matrix(columns.base, rowStride: plan.depth),
        Matrix(weight.pointer + wAt, rowStride: plan.depth).transposed, into: y.pointer + yAt,
        rowStride: plan.outputs, rows: plan.frames, columns: plan.outputsPerGroup,
        inner: plan.depth, bias: bias.map { UnsafePointer($0.pointer) + wAt / plan.depth })
    }
    return y.recorded(from: x, weight, bias ?? weight) { dy, tape in
      tape.add(to: x) { dx in
        plan.eachBlock { xAt, wAt, yAt in
          gemm(
            Matrix(dy.base + yAt, rowStride: plan.outputs),
            Matrix(weight.pointer + wAt, rowStride: plan.depth), into: columns.base, rowStride: plan.depth,
            rows: plan.frames, columns: plan.depth,
            inner: plan.outputsPerGroup)
          plan.fold(columns.base, into: dx + xAt)
        }
      }
      tape.add(to: weight) { dw in
        plan.eachBlock { xAt, wAt, yAt in
          plan.unfold(x.pointer + xAt, into: columns.base)
          gemm(
            Matrix(dy.base + yAt, rowStride: plan.outputs).transposed,
            Matrix(columns.base, rowStride: plan.depth), into: dw + wAt, rowStride: plan.depth,
            rows: plan.outputsPerGroup, columns: plan.depth,
            inner: plan.frames, beta: 1)
        }
      }
      if let bias {
        tape.add(to: bias) {
          ck_sum_rows(dy.base, $0, Int64(plan.trials * plan.frames), Int64(plan.outputs))
        }
      }
    }
  }
}

/// The sizes of one convolution, and where its taps read.
private struct ConvolutionPlan: Sendable {
  let trials, frames, inputs, outputs, kernel, groups: Int
  let taps: [Int64]
  let isCircular: Int32

  init(
    _ x: [Int], _ weight: [Int], _ bias: [Int]?, dilation: Int, groups: Int, padding: FramePadding
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
    try requireShape(
      dilation > 0 && !dilation.multipliedReportingOverflow(by: 2 * weight[2]).overflow,
      "convolved: the taps of the weight \(weight) cannot be \(dilation) frames apart.")
    (trials, frames, inputs) = (x[0], x[1], x[2])
    (outputs, kernel) = (weight[0], weight[2])
    self.groups = groups
    let reach = dilation * (kernel - 1)
    let first = padding == .causal ? -reach : -(reach / 2)
    taps = (0..<weight[2]).map { Int64(first + $0 * dilation) }
    isCircular = padding == .circular ? 1 : 0
  }

  var isDepthwise: Bool { groups == inputs && inputs == outputs }
  var inputsPerGroup: Int { inputs / groups }
  var outputsPerGroup: Int { outputs / groups }
  /// The inputs of one output frame: a row of the unfolded matrix.
  var depth: Int { inputsPerGroup * kernel }

  /// Calls a closure for each trial and group with the offsets of their input, weight and output.
  func eachBlock(_ body: (_ x: Int, _ weight: Int, _ y: Int) -> Void) {
    for trial in 0..<trials {
      for group in 0..<groups {
        body(
          trial * frames * inputs + group * inputsPerGroup, group * outputsPerGroup * depth,
          trial * frames * outputs + group * outputsPerGroup)
      }
    }
  }

  func unfold(_ x: UnsafePointer<Float>, into columns: UnsafeMutablePointer<Float>) {
    ck_unfold(
      x, taps, Int64(kernel), isCircular, columns, Int64(frames), Int64(inputs), Int64(inputsPerGroup))
  }

  func fold(_ columns: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>) {
    ck_unfold_backward(
      columns, taps, Int64(kernel), isCircular, dx, Int64(frames), Int64(inputs), Int64(inputsPerGroup))
  }
}
