extension Tensor {
  /// Rows of a table.
  ///
  /// - Parameter indices: which rows of this `[rows, features]` table.
  /// - Returns: `[indices.count, features]`.
  public func rows(_ indices: [Int]) -> Tensor {
    let table = self
    fitting { () throws(ShapeFault) in
      try requireShape(rank == 2, "rows: a table is [rows, features], not \(shape).")
      for index in indices {
        try requireShape(
          (0..<shape[0]).contains(index), "rows: \(index) is not in 0..<\(shape[0]), the rows of the table \(shape).")
      }
    }
    let width = shape[1]
    let y = Tensor(uninitialised: [indices.count, width])
    for (i, index) in indices.enumerated() {
      (y.pointer + i * width).update(from: table.pointer + index * width, count: width)
    }
    return y.recorded(from: table) { dy, tape in
      tape.add(to: table) { d in
        for (i, index) in indices.enumerated() {
          addNumbers(dy.base + i * width, into: d + index * width, count: width)
        }
      }
    }
  }
}
