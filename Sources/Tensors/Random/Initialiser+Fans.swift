/// Which side of a parameter an initialiser scales by.
public enum Fan: Sendable {
  /// The numbers that each output is made of, which keeps the size of what goes forwards.
  case incoming
  /// The numbers that each input goes into, which keeps the size of gradients.
  case outgoing

  /// Both fans of a shape, as PyTorch counts them: along the second and the first axis, times all that follow.
  static func both(of shape: [Int], for name: String) -> (incoming: Int, outgoing: Int) {
    fitting { () throws(ShapeFault) in
      try requireShape(
        shape.count >= 2, "\(name): a parameter of shape \(shape) has no fans; that takes two axes or more.")
    }
    let rest = shape[2...].reduce(1, *)
    return (shape[1] * rest, shape[0] * rest)
  }

  func count(of shape: [Int], for name: String) -> Double {
    let fans = Self.both(of: shape, for: name)
    return Double(self == .incoming ? fans.incoming : fans.outgoing)
  }
}

// The fans are read off the shape. `gain` is what follows the layer: 1 for nothing, sqrt(2) for a rectifier, 5/3 for
// tanh; PyTorch's `calculate_gain`.
extension Initialiser {
  /// `xavier_uniform_`: within `gain sqrt(6 / (incoming + outgoing))`.
  public static func xavierUniform(gain: Double = 1) -> Initialiser {
    Initialiser { shape, generator in
      let fans = Fan.both(of: shape, for: "xavierUniform")
      let deviation = gain * (2 / Double(fans.incoming + fans.outgoing)).squareRoot()
      return uniform(3.0.squareRoot() * deviation)(shape, &generator)
    }
  }

  /// `xavier_normal_`: of the deviation `gain sqrt(2 / (incoming + outgoing))`.
  public static func xavierNormal(gain: Double = 1) -> Initialiser {
    Initialiser { shape, generator in
      let fans = Fan.both(of: shape, for: "xavierNormal")
      return normal(deviation: gain * (2 / Double(fans.incoming + fans.outgoing)).squareRoot())(shape, &generator)
    }
  }

  /// `kaiming_uniform_`: within `gain sqrt(3 / fan)`.
  public static func kaimingUniform(_ fan: Fan = .incoming, gain: Double = 2.0.squareRoot()) -> Initialiser {
    Initialiser { shape, generator in
      let deviation = gain / fan.count(of: shape, for: "kaimingUniform").squareRoot()
      return uniform(3.0.squareRoot() * deviation)(shape, &generator)
    }
  }

  /// `kaiming_normal_`: of the deviation `gain / sqrt(fan)`.
  public static func kaimingNormal(_ fan: Fan = .incoming, gain: Double = 2.0.squareRoot()) -> Initialiser {
    Initialiser { shape, generator in
      normal(deviation: gain / fan.count(of: shape, for: "kaimingNormal").squareRoot())(shape, &generator)
    }
  }
}
