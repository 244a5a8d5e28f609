extension Tensor {
  /// An operation of your own, with the gradient that you say it has.
  ///
  /// For what the other operations cannot say, or not fast enough; whatever is made of them needs no gradient of its own.
  /// Nothing that `forward` or `backward` computes is recorded, so both may use other operations or plain numbers:
  ///
  /// ```swift
  /// extension Tensor {
  ///   /// `x / (1 + |x|)` of each number.
  ///   func softsign() -> Tensor {
  ///     .custom("softsign", inputs: [self]) { $0[0] / (1 + $0[0].abs()) } backward: { slope, inputs, _ in
  ///       [slope / (1 + inputs[0].abs()).squared()]
  ///     }
  ///   }
  /// }
  /// ```
  ///
  /// The same inputs have to give the same bytes, and trials of a batch must not know of each other; the conformance kit
  /// holds the gradient of every network against differences.
  ///
  /// - Parameters:
  ///   - name: what it is called when its shapes do not fit.
  ///   - inputs: the tensors that it depends on, parameters among them.
  ///   - forward: gets the inputs and returns the result, of any shape.
  ///   - backward: gets the gradient of the result, the inputs and the result, and returns one gradient an input, in the
  ///     input's shape; nil where the result does not depend on it. It is called at most once, after `forward`.
  /// - Returns: what `forward` returns.
  public static func custom(
    _ name: String = "custom", inputs: [Tensor], forward: (_ inputs: [Tensor]) -> Tensor,
    backward: @escaping (_ slope: Tensor, _ inputs: [Tensor], _ output: Tensor) -> [Tensor?]
  ) -> Tensor {
    let given = inputs.map(\.detached)
    let output = Tape.$current.withValue(nil) { forward(given) }.detached
    return output.recorded(from: inputs) { dy, tape in
      let slope = Tensor(shape: output.shape, storage: dy)
      let slopes = Tape.$current.withValue(nil) { backward(slope, given, output) }
      fitting { () throws(ShapeFault) in try require(slopes, of: inputs, for: name) }
      // Copied, since one tensor may be the gradient of several inputs.
      for (input, slope) in zip(inputs, slopes) { if let slope { tape.copy(slope.storage, to: input) } }
    }
  }

  private static func require(_ slopes: [Tensor?], of inputs: [Tensor], for name: String) throws(ShapeFault) {
    try requireShape(
      slopes.count == inputs.count,
      "\(name): the backward pass gives \(slopes.count) gradients for \(inputs.count) inputs.")
    for (place, (slope, input)) in zip(slopes, inputs).enumerated() {
      try requireShape(
        slope == nil || slope?.shape == input.shape,
        "\(name): the backward pass gives a gradient of shape \(slope?.shape ?? []) for input \(place) of shape "
          + "\(input.shape).")
    }
  }

  /// Makes a tensor whose numbers a closure writes, all of them, in row-major order.
  ///
  /// - Parameters:
  ///   - shape: the sizes of the axes.
  ///   - body: writes the numbers, which hold anything before; the buffer is good within it alone.
  public init(shape: [Int], writing body: (UnsafeMutableBufferPointer<Float>) -> Void) {
    self.init(uninitialised: shape)
    withExtendedLifetime(storage) { body(UnsafeMutableBufferPointer(start: storage.base, count: count)) }
  }
}

extension ShapeFault {
  /// Ends the process with a sentence where a condition does not hold: how an operation of a plugin refuses a shape.
  ///
  /// - Parameters:
  ///   - condition: what has to be so.
  ///   - sentence: the operation, the shapes and what was expected, for example
  ///     `softsign: the input is [batch, frames, features], not [5, 4].`
  public static func require(_ condition: Bool, _ sentence: @autoclosure () -> String) {
    if !condition { ShapeFault(sentence()).stop() }
  }
}
