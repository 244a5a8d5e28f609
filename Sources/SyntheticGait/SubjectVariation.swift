/// How one stride of one subject differs from the normative curves.
///
/// The spreads are of the size that Kadaba et al. 1989 (J Orthop Res 7:849) and Winter 1991 report between and
/// within healthy adults; a patient's strides vary 1.8 times as much. The sagittal range grows with cadence
/// (Kirtley et al. 1985, J Biomed Eng 7:282).
struct SubjectVariation {
  /// How far a kind of angle varies.
  private struct Spread {
    /// Standard deviation of the range between subjects, share.
    let range: Double
    /// Standard deviation of the posture between subjects, degrees.
    let posture: Double
    /// Growth of the range from standstill to twice the comfortable cadence, as a share of the range.
    let cadence: Double
    /// Standard deviation of each low harmonic between subjects, degrees.
    let shape: Double
  }

  private static let spreads: [Spread] = [
    Spread(range: 0.08, posture: 1.2, cadence: 0.35, shape: 0.35),
    Spread(range: 0.18, posture: 1.2, cadence: 0.25, shape: 0.25),
    Spread(range: 0.30, posture: 4.0, cadence: 0.10, shape: 0.35),
    Spread(range: 0.06, posture: 2.5, cadence: 0.25, shape: 0.50),
    Spread(range: 0.12, posture: 2.0, cadence: 0.15, shape: 0.40),
  ]

  /// The comfortable cadence to which the normative curves belong, steps/min.
  static let comfortableCadence = 115.0

  /// How long each foot is on the ground in symmetric walking, cycles.
  ///
  /// 64 % of a slow and 61 % of a fast cycle (Murray et al. 1984, J Orthop Res 2:272).
  let stance: Double

  private let subject: SyntheticDraw
  private let impairment: Impairment?
  private let stride: SyntheticDraw
  private let speeding: Double
  private let unsteadiness: Double
  private let tilt: Double
  private let delay: Double

  init(of subject: SyntheticSubject, cadence: Double, stride: SyntheticDraw) {
    self.subject = subject.draw
    self.stride = stride
    impairment = subject.impairment
    speeding = cadence / Self.comfortableCadence - 1
    unsteadiness = subject.impairment == nil ? 1 : 1.8
    tilt = 4 * subject.draw.bell("pelvis posture")
    stance = 0.62 - 0.06 * speeding + 0.006 * subject.draw.bell("stance")
    // Who leaves the ground later swings the leg later.
    delay = 0.8 * (stance - 0.62) + 0.005 * subject.draw.bell("delay")
  }

  /// The curve of an angle of a leg that touches the ground at the phase `contact`.
  func curve(_ angle: LegAngle, isAffected: Bool, contact: Double) -> FourierCurve {
    let spread = Self.spreads[angle.rawValue]
    let side = subject.of(isAffected ? "right" : "left", angle.rawValue)
    let common = subject.of("both sides", angle.rawValue)
    let now = stride.of(isAffected ? "right" : "left", angle.rawValue)

    var amplitude = 1 + spread.range * common.bell("range") + 0.02 * side.bell("range")
    amplitude *= 1 + spread.cadence * speeding
    amplitude *= 1 + 0.02 * unsteadiness * now.bell("range")
    if let impairment, isAffected {
      amplitude *= angle == .hipFlexion ? impairment.hipRange : impairment.otherRange
    }
    var curve = NormativeCurves.leg(angle).varied(
      amplitude: amplitude, offset: offset(of: angle, side: side, now: now, isAffected: isAffected),
      delay: contact + delay + 0.004 * common.bell("delay") + 0.003 * unsteadiness * now.bell("delay"))
    for harmonic in 1..<4 {
      let between = spread.shape * amplitude
      let within = 0.12 * unsteadiness
      curve.cosines[harmonic] +=
        between * common.bell("cosine", harmonic) + within * now.bell("cosine", harmonic)
      curve.sines[harmonic] += between * common.bell("sine", harmonic) + within * now.bell("sine", harmonic)
    }
    return curve
  }

  /// The curve of an angle of the pelvis.
  func curve(_ angle: PelvisAngle) -> FourierCurve {
    let own = subject.of("pelvis", angle.rawValue)
    let now = stride.of("pelvis", angle.rawValue)
    let range = 1 + 0.12 * own.bell("range") + 0.04 * unsteadiness * now.bell("range")
    let posture = angle == .tilt ? -tilt : 0.4 * own.bell("posture")
    return NormativeCurves.pelvis(angle).varied(amplitude: range, offset: posture, delay: delay)
  }

  /// The posture of an angle, degrees from the normative one.
  ///
  /// A pelvis that tilts forward flexes both hips; a leg that walks with a bent knee also bends the hip and the
  /// ankle by half as much, so that the foot stays under the hip.
  private func offset(of angle: LegAngle, side: SyntheticDraw, now: SyntheticDraw, isAffected: Bool) -> Double {
    func own(_ angle: LegAngle) -> Double {
      Self.spreads[angle.rawValue].posture * subject.of("both sides", angle.rawValue).bell("posture")
    }
    let fixed = own(angle) + 0.6 * side.bell("posture") + 0.5 * unsteadiness * now.bell("posture")
    let stiffness = isAffected ? impairment?.contracture ?? 0 : 0
    switch angle {
    case .hipFlexion: return fixed + tilt + 0.5 * own(.knee) + stiffness
    case .ankle: return fixed + 0.5 * own(.knee)
    default: return fixed
    }
  }
}
