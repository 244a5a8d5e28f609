extension Initialiser {
  /// `orthogonal_`: rows, or columns where those are fewer, of length `gain` at right angles to each other.
  ///
  /// Normal numbers, of whose product of an orthogonal and an upper triangular matrix with a positive diagonal the first
  /// is taken. Axes behind the first count as one.
  public static func orthogonal(gain: Double = 1) -> Initialiser {
    Initialiser { shape, generator in
      fitting { () throws(ShapeFault) in
        try requireShape(
          shape.count >= 2, "orthogonal: a parameter of shape \(shape) has no rows and columns; that takes two axes.")
      }
      let (rows, columns) = (shape[0], shape[1...].reduce(1, *))
      let drawn = generator.normal(rows * columns)
      // The shorter side are the vectors, each a run of numbers `step` apart.
      let (count, length) = (min(rows, columns), max(rows, columns))
      let (start, step) = rows < columns ? (columns, 1) : (1, columns)
      var vectors = (0..<count).map { place in (0..<length).map { Double(drawn[place * start + $0 * step]) } }
      vectors.makeOrthonormal()
      var values = [Float](repeating: 0, count: rows * columns)
      for (place, vector) in vectors.enumerated() {
        for (at, number) in vector.enumerated() { values[place * start + at * step] = Float(number * gain) }
      }
      return values
    }
  }
}

extension [[Double]] {
  /// Takes from each vector what lies along those before it, twice so that rounding does not show, and makes it unit.
  fileprivate mutating func makeOrthonormal() {
    for place in indices {
      for _ in 0..<2 {
        for before in self[..<place] {
          let along = zip(self[place], before).reduce(0) { $0 + $1.0 * $1.1 }
          for at in before.indices { self[place][at] -= along * before[at] }
        }
      }
      let length = self[place].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for at in self[place].indices { self[place][at] /= length }
    }
  }
}
