import CKernels

extension Tensor {
  /// Layer normalisation along the last axis: biased variance, epsilon inside the root (SEMANTICS.md section 5).
  ///
  /// - Parameters:
  ///   - gain: `[features]`.
  ///   - bias: `[features]`.
  ///   - epsilon: what is added to the variance.
  public func layerNorm(_ gain: Tensor, _ bias: Tensor, epsilon: Float = 1e-5) -> Tensor {
    let x = self
    let columns = shape.last ?? 1
    precondition(gain.shape == [columns] && bias.shape == [columns], "gain and bias do not fit \(shape)")
    let rows = count / max(columns, 1)
    let y = Tensor(uninitialised: shape)
    let statistics = Storage(count: 2 * rows)
    ck_layer_norm(
      x.pointer, gain.pointer, bias.pointer, epsilon, y.pointer, statistics.base, Int64(rows), Int64(columns))
    return y.recorded(from: x, gain, bias) { dy, tape in
      func backward(
        _ dx: UnsafeMutablePointer<Float>?, _ dgain: UnsafeMutablePointer<Float>?,
        _ dbias: UnsafeMutablePointer<Float>?
      ) {
        ck_layer_norm_backward(
          x.pointer, gain.pointer, statistics.base, dy.base, dx, dgain, dbias, Int64(rows), Int64(columns))
      }
      tape.add(to: x) { backward($0, nil, nil) }
      tape.add(to: gain) { backward(nil, $0, nil) }
      tape.add(to: bias) { backward(nil, nil, $0) }
    }
  }
}
