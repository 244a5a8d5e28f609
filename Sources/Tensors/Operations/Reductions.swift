import CKernels

extension Tensor {
  /// The sum of all numbers, accumulated in double precision; shape `[]`.
  public func sum() -> Tensor { reduced(times: 1) }

  /// The mean of all numbers, accumulated in double precision; shape `[]`.
  public func mean() -> Tensor { reduced(times: 1 / Double(max(count, 1))) }

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
    let x = self
    let (outer, size, inner) = x.split(at: axis)
    let y = Tensor(repeating: 0, shape: Array(shape[..<axis] + shape[(axis + 1)...]))
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

  /// The mean along one axis, which disappears.
  public func mean(axis: Int) -> Tensor { sum(axis: axis) * (1 / Float(max(shape[axis], 1))) }

  /// The mean squared error against a target of the same shape; shape `[]`.
  ///
  /// - Parameters:
  ///   - target: the numbers to compare with, in the same shape.
  ///   - count: what the sum of squares is divided by, when this is a part of a batch whose mean is wanted; by
  ///     default the number of numbers here.
  public func meanSquaredError(_ target: Tensor, over count: Int? = nil) -> Tensor {
    let x = self
    precondition(
      x.shape == target.shape, "a prediction of shape \(x.shape) against a target of \(target.shape)")
    let divisor = Double(max(count ?? x.count, 1))
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

  /// The sizes before, at and behind an axis.
  func split(at axis: Int) -> (outer: Int, size: Int, inner: Int) {
    precondition(shape.indices.contains(axis), "there is no axis \(axis) in the shape \(shape)")
    return (shape[..<axis].reduce(1, *), shape[axis], shape[(axis + 1)...].reduce(1, *))
  }
}
