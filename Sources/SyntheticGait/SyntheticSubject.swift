/// Somebody who walks in the synthetic cohort: build, strength and, for a patient, the impairment.
package struct SyntheticSubject: Sendable {
  /// The name: `H01` and up for the healthy, `P01` and up for the patients.
  package let id: String
  /// The body height, m, to the centimetre.
  package let height: Double
  /// The body mass, kg, to 100 g.
  package let mass: Double
  /// The height above the hips of the point through which the ground forces pass, as a share of body height.
  ///
  /// Maus et al. 2010 found it between the hips and the chest.
  package let pivotHeight: Double
  /// The maximal isometric force of each of `MuscleGroup.all`, as a multiple of the generic one at the same mass.
  package let strengths: [Double]
  /// What changes the loads without showing in the angles; nil for the healthy.
  package let impairment: Impairment?
  /// The random numbers of the subject.
  package let draw: SyntheticDraw

  /// Makes a healthy subject or a patient from the seed's draws; the others' number changes nothing in it.
  package init(number: Int, isPatient: Bool, seed: SyntheticDraw) {
    let digits = String(number)
    let letter = isPatient ? "P" : "H"
    id = letter + (digits.count < 2 ? "0" : "") + digits
    let draw = seed.of(isPatient ? "patient" : "healthy", number)
    self.draw = draw
    let isTall = draw.uniform(0, 1, "sex") < 0.5
    let centimetres = ((isTall ? 176 : 163) + 6.0 * draw.bell("height")).rounded()
    height = centimetres / 100
    // Body mass index of 22.8 +- 2.2 kg/m2.
    mass = ((22.8 + 2.2 * draw.bell("mass index")) * height * height * 10).rounded() / 10
    pivotHeight = 0.16 + 0.012 * draw.bell("pivot height")
    let impairment = isPatient ? Impairment(draw.of("impairment")) : nil
    self.impairment = impairment
    strengths = MuscleGroup.all.map { muscle in
      let personal = 1 + 0.06 * draw.bell("strength \(muscle.name)")
      return muscle.isAbductor ? personal * (impairment?.abductorStrength ?? 1) : personal
    }
  }
}
