/// A force of the ground on the foot, in axes along the ground frame.
package struct GroundForce: Sendable, Equatable {
  /// The force, N.
  package var force: SIMD3<Double>
  /// Where it acts, relative to the middle between the hips, m.
  package var point: SIMD3<Double>

  /// Makes a force.
  package init(force: SIMD3<Double>, point: SIMD3<Double>) {
    self.force = force
    self.point = point
  }
}

/// The moments that muscles apply at the hip, the knee and the ankle, Nm.
///
/// Signs as in OpenSim: positive flexes, adducts or rotates internally.
package struct JointLoads: Sendable, Equatable {
  /// Flexion, adduction and internal rotation of the hip.
  package var hip: [Double]
  /// Flexion of the knee.
  package var knee: Double
  /// Dorsiflexion of the ankle.
  package var ankle: Double
}

/// Newton's and Euler's equations for a leg of three slender rods.
///
/// The moment at a joint is what moves the segments below it against gravity, less what the ground gives:
/// `M = sum((c - j) x m (a - g) + I d x d'') - (p - j) x F`, with `c`, `a`, `d`, `I` of each segment below, the
/// joint at `j` and the ground force `F` at `p`. The generalised moments are its components along the joint's
/// axes, as OpenSim reports them. Rods have no inertia about their own length; the free moment of the ground is
/// left out (both are a few hundredths of a Nm/kg in walking).
package enum InverseDynamics {
  /// The acceleration of free fall, m/s2.
  package static let gravity = -Axis.y * 9.80665

  /// The loads of a leg.
  /// - Parameters:
  ///   - leg: the leg's motion relative to the middle between the hips
  ///   - ground: the force of the ground on this foot
  ///   - pelvis: the acceleration of the middle between the hips, m/s2
  package static func loads(
    of leg: LegMotion, ground: GroundForce, pelvis: SIMD3<Double> = .zero
  ) -> JointLoads {
    func moment(at joint: SIMD3<Double>, of parts: ArraySlice<LegMotion.Part>) -> SIMD3<Double> {
      parts.reduce(-cross(ground.point - joint, ground.force)) { sum, part in
        let push = (part.centre.acceleration + pelvis - gravity) * part.segment.mass
        let spin = cross(part.direction.position, part.direction.acceleration) * part.segment.inertia
        return sum + cross(part.centre.position - joint, push) + spin
      }
    }
    let hip = moment(at: leg.hip.position, of: leg.parts[...])
    let knee = moment(at: leg.knee.position, of: leg.parts.dropFirst())
    let ankle = moment(at: leg.ankle.position, of: leg.parts.dropFirst(2))
    return JointLoads(
      hip: leg.hipAxes.map { dot($0, hip) }, knee: dot(leg.kneeAxis, knee), ankle: dot(leg.ankleAxis, ankle))
  }
}
