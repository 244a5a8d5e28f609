import CKernels

extension Tensor {
  /// The softmax along the last axis.
  public func softmax() -> Tensor {
    let x = self
    let y = Tensor(uninitialised: shape)
    let columns = shape.last ?? 1
    guard count > 0 else { return y }
    let rows = count / columns
    ck_softmax(x.pointer, 1, Int64(columns), y.pointer, Int64(rows), Int64(columns))
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { ck_softmax_backward(y.pointer, dy.base, 1, $0, Int64(rows), Int64(columns)) }
    }
  }
}
