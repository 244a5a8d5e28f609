extension Tensor {
  /// Rows of a table.
  ///
  /// - Parameter indices: which rows of this `[rows, features]` table.
  /// - Returns: `[indices.count, features]`.
  public func rows(_ indices: [Int]) -> Tensor {
    let table = self
    let width = shape[1]
    precondition(rank == 2 && indices.allSatisfy { (0..<shape[0]).contains($0) }, "a row is not in \(shape)")
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
