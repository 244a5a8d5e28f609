import CKernels

extension Tensor {
  /// The sums up to each place of one axis, that place included; added up in double precision.
  public func cumulativeSum(axis: Int) -> Tensor {
    let x = self
    let sizes = fitting { () throws(ShapeFault) in try AxisSizes(shape, axis, for: "cumulativeSum") }
    let block = sizes.size * sizes.inner
    let y = Tensor(uninitialised: shape)
    for i in 0..<sizes.outer {
      ck_cumulative_sum(x.pointer + i * block, 0, 1, y.pointer + i * block, Int64(sizes.size), Int64(sizes.inner))
    }
    return y.recorded(from: x) { dy, tape in
      tape.write(to: x) { dx, isFirst in
        for i in 0..<sizes.outer {
          ck_cumulative_sum(
            dy.base + i * block, 1, isFirst ? 1 : 0, dx + i * block, Int64(sizes.size), Int64(sizes.inner))
        }
      }
    }
  }
}
