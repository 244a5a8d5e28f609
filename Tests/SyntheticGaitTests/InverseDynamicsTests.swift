import SyntheticGait
import Testing

@Suite struct `Inverse dynamics of a leg` {
  let body = LegSegments(height: 1.75, mass: 70)

  @Test func `at rest on a vertical force gives force times lever`() {
    let leg = LegMotion(LegPose(), body: body)
    let point = leg.hip.position + SIMD3(0.06, -0.9, -0.04)
    let loads = InverseDynamics.loads(of: leg, ground: GroundForce(force: SIMD3(0, 600, 0), point: point))
    // The foot's own weight hangs in front of the ankle.
    let foot = body.foot.mass * 9.80665 * (body.foot.centre - body.heel)
    #expect(abs(loads.hip[0] - (foot - 600 * 0.06)) < 1e-9)
    #expect(abs(loads.hip[1] + 600 * 0.04) < 1e-9)
    #expect(abs(loads.hip[2]) < 1e-9)
    // Extending moments at the knee are negative; a force in front of it straightens it, so flexors must pull.
    #expect(abs(loads.knee - (600 * 0.06 - foot)) < 1e-9)
  }

  @Test func `held level in front gives weight times distance`() {
    let leg = LegMotion(LegPose(hipFlexion: Jet(.pi / 2)), body: body)
    let loads = InverseDynamics.loads(of: leg, ground: GroundForce(force: .zero, point: .zero))
    let expected = leg.parts.map { $0.segment.mass * 9.80665 * $0.centre.position.x }.reduce(0, +)
    #expect(expected > 30)
    #expect(abs(loads.hip[0] - expected) < 1e-9)
  }

  @Test func `falling freely gives nothing`() {
    let leg = LegMotion(LegPose(hipFlexion: Jet(0.4), hipAdduction: Jet(-0.2), knee: Jet(0.7)), body: body)
    let loads = InverseDynamics.loads(
      of: leg, ground: GroundForce(force: .zero, point: .zero), pelvis: InverseDynamics.gravity)
    #expect((loads.hip + [loads.knee]).allSatisfy { abs($0) < 1e-12 })
  }

  /// The swinging leg with its ankle locked, so that hip and knee do all the work.
  private func swing(at phase: Double, frequency: Double) -> LegPose {
    func jet(_ angle: LegAngle) -> Jet { NormativeCurves.leg(angle).jet(at: phase, frequency: frequency) }
    return LegPose(
      hipFlexion: jet(.hipFlexion), hipAdduction: jet(.hipAdduction), hipRotation: jet(.hipRotation),
      knee: jet(.knee), ankle: Jet(0.1))
  }

  private func energy(of leg: LegMotion) -> Double {
    leg.parts.reduce(0) { sum, part in
      let (v, turn) = (part.centre.velocity, part.direction.velocity)
      let moving = part.segment.mass * dot(v, v) / 2 + part.segment.inertia * dot(turn, turn) / 2
      return sum + moving + part.segment.mass * 9.80665 * part.centre.position.y
    }
  }

  @Test(arguments: [0.05, 0.3, 0.55, 0.7, 0.93])
  func `does the work that the leg gains in energy`(phase: Double) {
    let (frequency, step) = (1.1, 1e-5)
    let pose = swing(at: phase, frequency: frequency)
    let loads = InverseDynamics.loads(
      of: LegMotion(pose, body: body), ground: GroundForce(force: .zero, point: .zero))
    let rates = [pose.hipFlexion.rate, pose.hipAdduction.rate, pose.hipRotation.rate]
    let power = zip(loads.hip, rates).map { $0 * $1 }.reduce(loads.knee * pose.knee.rate, +)
    let gain = [1.0, -1.0].map { sign in
      sign
        * energy(of: LegMotion(swing(at: phase + sign * step * frequency, frequency: frequency), body: body))
    }
    #expect(abs(power) > 0.5)
    #expect(abs(power - (gain[0] + gain[1]) / (2 * step)) < 1e-4)
  }
}
