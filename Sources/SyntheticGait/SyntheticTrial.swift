import Faults
import Protocols

/// One gait cycle of the synthetic cohort with both tasks' targets.
public struct SyntheticTrial: Sendable, Equatable {
  /// How many frames a cycle has.
  public static let frames = 180

  /// The subject: `H01` and up for the healthy, `P01` and up for the patients.
  public let subject: String
  /// The body height, m.
  public let height: Double
  /// The body mass, kg.
  public let mass: Double
  /// `slow`, `med` or `fast`: the nearest of 78, 115 and 135 steps/min.
  public let speed: String
  /// The cadence walked, steps/min.
  public let cadence: Double
  /// The joint angles `[frames, 10]` in the order of `publishedInputs`, degrees.
  public let angles: [Float]
  /// The hip moments `[frames, 3]`: flexion, adduction and internal rotation, Nm.
  public let moments: [Float]
  /// The moments of the knee and the ankle `[frames, 2]`: flexion and dorsiflexion, Nm.
  public let distalMoments: [Float]
  /// The muscle forces `[frames, 14]` in the published order, N.
  public let forces: [Float]
}

extension SyntheticTrial {
  /// Walks one stride: angles from ``StrideKinematics``, ground forces from ``GroundReaction``, moments from
  /// ``InverseDynamics``, forces from ``StaticOptimisation``.
  ///
  /// The frames are `linspace(0, 1, 180)` over the cycle, so the last repeats the first.
  /// - Throws: ``Fault`` when a frame's forces cannot be solved, which would be a fault of this file.
  package init(of subject: SyntheticSubject, cadence: Double, stride: SyntheticDraw) throws {
    let last = Self.frames - 1
    let phases = (0..<last).map { Double($0) / Double(last) }
    let kinematics = StrideKinematics(of: subject, cadence: cadence, stride: stride)
    let body = LegSegments(height: subject.height, mass: subject.mass)
    let ground = GroundReaction(
      of: subject, body: body, kinematics: kinematics, phases: phases, stride: stride)

    var (angles, moments, distal, forces): ([Float], [Float], [Float], [Float]) = ([], [], [], [])
    for frame in (0..<last) {
      let right = kinematics.pose(isRight: true, at: phases[frame])
      let left = kinematics.pose(isRight: false, at: phases[frame])
      let loads = InverseDynamics.loads(
        of: LegMotion(right, body: body), ground: ground.right[frame], pelvis: ground.pelvis[frame])
      let geometry = MuscleGeometry(of: subject, in: right)
      let shared = StaticOptimisation.solve(
        muscles: geometry.moments, moments: SIMD4(loads.hip[0], loads.hip[1], loads.hip[2], loads.knee),
        least: subject.impairment?.bracing ?? 0)
      guard shared.residual <= 1e-6 else {
        throw Fault(
          .software,
          "Static optimisation of synthetic subject \(subject.id), frame \(frame), left "
            + "\(shared.residual) Nm; 1e-6 Nm was expected. Please report the seed.")
      }
      angles += Self.published(right: right, left: left)
      moments += loads.hip.map { Float($0) }
      distal += [Float(loads.knee), Float(loads.ankle)]
      forces += zip(shared.activations, geometry.capacity).prefix(MuscleGroup.published).map {
        Float($0 * $1)
      }
    }
    self.subject = subject.id
    self.height = subject.height
    self.mass = subject.mass
    self.cadence = cadence
    self.angles = angles + angles.prefix(publishedInputs.count)
    self.moments = moments + moments.prefix(3)
    distalMoments = distal + distal.prefix(2)
    self.forces = forces + forces.prefix(MuscleGroup.published)
    speed = SyntheticPace.nearest(to: cadence).rawValue
  }

  /// The angles of a frame in the order of `publishedInputs`, degrees.
  private static func published(right: LegPose, left: LegPose) -> [Float] {
    let radians = [
      right.hipFlexion, right.hipAdduction, right.hipRotation, left.hipFlexion, left.hipAdduction,
      left.hipRotation, right.knee, right.ankle, left.knee, left.ankle,
    ]
    return radians.map { Float($0.value * 180 / Double.pi) }
  }
}
