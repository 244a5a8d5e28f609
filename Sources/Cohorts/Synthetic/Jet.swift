import Foundation

/// A number that changes in time, with its first and second time derivatives.
///
/// Arithmetic carries the derivatives along by the chain rule, so positions that are written as functions of
/// joint angles come with their exact velocities and accelerations.
package struct Jet: Sendable, Equatable {
  /// The value.
  package var value: Double
  /// The first derivative, per second.
  package var rate: Double
  /// The second derivative, per second squared.
  package var curvature: Double

  /// Makes a jet; a constant has no derivatives.
  package init(_ value: Double, rate: Double = 0, curvature: Double = 0) {
    self.value = value
    self.rate = rate
    self.curvature = curvature
  }

  /// The negative.
  package static prefix func - (jet: Jet) -> Jet {
    Jet(-jet.value, rate: -jet.rate, curvature: -jet.curvature)
  }

  /// The sine of an angle in radians, by Foundation's `sin` and `cos`.
  package var sine: Jet { composed(sin(value), cos(value), -sin(value)) }

  /// The cosine of an angle in radians, by Foundation's `sin` and `cos`.
  package var cosine: Jet { composed(cos(value), -sin(value), -cos(value)) }

  private func composed(_ outer: Double, _ first: Double, _ second: Double) -> Jet {
    Jet(outer, rate: first * rate, curvature: first * curvature + second * rate * rate)
  }
}

/// A vector in metres that changes in time: position, velocity and acceleration.
///
/// Axes as in OpenSim: x forward, y up, z to the right.
package struct Motion: Sendable, Equatable {
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
  package static func + (a: Motion, b: Motion) -> Motion {
    Motion(
      a.position + b.position, velocity: a.velocity + b.velocity, acceleration: a.acceleration + b.acceleration)
  }

  /// The motion scaled by a changing number (Leibniz' rule).
  package static func * (a: Motion, s: Jet) -> Motion {
    Motion(
      a.position * s.value,
      velocity: a.velocity * s.value + a.position * s.rate,
      acceleration: a.acceleration * s.value + a.velocity * (2 * s.rate) + a.position * s.curvature)
  }

  /// The motion turned about a fixed unit axis by a changing angle in radians (Rodrigues' formula).
  package func turned(about axis: SIMD3<Double>, by angle: Jet) -> Motion {
    let along = mapped { axis * dot(axis, $0) }
    let across = mapped { $0 - axis * dot(axis, $0) }
    return along + across * angle.cosine + mapped { cross(axis, $0) } * angle.sine
  }

  private func mapped(_ map: (SIMD3<Double>) -> SIMD3<Double>) -> Motion {
    Motion(map(position), velocity: map(velocity), acceleration: map(acceleration))
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
