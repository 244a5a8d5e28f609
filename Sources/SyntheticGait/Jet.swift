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

  /// The sine and the cosine of an angle in radians, by Foundation's `sin` and `cos`.
  package var sineAndCosine: (sine: Jet, cosine: Jet) {
    let (s, c) = (sin(value), cos(value))
    let squared = rate * rate
    return (
      Jet(s, rate: c * rate, curvature: c * curvature - s * squared),
      Jet(c, rate: -s * rate, curvature: -s * curvature - c * squared)
    )
  }
}
