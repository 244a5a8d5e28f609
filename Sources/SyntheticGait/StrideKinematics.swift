/// The angles of one stride of one subject: both legs' and the pelvis' curves over the right leg's cycle.
///
/// Each curve is the normative one with the subject's range, posture and timing, the cadence's range, a small
/// difference between the sides and the stride's own variation.
package struct StrideKinematics: Sendable {
  /// The right leg's curves by ``LegAngle``, degrees over the right cycle.
  package let right: [FourierCurve]
  /// The left leg's curves by ``LegAngle``, degrees over the right cycle, so half a cycle late.
  package let left: [FourierCurve]
  /// The pelvis' curves by ``PelvisAngle``, degrees over the right cycle.
  package let pelvis: [FourierCurve]
  /// When the left foot touches the ground, cycles after the right.
  package let leftContact: Double
  /// How long each foot is on the ground in symmetric walking, cycles.
  package let stance: Double
  /// Cycles per second: two steps make a cycle.
  package let frequency: Double

  /// Makes a stride.
  /// - Parameters:
  ///   - subject: who walks
  ///   - cadence: steps/min
  ///   - stride: the random numbers of the stride
  package init(of subject: SyntheticSubject, cadence: Double, stride: SyntheticDraw) {
    frequency = cadence / 120
    let traits = SubjectVariation(of: subject, cadence: cadence, stride: stride)
    right = LegAngle.allCases.map { traits.curve($0, isAffected: true, contact: 0) }
    let leftContact = 0.5 + 0.005 * subject.draw.bell("step asymmetry")
    left = LegAngle.allCases.map { traits.curve($0, isAffected: false, contact: leftContact) }
    self.leftContact = leftContact
    stance = traits.stance
    pelvis = PelvisAngle.allCases.map(traits.curve)
  }

  /// The pose of a leg and its share of the pelvis, as seen from that leg's side.
  ///
  /// The left leg is a right leg in a mirror: list and rotation of the pelvis change sign.
  package func pose(isRight: Bool, at phase: Double) -> LegPose {
    let angles = (isRight ? right : left).map { $0.jet(at: phase, frequency: frequency) }
    let turns = pelvis.map { $0.jet(at: phase, frequency: frequency) }
    return LegPose(
      hipFlexion: angles[0], hipAdduction: angles[1], hipRotation: angles[2], knee: angles[3],
      ankle: angles[4],
      pelvisTilt: turns[0], pelvisList: isRight ? turns[1] : -turns[1],
      pelvisRotation: isRight ? turns[2] : -turns[2])
  }
}
