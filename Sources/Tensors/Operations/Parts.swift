extension Tensor {
  /// A part along the first axis, which shares this tensor's memory.
  public func slice(_ range: Range<Int>) -> Tensor {
    let x = self
    let inner = fitting { () throws(ShapeFault) in
      let sizes = try AxisSizes(shape, 0, for: "slice")
      try sizes.require(range, of: shape, for: "slice")
      return sizes.inner
    }
    let start = range.lowerBound * inner
    let part = Storage(part: start..<range.upperBound * inner, of: storage)
    return Tensor(shape: [range.count] + shape.dropFirst(), storage: part).recorded(from: x) { dy, tape in
      tape.add(to: x) { addNumbers(dy.base, into: $0 + start, count: part.count) }
    }
  }

  /// A part along one axis.
  public func narrowed(axis: Int, to range: Range<Int>) -> Tensor {
    narrowed(
      fitting { () throws(ShapeFault) in
        let sizes = try AxisSizes(shape, axis, for: "narrowed")
        try sizes.require(range, of: shape, for: "narrowed")
        return sizes
      }, to: range)
  }

  private func narrowed(_ sizes: AxisSizes, to range: Range<Int>) -> Tensor {
    let x = self
    let (outer, inner) = (sizes.outer, sizes.inner)
    var part = shape
    part[sizes.axis] = range.count
    let y = Tensor(uninitialised: part)
    let (run, stride, start) = (range.count * inner, sizes.size * inner, range.lowerBound * inner)
    for i in 0..<outer { (y.pointer + i * run).update(from: x.pointer + i * stride + start, count: run) }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in
        for i in 0..<outer { addNumbers(dy.base + i * run, into: dx + i * stride + start, count: run) }
      }
    }
  }

  /// Parts of given sizes along one axis; the sizes sum to the axis.
  public func split(axis: Int, sizes parts: [Int]) -> [Tensor] {
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try AxisSizes(shape, axis, for: "split")
      try requireShape(
        parts.allSatisfy { (0...sizes.size).contains($0) } && parts.reduce(0, +) == sizes.size,
        "split: the parts \(parts) do not fill axis \(sizes.axis) of the shape \(shape).")
      return sizes
    }
    var start = 0
    return parts.map { size in
      defer { start += size }
      return narrowed(sizes, to: start..<start + size)
    }
  }

  /// The part at an index of the first axis, which disappears.
  public subscript(index: Int) -> Tensor {
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try AxisSizes(shape, 0, for: "index")
      try requireShape(
        (0..<sizes.size).contains(index),
        "index: \(index) is not in 0..<\(sizes.size), which is axis 0 of the shape \(shape).")
      return sizes
    }
    return narrowed(sizes, to: index..<index + 1).reshaped(Array(shape.dropFirst()))
  }
}
