/// A vector in metres that changes in time: position, velocity and acceleration.
///
/// Axes as in OpenSim: x forward, y up, z to the right.
package struct MovingVector: Sendable, Equatable {
  /// The position, m.
  package var position: SIMD3<Double>
  /// The velocity, m/s.
  package var velocity: SIMD3<Double>
  /// The acceleration, m/s2.
  package var acceleration: SIMD3<Double>

  /// Makes a motion; a vector fixed in its frame has no derivatives.
  package init(
    _ position: SIMD3<Double>, velocity: SIMD3<Double> = .zero, acceleration: SIMD3<Double> = .zero
  ) {
    self.position = position
    self.velocity = velocity
    self.acceleration = acceleration
  }

  /// The sum of two motions.
  package static func + (a: MovingVector, b: MovingVector) -> MovingVector {
    MovingVector(
      a.position + b.position, velocity: a.velocity + b.velocity,
      acceleration: a.acceleration + b.acceleration)
  }

  /// The motion scaled by a changing number (Leibniz' rule).
  package static func * (a: MovingVector, s: Jet) -> MovingVector {
    MovingVector(
      a.position * s.value,
      velocity: a.velocity * s.value + a.position * s.rate,
      acceleration: a.acceleration * s.value + a.velocity * (2 * s.rate) + a.position * s.curvature)
  }

  /// The motion turned about a fixed unit axis by a changing angle in radians (Rodrigues' formula).
  package func turned(about axis: SIMD3<Double>, by angle: Jet) -> MovingVector {
    let along = mapped { axis * dot(axis, $0) }
    let across = mapped { $0 - axis * dot(axis, $0) }
    let (sine, cosine) = angle.sineAndCosine
    return along + across * cosine + mapped { cross(axis, $0) } * sine
  }

  private func mapped(_ map: (SIMD3<Double>) -> SIMD3<Double>) -> MovingVector {
    MovingVector(map(position), velocity: map(velocity), acceleration: map(acceleration))
  }
}

/// The directions of the ground frame.
package enum Axis {
  /// Forward.
  package static let x = SIMD3<Double>(1, 0, 0)
  /// Up.
  package static let y = SIMD3<Double>(0, 1, 0)
  /// To the right.
  package static let z = SIMD3<Double>(0, 0, 1)
}

/// The scalar product.
package func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
  a.x * b.x + a.y * b.y + a.z * b.z
}

/// The vector product.
package func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}
