extension Tensor {
  /// The tensor repeated along axes of size 1, or along axes that it does not have, as arithmetic repeats it.
  ///
  /// - Parameter shape: the shape that comes out.
  public func broadcast(to shape: [Int]) -> Tensor {
    guard shape != self.shape else { return self }
    fitting { () throws(ShapeFault) in
      let missing = shape.count - rank
      try requireShape(
        missing >= 0 && zip(self.shape, shape.dropFirst(Swift.max(missing, 0))).allSatisfy { $0 == $1 || $0 == 1 },
        "broadcast: \(self.shape) does not become \(shape); from the last one on, axes are equal or the first is 1.")
    }
    return self + Tensor(repeating: 0, shape: shape)
  }

  /// Tensors of one shape, which all of them broadcast to.
  static func together(_ tensors: [Tensor], for operation: String) -> [Tensor] {
    let shape = fitting { () throws(ShapeFault) in
      var shape = tensors[0].shape
      for tensor in tensors.dropFirst() { shape = try common(shape, tensor.shape, for: operation) }
      return shape
    }
    return tensors.map { $0.broadcast(to: shape) }
  }

  private static func common(_ left: [Int], _ right: [Int], for operation: String) throws(ShapeFault) -> [Int] {
    let rank = Swift.max(left.count, right.count)
    let (a, b) = (
      [Int](repeating: 1, count: rank - left.count) + left, .init(repeating: 1, count: rank - right.count) + right
    )
    var result = a
    for (axis, (m, n)) in zip(a, b).enumerated() {
      try requireShape(
        m == n || m == 1 || n == 1,
        "\(operation): \(left) and \(right) do not broadcast; from the last one on, axes are equal or one of them is 1."
      )
      result[axis] = m == 1 ? n : m
    }
    return result
  }
}
