import CKernels

extension Tensor {
  /// The same numbers in another shape.
  public func reshaped(_ shape: [Int]) -> Tensor {
    fitting { () throws(ShapeFault) in
      let span = try shape.span(for: "reshaped")
      try requireShape(
        span == count,
        "reshaped: \(self.shape) does not become \(shape), since the one holds \(count) numbers and the other \(span).")
    }
    return Tensor(shape: shape, storage: storage, variable: variable)
  }

  /// The tensor with two neighbouring axes exchanged; by default the last two.
  ///
  /// - Parameter axis: the first of the two axes.
  public func transposed(_ axis: Int = -2) -> Tensor {
    let x = self
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try AxisSizes(shape, axis, for: "transposed")
      try requireShape(
        sizes.axis + 1 < rank, "transposed: no axis stands behind axis \(sizes.axis) of the shape \(shape).")
      return sizes
    }
    let (outer, rows, columns) = (sizes.outer, sizes.size, shape[sizes.axis + 1])
    let width = shape[(sizes.axis + 2)...].reduce(1, *)
    var turned = shape
    turned.swapAt(sizes.axis, sizes.axis + 1)
    let y = Tensor(uninitialised: turned)
    let block = rows * columns * width
    for i in 0..<outer {
      ck_transpose(x.pointer + i * block, y.pointer + i * block, Int64(rows), Int64(columns), Int64(width))
    }
    return y.recorded(from: x) { dy, tape in
      let dx = Storage(count: dy.count)
      for i in 0..<outer {
        ck_transpose(dy.base + i * block, dx.base + i * block, Int64(columns), Int64(rows), Int64(width))
      }
      tape.hand(dx, to: x)
    }
  }

  /// The tensors one behind the other along an axis; their other axes are equal.
  public static func concatenated(_ parts: [Tensor], axis: Int) -> Tensor {
    let (shape, sizes) = fitting { () throws(ShapeFault) in try joining(parts.map(\.shape), axis) }
    let joined = Tensor(uninitialised: shape)
    let stride = sizes.size * sizes.inner
    var start = 0
    let places = parts.map { part -> (Tensor, Int, Int) in
      let run = part.shape[sizes.axis] * sizes.inner
      defer { start += run }
      return (part, start, run)
    }
    for (part, start, run) in places {
      for i in 0..<sizes.outer {
        (joined.pointer + i * stride + start).update(from: part.pointer + i * run, count: run)
      }
    }
    return joined.recorded(from: parts) { dy, tape in
      for (part, start, run) in places {
        tape.add(to: part) { d in
          for i in 0..<sizes.outer { addNumbers(dy.base + i * stride + start, into: d + i * run, count: run) }
        }
      }
    }
  }

  /// The shape of what is put together along an axis, and its sizes around that axis.
  private static func joining(_ shapes: [[Int]], _ axis: Int) throws(ShapeFault) -> ([Int], AxisSizes) {
    guard let first = shapes.first else { throw ShapeFault("concatenated: there is no tensor to put together.") }
    let place = try AxisSizes(first, axis, for: "concatenated").axis
    var result = first
    for (index, shape) in shapes.enumerated().dropFirst() {
      try requireShape(
        shape.count == first.count && first.indices.allSatisfy { $0 == place || shape[$0] == first[$0] },
        "concatenated: tensor \(index) of shape \(shape) does not fit tensor 0 of shape \(first); all axes but axis "
          + "\(place) must be equal.")
      result[place] += shape[place]
    }
    return (result, try AxisSizes(result, place, for: "concatenated"))
  }

  /// The tensor with one axis in reverse order, for example time run backwards.
  public func reversed(axis: Int) -> Tensor {
    let x = self
    let sizes = fitting { () throws(ShapeFault) in try AxisSizes(shape, axis, for: "reversed") }
    let (outer, size, inner) = (sizes.outer, sizes.size, sizes.inner)
    let y = Tensor(uninitialised: shape)
    func each(_ body: (_ from: Int, _ to: Int) -> Void) {
      for i in 0..<outer {
        for j in 0..<size { body((i * size + j) * inner, (i * size + size - 1 - j) * inner) }
      }
    }
    each { (y.pointer + $1).update(from: x.pointer + $0, count: inner) }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in each { addNumbers(dy.base + $1, into: dx + $0, count: inner) } }
    }
  }
}
