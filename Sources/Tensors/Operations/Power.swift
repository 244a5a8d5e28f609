import CKernels

extension Tensor {
  /// Each number to a power; not a number for a negative one and a power that is not whole.
  public func power(_ exponent: Float) -> Tensor {
    let x = self
    let y = Tensor(uninitialised: shape)
    ck_power(x.pointer, exponent, y.pointer, Int64(count))
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { ck_power_backward(x.pointer, exponent, dy.base, $0, Int64(x.count)) }
    }
  }
}
