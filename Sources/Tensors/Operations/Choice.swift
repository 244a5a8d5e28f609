import CKernels

extension Tensor {
  /// The first tensor's number where a condition holds, else the second's; all three broadcast.
  ///
  /// The number that is not chosen gets a gradient of 0. An operation that made it may turn that into what is not a number,
  /// where its own slope is infinite: choose its argument then, as with PyTorch's `where`.
  ///
  /// ```swift
  /// let huber = Tensor.where(error.abs() .< 1, 0.5 * error.squared(), error.abs() - 0.5)
  /// ```
  ///
  /// - Parameters:
  ///   - condition: what holds where it is not 0, for example `x .> 0`.
  ///   - a: what is taken where it holds.
  ///   - b: what is taken elsewhere.
  public static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    let all = together([condition.detached, a, b], for: "where")
    let (condition, a, b) = (all[0], all[1], all[2])
    let y = Tensor(uninitialised: a.shape)
    ck_choose(condition.pointer, a.pointer, b.pointer, y.pointer, Int64(y.count))
    return y.recorded(from: a, b) { dy, tape in
      let count = Int64(y.count)
      tape.add(to: a) { ck_choose_backward(condition.pointer, 1, dy.base, $0, count) }
      tape.add(to: b) { ck_choose_backward(condition.pointer, 0, dy.base, $0, count) }
    }
  }
}
