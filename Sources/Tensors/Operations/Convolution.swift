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
  /// A convolution along frames (a cross-correlation, as in PyTorch).
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs / groups, kernel]`.
  ///   - bias: `[outputs]`, or nil for none.
  ///   - stride: frames from one output frame to the next; of the frames that 1 would give, every second is kept with 2.
  ///   - dilation: frames from one tap to the next.
  ///   - groups: into how many groups channels are divided; each output sees only its group's inputs.
  ///   - padding: what is read beyond the ends.
  /// - Returns: `[batch, frames / stride, outputs]`, rounded up, for this tensor's `[batch, frames, inputs]`.
  public func convolved(
    _ weight: Tensor, _ bias: Tensor?, stride: Int = 1, dilation: Int = 1, groups: Int = 1, padding: FramePadding
  ) -> Tensor {
    let plan = fitting { () throws(ShapeFault) in
      try ConvolutionPlan(
        shape, weight.shape, bias?.shape, stride: stride, dilation: dilation, groups: groups, padding: padding)
    }
    guard plan.isDepthwise else { return unfolded(weight, bias, plan) }
    let everyFrame = depthwise(weight, bias, plan)
    return stride == 1 ? everyFrame : everyFrame.strided(axis: 1, by: stride)
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
    let y = Tensor(uninitialised: [plan.trials, plan.rows, plan.outputs])
    let columns = Storage(count: plan.rows * plan.depth)
    plan.eachBlock { xAt, wAt, yAt in
      plan.unfold(x.pointer + xAt, into: columns.base)
      gemm(
        Matrix(columns.base, rowStride: plan.depth),
        Matrix(weight.pointer + wAt, rowStride: plan.depth).transposed, into: y.pointer + yAt,
        rowStride: plan.outputs, rows: plan.rows, columns: plan.outputsPerGroup,
        inner: plan.depth, bias: bias.map { UnsafePointer($0.pointer) + wAt / plan.depth })
    }
    return y.recorded(from: x, weight, bias ?? weight) { dy, tape in
      tape.add(to: x) { dx in
        plan.eachBlock { xAt, wAt, yAt in
          gemm(
            Matrix(dy.base + yAt, rowStride: plan.outputs),
            Matrix(weight.pointer + wAt, rowStride: plan.depth), into: columns.base, rowStride: plan.depth,
            rows: plan.rows, columns: plan.depth,
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
            inner: plan.rows, beta: 1)
        }
      }
      if let bias {
        tape.add(to: bias) {
          ck_sum_rows(dy.base, $0, Int64(plan.trials * plan.rows), Int64(plan.outputs))
        }
      }
    }
  }
}
