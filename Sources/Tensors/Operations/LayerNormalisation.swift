import CKernels

extension Tensor {
  /// Layer normalisation along the last axis: biased variance, epsilon inside the root (docs/semantics.md, section 5).
  ///
  /// - Parameters:
  ///   - gain: `[features]`.
  ///   - bias: `[features]`.
  ///   - epsilon: what is added to the variance.
  public func layerNorm(_ gain: Tensor, _ bias: Tensor, epsilon: Float = 1e-5) -> Tensor {
    let x = self
    fitting { () throws(ShapeFault) in
      try requireShape(
        gain.rank == 1 && gain.shape.last == shape.last && bias.shape == gain.shape,
        "layerNorm: gain \(gain.shape) and bias \(bias.shape) do not fit the last axis of the input \(shape).")
    }
    let columns = gain.count
    let rows = count / Swift.max(columns, 1)
    let y = Tensor(uninitialised: shape)
    let statistics = Storage(count: 2 * rows)
    ck_layer_norm(
      x.pointer, gain.pointer, bias.pointer, epsilon, y.pointer, statistics.base, Int64(rows), Int64(columns))
    return y.recorded(from: x, gain, bias) { dy, tape in
      // One pass over the rows gives all three; what nobody wants goes to buffers that nobody reads. They have to
      // outlive the pass, and Swift lets go of what is no longer named.
      let (unwantedGain, unwantedBias) = (Storage.zeros(columns), Storage.zeros(columns))
      let unwantedInput = Storage(count: tape.wants(x) ? 0 : x.count)
      func parameter(_ value: Tensor, _ unwanted: Storage, _ body: (UnsafeMutablePointer<Float>) -> Void) {
        if tape.wants(value) { tape.add(to: value, body) } else { body(unwanted.base) }
      }
      func input(_ body: (UnsafeMutablePointer<Float>, Bool) -> Void) {
        if tape.wants(x) { tape.write(to: x, body) } else { body(unwantedInput.base, true) }
      }
      withExtendedLifetime((unwantedGain, unwantedBias, unwantedInput)) {
        input { dx, isFirst in
          parameter(gain, unwantedGain) { dGain in
            parameter(bias, unwantedBias) { dBias in
              ck_layer_norm_backward(
                x.pointer, gain.pointer, statistics.base, dy.base, dx, isFirst ? 1 : 0, dGain, dBias, Int64(rows),
                Int64(columns))
            }
          }
        }
      }
    }
  }
}
