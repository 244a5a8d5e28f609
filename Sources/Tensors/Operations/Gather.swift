extension Tensor {
  /// Places of one axis, in any order and any number of times; as PyTorch's `index_select`.
  ///
  /// - Parameters:
  ///   - indices: which places.
  ///   - axis: the axis.
  /// - Returns: the tensor with `indices.count` places along that axis.
  public func selected(_ indices: [Int], axis: Int) -> Tensor {
    let x = self
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try AxisSizes(shape, axis, for: "selected")
      try sizes.require(indices, of: shape, for: "selected")
      return sizes
    }
    let (outer, size, inner) = (sizes.outer, sizes.size, sizes.inner)
    var result = shape
    result[sizes.axis] = indices.count
    let y = Tensor(uninitialised: result)
    func each(_ body: (_ from: Int, _ to: Int) -> Void) {
      for i in 0..<outer {
        for (j, index) in indices.enumerated() { body((i * size + index) * inner, (i * indices.count + j) * inner) }
      }
    }
    each { (y.pointer + $1).update(from: x.pointer + $0, count: inner) }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in each { addNumbers(dy.base + $1, into: dx + $0, count: inner) } }
    }
  }

  /// A place of one axis for each number of the result; as PyTorch's `gather`.
  ///
  /// - Parameters:
  ///   - indices: the place along the axis for each number of the result, in row-major order.
  ///   - shape: the shape of the result: any size along the axis, this tensor's along all others.
  ///   - axis: the axis.
  /// - Returns: the numbers at those places, in `shape`.
  public func gathered(_ indices: [Int], shape: [Int], axis: Int) -> Tensor {
    let x = self
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try AxisSizes(self.shape, axis, for: "gathered")
      try requireShape(
        shape.count == rank && self.shape.indices.allSatisfy { $0 == sizes.axis || shape[$0] == self.shape[$0] },
        "gathered: the result \(shape) does not fit the tensor \(self.shape); all axes but axis \(sizes.axis) must be "
          + "equal.")
      let span = try shape.span(for: "gathered")
      try requireShape(
        span == indices.count,
        "gathered: \(indices.count) indices do not fill the shape \(shape), which takes \(span).")
      try sizes.require(indices, of: self.shape, for: "gathered")
      return sizes
    }
    let (size, inner, run) = (sizes.size, sizes.inner, shape[sizes.axis] * sizes.inner)
    let places = indices.enumerated().map { $0 / run * size * inner + $1 * inner + $0 % inner }
    let y = Tensor(uninitialised: shape)
    for (to, from) in places.enumerated() { y.pointer[to] = x.pointer[from] }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in for (from, to) in places.enumerated() { dx[to] += dy.base[from] } }
    }
  }
}

extension AxisSizes {
  /// Checks that places lie within the axis.
  fileprivate func require(_ indices: [Int], of shape: [Int], for operation: String) throws(ShapeFault) {
    for index in indices {
      try requireShape(
        (0..<size).contains(index),
        "\(operation): \(index) is not in 0..<\(size), which is axis \(axis) of the shape \(shape).")
    }
  }
}
