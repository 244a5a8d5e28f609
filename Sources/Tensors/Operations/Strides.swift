import CKernels

extension Tensor {
  /// The places of one axis that are some steps apart, from the first on; `x[:, ::2]` in PyTorch.
  ///
  /// - Parameters:
  ///   - axis: the axis.
  ///   - step: the places from one that is kept to the next.
  /// - Returns: the tensor with that axis divided by `step`, rounded up.
  public func strided(axis: Int, by step: Int) -> Tensor {
    let x = self
    let sizes = fitting { () throws(ShapeFault) in
      try requireShape(step > 0, "strided: a step of \(step); it is at least 1.")
      return try AxisSizes(shape, axis, for: "strided")
    }
    let (outer, size, inner) = (sizes.outer, sizes.size, sizes.inner)
    let kept = size / step + (size % step > 0 ? 1 : 0)
    var part = shape
    part[sizes.axis] = kept
    let y = Tensor(uninitialised: part)
    func each(_ body: (_ from: Int, _ to: Int) -> Void) {
      for i in 0..<outer {
        for j in 0..<kept { body((i * size + j * step) * inner, (i * kept + j) * inner) }
      }
    }
    each { (y.pointer + $1).update(from: x.pointer + $0, count: inner) }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in each { addNumbers(dy.base + $1, into: dx + $0, count: inner) } }
    }
  }
}
