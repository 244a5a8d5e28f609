import CKernels

extension Tensor {
  /// The sum of all numbers, accumulated in double precision; shape `[]`.
  public func sum() -> Tensor { reduced(times: 1) }

  /// The mean of all numbers, accumulated in double precision; shape `[]`, and not a number where there are none.
  public func mean() -> Tensor { reduced(times: 1 / Double(count)) }

  private func reduced(times factor: Double) -> Tensor {
    let x = self
    let y = Tensor([Float(ck_sum(x.pointer, Int64(count)) * factor)], shape: [])
    return y.recorded(from: x) { dy, tape in
      let each = dy.base[0] * Float(factor)
      tape.add(to: x) { dx in for i in 0..<x.count { dx[i] += each } }
    }
  }

  /// The sum along one axis, which disappears.
  public func sum(axis: Int) -> Tensor {
    sum(fitting { () throws(ShapeFault) in try AxisSizes(shape, axis, for: "sum") })
  }

  private func sum(_ sizes: AxisSizes) -> Tensor {
    let x = self
    let (outer, size, inner) = (sizes.outer, sizes.size, sizes.inner)
    var rest = shape
    rest.remove(at: sizes.axis)
    let y = Tensor(repeating: 0, shape: rest)
    for i in 0..<outer {
      ck_sum_rows(x.pointer + i * size * inner, y.pointer + i * inner, Int64(size), Int64(inner))
    }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in
        for i in 0..<outer {
          for j in 0..<size {
            addNumbers(dy.base + i * inner, into: dx + (i * size + j) * inner, count: inner)
          }
        }
      }
    }
  }

  /// The mean along one axis, which disappears; not a number where the axis is empty.
  public func mean(axis: Int) -> Tensor {
    let sizes = fitting { () throws(ShapeFault) in try AxisSizes(shape, axis, for: "mean") }
    return sum(sizes) * (1 / Float(sizes.size))
  }

  /// The mean squared error against a target of the same shape; shape `[]`.
  ///
  /// - Parameters:
  ///   - target: the numbers to compare with, in the same shape.
  ///   - count: what the sum of squares is divided by, when this is a part of a batch whose mean is wanted; by
  ///     default the number of numbers here.
  public func meanSquaredError(_ target: Tensor, over count: Int? = nil) -> Tensor {
    let x = self
    fitting { () throws(ShapeFault) in
      try requireShape(
        x.shape == target.shape,
        "meanSquaredError: a prediction of shape \(x.shape) does not fit a target of shape \(target.shape).")
      try requireShape(count ?? 1 > 0, "meanSquaredError: a mean over \(count ?? 0) numbers of a shape \(x.shape).")
    }
    let divisor = Double(count ?? x.count)
    let error = ck_squared_error(x.pointer, target.pointer, Int64(x.count)) / divisor
    return Tensor([Float(error)], shape: []).recorded(from: x, target) { dy, tape in
      let slope = dy.base[0] * Float(2 / divisor)
      for (value, sign) in [(x, slope), (target, -slope)] {
        tape.add(to: value) { d in
          ck_add_scaled(sign, x.pointer, d, Int64(x.count))
          ck_add_scaled(-sign, target.pointer, d, Int64(x.count))
        }
      }
    }
  }
}
