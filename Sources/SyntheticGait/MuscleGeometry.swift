import Foundation

/// What the muscles of one body can do in one pose.
package struct MuscleGeometry: Sendable {
  /// The force of each muscle at full activation, N.
  package let capacity: [Double]
  /// The moments of each muscle at full activation, Nm: hip flexion, adduction, rotation, knee flexion.
  package let moments: [SIMD4<Double>]

  /// Takes the muscles of a subject in a pose.
  ///
  /// Capacity is the maximal isometric force, which scales with mass and personal strength, times the active
  /// force-length curve `exp(-(l - 1)^2 / 0.45)` (Thelen 2003) and Hill's force-velocity curve with a maximal
  /// speed of 10 fibre lengths per second. A fibre shortens by arm times angle, from its best length in the
  /// middle of the range of walking; tendons are rigid. Arms and fibres scale with body height.
  package init(of subject: SyntheticSubject, in pose: LegPose) {
    let size = subject.height / 1.7
    let flexion = pose.hipFlexion.value
    capacity = zip(MuscleGroup.all, subject.strengths).map { muscle, strength in
      let arms = Self.arms(of: muscle, flexion: flexion)
      let rates = SIMD4(
        pose.hipFlexion.rate, pose.hipAdduction.rate, pose.hipRotation.rate, pose.knee.rate)
      let bend = flexion - Self.restingFlexion
      let turned = SIMD4(
        bend, pose.hipAdduction.value, pose.hipRotation.value, pose.knee.value - Self.restingKnee)
      // The integral of an arm that grows linearly is the arm half-way times the angle.
      let halfway = Self.arms(of: muscle, flexion: flexion - bend / 2)
      let length = 1 - (halfway * turned).sum() / muscle.fibre
      let speed = -(arms * rates).sum() / (10 * muscle.fibre)
      let isometric = muscle.maximalForce * subject.mass / 75 * strength
      return isometric * exp(-(length - 1) * (length - 1) / 0.45) * Self.hill(speed)
    }
    moments = zip(MuscleGroup.all, capacity).map { Self.arms(of: $0, flexion: flexion) * (size * $1) }
  }

  private static let restingFlexion = 10 * Double.pi / 180
  private static let restingKnee = 25 * Double.pi / 180

  private static func arms(of muscle: MuscleGroup, flexion: Double) -> SIMD4<Double> {
    SIMD4(
      muscle.flexion.neutral + muscle.flexion.growth * flexion, muscle.adduction,
      muscle.rotation.neutral + muscle.rotation.growth * flexion, muscle.knee)
  }

  /// Hill's hyperbola: below 1 for a fibre that shortens (negative speed), up to 1.4 for one that is stretched.
  private static func hill(_ speed: Double) -> Double {
    let v = min(max(speed, -0.9), 1)
    return v < 0 ? (1 + v) / (1 - v / 0.25) : 1 + 0.4 * v / (v + 0.064)
  }
}
