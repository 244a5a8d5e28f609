/// A transposed convolution along frames, which makes more frames of fewer; weights as PyTorch's `nn.ConvTranspose1d`.
public struct TransposedConvolution: Sendable {
  private let weight: Tensor
  private let bias: Tensor?
  private let stride: Int
  private let groups: Int
  private let padding: FramePadding

  /// Makes the parameters `weight` `[inputs, outputs / groups, kernel]` and, unless there is none, `bias`.
  ///
  /// - Parameters:
  ///   - inputs: the channels that come in.
  ///   - outputs: the channels that go out.
  ///   - kernel: the number of taps.
  ///   - stride: output frames from one input frame to the next.
  ///   - groups: into how many groups channels are divided.
  ///   - padding: what becomes of taps beyond the ends.
  ///   - hasBias: whether a bias is added.
  ///   - scope: where the parameters are made.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, groups: Int = 1, padding: FramePadding,
    hasBias: Bool = true, in scope: Scope
  ) {
    fitting { () throws(ShapeFault) in
      try requireShape(
        inputs > 0 && outputs > 0 && groups > 0 && inputs % groups == 0 && outputs % groups == 0,
        "TransposedConvolution: \(inputs) inputs and \(outputs) outputs do not divide into \(groups) groups.")
    }
    // What PyTorch takes for the inputs of an output frame are the weight's second and third axes here too.
    let fanIn = outputs / groups * kernel
    weight = scope.parameter("weight", [inputs, outputs / groups, kernel], .kaimingUniform(fanIn: fanIn))
    bias = hasBias ? scope.parameter("bias", [outputs], .uniform(1 / Double(fanIn).squareRoot())) : nil
    self.stride = stride
    self.groups = groups
    self.padding = padding
  }

  /// Maps `[batch, frames / stride, inputs]` to `[batch, frames, outputs]`.
  ///
  /// - Parameters:
  ///   - x: `[batch, frames / stride, inputs]`.
  ///   - frames: how many frames come out, where it is not the most; see
  ///     ``Tensor/convolvedTransposed(_:_:stride:frames:dilation:groups:padding:)``.
  public func callAsFunction(_ x: Tensor, frames: Int? = nil) -> Tensor {
    x.convolvedTransposed(weight, bias, stride: stride, frames: frames, groups: groups, padding: padding)
  }
}
