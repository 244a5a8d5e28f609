import CKernels

extension Gradients {
  /// The norm of all gradients together: the norm of the parameters' norms, as `clip_grad_norm_` takes it.
  public var norm: Float {
    var squares = 0.0
    for i in 0..<count {
      squares += ck_sum_of_squares(pointer(i), Int64(self[i].count))
    }
    return Float(squares.squareRoot())
  }

  /// What gradients of a norm are multiplied by so that their norm stays within a limit (docs/semantics.md, section 6).
  public static func clipFactor(norm: Float, limit: Float) -> Float { min(1, limit / (norm + 1e-6)) }
}
