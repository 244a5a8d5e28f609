/// The angles that one leg's joints take in a gait cycle, in the order of the published inputs.
package enum LegAngle: Int, CaseIterable, Sendable {
  /// Flexion of the hip; extension is negative.
  case hipFlexion
  /// Adduction of the hip; abduction is negative.
  case hipAdduction
  /// Internal rotation of the hip; external is negative.
  case hipRotation
  /// Flexion of the knee.
  case knee
  /// Dorsiflexion of the ankle; plantar flexion is negative.
  case ankle
}

/// The angles of the pelvis in the ground frame, signs as in OpenSim for the right side.
package enum PelvisAngle: Int, CaseIterable, Sendable {
  /// Tilt; anterior is negative.
  case tilt
  /// List; the right side up is negative.
  case list
  /// Rotation; the right side forward is positive.
  case rotation
}

/// Mean angles of adults who walk at their own comfortable cadence, contact to contact, every 5 % of the cycle.
///
/// Whole and half degrees that follow the course of the published normative curves: flexion of hip, knee and
/// ankle after Winter 1991 (The Biomechanics and Motor Control of Human Gait) and Perry and Burnfield 2010 (Gait
/// Analysis), the frontal and transverse planes and the pelvis after Kadaba et al. 1990 (J Orthop Res 8:383).
/// They are rounded readings of a typical walker, not a copy of any one table.
package enum NormativeCurves {
  /// The curve of an angle of the leg, degrees.
  package static func leg(_ angle: LegAngle) -> FourierCurve { legs[angle.rawValue] }

  /// The curve of an angle of the pelvis over the right leg's cycle, degrees.
  package static func pelvis(_ angle: PelvisAngle) -> FourierCurve { pelves[angle.rawValue] }

  private static let legs: [FourierCurve] = [
    [30, 30, 28, 24, 19, 14, 9, 4, -1, -6, -9, -10, -6, 2, 11, 20, 27, 32, 34, 32],
    [-1, 2, 5, 7, 7, 6, 5, 5, 4, 3, 1, -3, -6, -7, -6, -5, -4, -3, -3, -2],
    [-2, -1, 1, 2, 2, 2, 2, 3, 3, 3, 2, 0, -2, -3, -3, -3, -4, -4, -4, -3],
    [5, 12, 17, 19, 18, 15, 11, 8, 6, 6, 10, 19, 33, 48, 59, 61, 55, 41, 23, 8],
    [0, -5, -3, 1, 4, 6, 7, 8, 9, 10, 9, 4, -8, -17, -14, -7, -1, 2, 2, 1],
  ].map(FourierCurve.init(fitting:))

  private static let pelves: [FourierCurve] = [
    [-6, -5.5, -5, -5, -5.5, -6, -6.5, -7, -7, -6.5, -6, -5.5, -5, -5, -5.5, -6, -6.5, -7, -7, -6.5],
    [0, -2, -4, -4.5, -4, -3, -2, -1.5, -1, -0.5, 0, 2, 4, 4.5, 4, 3, 2, 1.5, 1, 0.5],
    [4.5, 4.5, 4, 3.5, 3, 2, 0.5, -1, -2.5, -4, -4.5, -4.5, -4, -3.5, -3, -2, -0.5, 1, 2.5, 4],
  ].map(FourierCurve.init(fitting:))
}
