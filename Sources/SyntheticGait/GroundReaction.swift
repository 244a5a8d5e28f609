import Foundation

/// The vertical force of the ground on one foot over the cycle, in body weights.
///
/// In stance, with `s` from 0 at contact to 1 at toe-off: `f(s) = a sin(pi s) + b sin(3 pi s) + c sin(2 pi s)`,
/// the two humps of walking; `c` makes the first higher than the second and carries no impulse. The dip between
/// the humps is that of a compass gait (Alexander 1976), a body of speed `v` on a leg of length `l`: the force at
/// mid-stance is `1 - v^2 / (g l)`. Then `a` is such that the mean over the cycle is the leg's share of the
/// weight.
package struct VerticalForce: Sendable {
  /// The duration of stance, cycles.
  package let stance: Double
  private let base: Double
  private let humps: Double
  private let skew: Double

  /// Makes the force.
  /// - Parameters:
  ///   - stance: duration of stance, cycles
  ///   - share: the mean over the cycle, body weights; 0.5 in symmetric walking
  ///   - froude: `v^2 / (g l)`
  ///   - skew: by how much the first hump is higher, body weights
  package init(stance: Double, share: Double, froude: Double, skew: Double) {
    self.stance = stance
    self.skew = skew
    let mean = share * Double.pi / (2 * stance)
    humps = 0.75 * (mean - 2 * share * (1 - froude))
    base = mean - humps / 3
  }

  /// The force at a time since contact in cycles; none outside stance.
  package func callAsFunction(_ phase: Double) -> Double {
    let s = progress(phase)
    guard s < 1 else { return 0 }
    let x = Double.pi * s
    return max(0, base * sin(x) + humps * sin(3 * x) + skew * sin(2 * x))
  }

  /// How much of stance is over at a time since contact in cycles; 1 or more in swing.
  package func progress(_ phase: Double) -> Double { (phase - phase.rounded(.down)) / stance }
}

/// The ground's forces on both feet over one right cycle, and how they move the body.
///
/// Vertical forces are ``VerticalForce``. Each force points from the centre of pressure, which moves along the
/// sole from the heel to the ball, to one pivot above the pelvis (the virtual pivot point of Maus et al. 2010,
/// Nat Commun 1:70), which gives braking, propulsion and the medial push. The pivot stands where the horizontal
/// impulses of a stride cancel, so that the walker keeps speed and course. The pelvis accelerates as the whole
/// body does: by all forces over the mass, less gravity.
package struct GroundReaction: Sendable {
  /// The force on the right foot at each frame.
  package let right: [GroundForce]
  /// The force on the left foot at each frame, in the ground frame (not mirrored).
  package let left: [GroundForce]
  /// The acceleration of the middle between the hips at each frame, m/s2.
  package let pelvis: [SIMD3<Double>]
  /// The walking speed, m/s.
  package let speed: Double

  /// Makes the forces of a stride.
  /// - Parameters:
  ///   - subject: who walks
  ///   - kinematics: how
  ///   - phases: the frames' phases, equally spaced over one cycle without its end
  ///   - stride: the random numbers of the stride
  package init(
    of subject: SyntheticSubject, body: LegSegments, kinematics: StrideKinematics, phases: [Double],
    stride: SyntheticDraw
  ) {
    let speed = Self.speed(of: kinematics, body: body)
    let legLength = body.thigh.length + body.shank.length + body.ankleHeight
    let froude = speed * speed / (9.80665 * legLength)
    let impairment = subject.impairment
    let stance = kinematics.stance
    let shorter = impairment?.shorterStance ?? 0
    let share = (impairment?.loadShare ?? 0.5) + 0.004 * stride.bell("load share")
    let skew = 0.02 + 0.02 * subject.draw.bell("skew") + 0.01 * stride.bell("skew")
    let weight = subject.mass * 9.80665
    let pivot = (subject.pivotHeight + 0.004 * stride.bell("pivot height")) * body.height
    let lean = (impairment?.lean ?? 0) * body.height

    func feet(isRight: Bool) -> [Foot] {
      let force = VerticalForce(
        stance: isRight ? stance - shorter : stance + shorter, share: isRight ? share : 1 - share,
        froude: froude, skew: skew)
      return phases.map { phase in
        let since = phase - (isRight ? 0 : kinematics.leftContact)
        let leg = LegMotion(kinematics.pose(isRight: isRight, at: phase), body: body)
        var point = leg.sole(ahead: Self.pressure(force.progress(since)) * body.height)
        if !isRight { point.z = -point.z }
        return Foot(vertical: force(since) * weight, point: point, leaning: isRight ? lean : 0)
      }
    }
    let both = [feet(isRight: true), feet(isRight: false)]
    let steady = Self.pivotForSteadyWalking(both.joined(), height: pivot)
    let (right, left) = (both[0].map { $0.pushing(to: steady) }, both[1].map { $0.pushing(to: steady) })
    self.right = right
    self.left = left
    self.speed = speed
    pelvis = zip(right, left).map { ($0.force + $1.force) / subject.mass + InverseDynamics.gravity }
  }

  /// The centre of pressure ahead of the ankle, share of body height, from the heel to under the toes.
  private static func pressure(_ progress: Double) -> Double { -0.030 + 0.110 * min(progress, 1) }

  /// The walking speed: how fast the ankles fall behind while the feet are flat on the ground.
  private static func speed(of kinematics: StrideKinematics, body: LegSegments) -> Double {
    func ankle(isRight: Bool, after: Double) -> Double {
      let phase = after + (isRight ? 0 : kinematics.leftContact)
      return LegMotion(kinematics.pose(isRight: isRight, at: phase), body: body).ankle.position.x
    }
    let way = [true, false].map { ankle(isRight: $0, after: 0.1) - ankle(isRight: $0, after: 0.4) }
    return (way[0] + way[1]) / 2 * kinematics.frequency / 0.3
  }

  /// The pivot at a height for which the horizontal forces of both feet sum to nothing.
  private static func pivotForSteadyWalking(_ feet: some Sequence<Foot>, height: Double) -> SIMD3<Double> {
    var (slope, x, z) = (0.0, 0.0, 0.0)
    for foot in feet {
      let share = foot.vertical / (height - foot.point.y)
      slope += share
      x += share * foot.point.x
      z += share * (foot.point.z - foot.leaning)
    }
    return SIMD3(x / slope, height, z / slope)
  }

  /// One foot at one frame.
  private struct Foot {
    let vertical: Double
    let point: SIMD3<Double>
    /// By how much the trunk's lean moves the pivot to the right, m.
    let leaning: Double

    func pushing(to pivot: SIMD3<Double>) -> GroundForce {
      let line = pivot + Axis.z * leaning - point
      return GroundForce(force: line * (vertical / line.y), point: point)
    }
  }
}
