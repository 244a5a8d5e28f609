/// One axis of a shape, and the sizes before, at and behind it.
struct AxisSizes: Sendable {
  let axis, outer, size, inner: Int

  /// Finds an axis, which is counted from the end where it is negative.
  init(_ shape: [Int], _ axis: Int, for operation: String) throws(ShapeFault) {
    let place = axis < 0 ? axis + shape.count : axis
    guard shape.indices.contains(place) else {
      let last = shape.count - 1
      throw ShapeFault(
        last < 0
          ? "\(operation): a single number, of shape [], has no axis \(axis)."
          : "\(operation): the shape \(shape) has no axis \(axis); its axes are 0 to \(last), or -\(last + 1) to -1.")
    }
    self.axis = place
    outer = shape[..<place].reduce(1, *)
    size = shape[place]
    inner = shape[(place + 1)...].reduce(1, *)
  }

  /// Checks that a range lies within the axis.
  func require(_ range: Range<Int>, of shape: [Int], for operation: String) throws(ShapeFault) {
    try requireShape(
      range.lowerBound >= 0 && range.upperBound <= size,
      "\(operation): \(range) is not within 0..<\(size), which is axis \(axis) of the shape \(shape).")
  }
}

extension [Int] {
  /// How many numbers a shape spans.
  func span(for operation: String) throws(ShapeFault) -> Int {
    // Without its empty axes, so that the numbers before or behind an axis can be counted too.
    var span = 1
    for size in self {
      try requireShape(size >= 0, "\(operation): the shape \(self) has an axis of negative size.")
      let (product, overflows) = span.multipliedReportingOverflow(by: Swift.max(size, 1))
      try requireShape(
        !overflows && product <= Self.most, "\(operation): the shape \(self) spans more numbers than memory can hold.")
      span = product
    }
    return contains(0) ? 0 : span
  }

  /// 2^40 numbers are 4 TiB.
  private static var most: Int { 1 << 40 }
}
