import CKernels

extension Tensor {
  /// A transposed convolution along frames, which makes more frames of fewer: the gradient of a strided convolution.
  ///
  /// Every input frame adds its taps to the output frames around `stride` times its place. With an odd kernel and
  /// zeros it is PyTorch's `conv_transpose1d` with a padding of half the reach; circular taps that leave the cycle at
  /// one end come in at the other, and causal ones only reach later frames.
  ///
  /// - Parameters:
  ///   - weight: `[inputs, outputs / groups, kernel]`, as PyTorch's `nn.ConvTranspose1d`.
  ///   - bias: `[outputs]`, or nil for none.
  ///   - stride: output frames from one input frame to the next.
  ///   - frames: how many output frames there are, of those `stride * (inputs' frames - 1) + 1` to
  ///     `stride * inputs' frames` that a strided convolution would bring back; by default the most.
  ///   - dilation: frames from one tap to the next.
  ///   - groups: into how many groups channels are divided; each input reaches only its group's outputs.
  ///   - padding: what becomes of taps beyond the ends.
  /// - Returns: `[batch, frames, outputs]` for this tensor's `[batch, frames / stride, inputs]`.
  public func convolvedTransposed(
    _ weight: Tensor, _ bias: Tensor?, stride: Int = 1, frames: Int? = nil, dilation: Int = 1, groups: Int = 1,
    padding: FramePadding
  ) -> Tensor {
    let x = self
    let plan = fitting { () throws(ShapeFault) in
      try ConvolutionPlan(
        transposedOf: shape, frames: frames, weight.shape, bias?.shape, stride: stride, dilation: dilation,
        groups: groups, padding: padding)
    }
    let y = Tensor(repeating: 0, shape: [plan.trials, plan.frames, plan.inputs])
    if let bias { ck_fill_rows(bias.pointer, y.pointer, Int64(plan.trials * plan.frames), Int64(plan.inputs)) }
    let columns = Storage(count: plan.rows * plan.depth)
    plan.eachBlock { yAt, wAt, xAt in
      gemm(
        Matrix(x.pointer + xAt, rowStride: plan.outputs), Matrix(weight.pointer + wAt, rowStride: plan.depth),
        into: columns.base, rowStride: plan.depth, rows: plan.rows, columns: plan.depth, inner: plan.outputsPerGroup)
      plan.fold(columns.base, into: y.pointer + yAt)
    }
    return y.recorded(from: x, weight, bias ?? weight) { dy, tape in
      tape.add(to: x) { dx in
        plan.eachBlock { yAt, wAt, xAt in
          plan.unfold(dy.base + yAt, into: columns.base)
          gemm(
            Matrix(columns.base, rowStride: plan.depth),
            Matrix(weight.pointer + wAt, rowStride: plan.depth).transposed, into: dx + xAt, rowStride: plan.outputs,
            rows: plan.rows, columns: plan.outputsPerGroup, inner: plan.depth, beta: 1)
        }
      }
      tape.add(to: weight) { dw in
        plan.eachBlock { yAt, wAt, xAt in
          plan.unfold(dy.base + yAt, into: columns.base)
          gemm(
            Matrix(x.pointer + xAt, rowStride: plan.outputs).transposed,
            Matrix(columns.base, rowStride: plan.depth), into: dw + wAt, rowStride: plan.depth,
            rows: plan.outputsPerGroup, columns: plan.depth, inner: plan.rows, beta: 1)
        }
      }
      if let bias {
        tape.add(to: bias) { ck_sum_rows(dy.base, $0, Int64(plan.trials * plan.frames), Int64(plan.inputs)) }
      }
    }
  }
}
