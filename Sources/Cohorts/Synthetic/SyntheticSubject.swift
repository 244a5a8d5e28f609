/// Somebody who walks in the synthetic cohort: build, strength and, for a patient, the impairment.
package struct SyntheticSubject: Sendable {
  /// `H01`, `H02`, ... for the healthy, `P01`, ... for the patients.
  package let id: String
  /// The body height, m, to the centimetre.
  package let height: Double
  /// The body mass, kg, to 100 g.
  package let mass: Double
  /// The height of the point through which the ground forces pass above the hips, as a share of body height
  /// (Maus et al. 2010 found it between the hips and the chest).
  package let pivotHeight: Double
  /// What changes the loads without showing in the angles; nil for the healthy.
  package let impairment: Impairment?
  /// The random numbers of the subject.
  package let draw: SyntheticDraw

  /// Makes a healthy subject or a patient from the seed's draws; the others' number changes nothing in it.
  package init(number: Int, isPatient: Bool, seed: SyntheticDraw) {
    let digits = String(number)
    let letter = isPatient ? "P" : "H"
    id = letter + (digits.count < 2 ? "0" : "") + digits
    draw = seed.of(isPatient ? "patient" : "healthy", number)
    let isTall = draw.uniform(0, 1, "sex") < 0.5
    let centimetres = ((isTall ? 176 : 163) + 6.0 * draw.bell("height")).rounded()
    height = centimetres / 100
    // Body mass index of 22.8 +- 2.2 kg/m2.
    mass = ((22.8 + 2.2 * draw.bell("mass index")) * height * height * 10).rounded() / 10
    pivotHeight = 0.16 + 0.012 * draw.bell("pivot height")
    impairment = isPatient ? Impairment(draw.of("impairment")) : nil
  }

  /// The maximal isometric force of a muscle, as a multiple of the generic one at the same mass.
  package func strength(of muscle: MuscleGroup) -> Double {
    let personal = 1 + 0.06 * draw.bell("strength \(muscle.name)")
    return muscle.isAbductor ? personal * (impairment?.abductorStrength ?? 1) : personal
  }
}

/// How a patient with osteonecrosis of the right femoral head walks, by what the literature on painful hips
/// describes: a smaller range, slower steps, less load on the sore side, a trunk that leans over it in stance
/// (Duchenne's limp), weak abductors and antagonists that brace the joint.
package struct Impairment: Sendable {
  /// The range of hip flexion on the affected side as a share of the healthy one.
  package let hipRange: Double
  /// The range of the other angles on the affected side as a share of the healthy one.
  package let otherRange: Double
  /// The loss of extension at the affected hip, degrees.
  package let contracture: Double
  /// The self-selected cadence, steps/min.
  package let cadence: Double
  /// The share of body weight that the affected leg carries over a stride; 0.5 for the healthy.
  package let loadShare: Double
  /// By how much affected stance is shorter, cycles.
  package let shorterStance: Double
  /// By how much the trunk's lean moves the pivot of the ground forces towards the affected side, share of height.
  package let lean: Double
  /// What is left of the abductors' strength.
  package let abductorStrength: Double
  /// The least activation of every muscle of the affected leg.
  package let bracing: Double

  /// Draws an impairment.
  package init(_ draw: SyntheticDraw) {
    hipRange = draw.uniform(0.55, 0.8, "hip range")
    otherRange = draw.uniform(0.75, 0.95, "other range")
    contracture = draw.uniform(2, 8, "contracture")
    cadence = draw.uniform(82, 106, "cadence")
    loadShare = draw.uniform(0.42, 0.48, "load share")
    shorterStance = draw.uniform(0.01, 0.035, "shorter stance")
    lean = draw.uniform(0.025, 0.06, "lean")
    abductorStrength = draw.uniform(0.5, 0.8, "abductor strength")
    bracing = draw.uniform(0.02, 0.06, "bracing")
  }
}
