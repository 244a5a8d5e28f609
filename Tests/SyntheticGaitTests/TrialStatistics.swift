import SyntheticGait

extension SyntheticTrial {
  /// One input over the cycle, degrees.
  func angle(_ column: Int) -> [Double] { Self.column(column, of: 10, in: angles) }

  /// One hip moment over the cycle, Nm/kg.
  func moment(_ column: Int) -> [Double] { Self.column(column, of: 3, in: moments).map { $0 / mass } }

  /// One muscle force over the cycle, N/kg.
  func force(_ column: Int) -> [Double] { Self.column(column, of: 14, in: forces).map { $0 / mass } }

  private static func column(_ column: Int, of width: Int, in values: [Float]) -> [Double] {
    stride(from: column, to: values.count, by: width).map { Double(values[$0]) }
  }
}

extension Array where Element == Double {
  var mean: Double { reduce(0, +) / Double(count) }
  var deviation: Double {
    let centre = mean
    return map { ($0 - centre) * ($0 - centre) }.mean.squareRoot()
  }
  /// The values between two shares of the array's length.
  func part(_ from: Double, _ to: Double) -> [Double] {
    Array(self[Int(from * Double(count))..<Int(to * Double(count))])
  }
  var least: Double { self.min() ?? .nan }
  var most: Double { self.max() ?? .nan }
  var range: Double { most - least }
}
