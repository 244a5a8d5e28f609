/// A convolution along frames; weights as PyTorch's `nn.Conv1d` (docs/semantics.md, section 5).
public struct Convolution: Sendable {
  private let weight: Tensor
  private let bias: Tensor?
  private let stride: Int
  private let dilation: Int
  private let groups: Int
  private let padding: FramePadding

  /// Makes the parameters `weight` `[outputs, inputs / groups, kernel]` and, unless there is none, `bias`.
  ///
  /// - Parameters:
  ///   - inputs: the channels that come in.
  ///   - outputs: the channels that go out.
  ///   - kernel: the number of taps.
  ///   - stride: frames from one output frame to the next.
  ///   - dilation: frames from one tap to the next.
  ///   - groups: into how many groups channels are divided.
  ///   - padding: what is read beyond the ends.
  ///   - hasBias: whether a bias is added.
  ///   - scope: where the parameters are made.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, dilation: Int = 1, groups: Int = 1,
    padding: FramePadding, hasBias: Bool = true, in scope: Scope
  ) {
    fitting { () throws(ShapeFault) in
      try requireShape(
        inputs > 0 && outputs > 0 && groups > 0 && inputs % groups == 0 && outputs % groups == 0,
        "Convolution: \(inputs) inputs and \(outputs) outputs do not divide into \(groups) groups.")
    }
    let fanIn = inputs / groups * kernel
    weight = scope.parameter("weight", [outputs, inputs / groups, kernel], .kaimingUniform(fanIn: fanIn))
    bias = hasBias ? scope.parameter("bias", [outputs], .uniform(1 / Double(fanIn).squareRoot())) : nil
    self.stride = stride
    self.dilation = dilation
    self.groups = groups
    self.padding = padding
  }

  /// Maps `[batch, frames, inputs]` to `[batch, frames / stride, outputs]`, rounded up.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.convolved(weight, bias, stride: stride, dilation: dilation, groups: groups, padding: padding)
  }
}
