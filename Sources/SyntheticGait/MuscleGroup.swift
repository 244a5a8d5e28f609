/// A muscle or group of muscles of the right leg, with what turns its activation into moments.
///
/// A moment arm is a polynomial of the hip's angles in radians; positive arms flex, adduct and rotate internally.
package struct MuscleGroup: Sendable {
  /// The name; the published column where there is one.
  package let name: String
  /// The maximal isometric force of a body of 75 kg, N.
  package let maximalForce: Double
  /// The length of the fibres at which they pull hardest, m.
  package let fibre: Double
  /// The arm for hip flexion, m, and its growth with flexion, m/rad.
  package let flexion: (neutral: Double, growth: Double)
  /// The arm for hip adduction, m.
  package let adduction: Double
  /// The arm for internal rotation, m, and its growth with flexion, m/rad.
  package let rotation: (neutral: Double, growth: Double)
  /// The arm for knee flexion, m.
  package let knee: Double

  /// Whether the muscle is one of those that keep the pelvis level in stance.
  package var isAbductor: Bool { ["glmed_r", "glmin_r", "tfl_r"].contains(name) }

  private init(
    _ name: String, _ maximalForce: Double, fibre: Double, flexion: (Double, Double) = (0, 0),
    adduction: Double = 0, rotation: (Double, Double) = (0, 0), knee: Double = 0
  ) {
    self.name = name
    self.maximalForce = maximalForce
    self.fibre = fibre
    self.flexion = flexion
    self.adduction = adduction
    self.rotation = rotation
    self.knee = knee
  }

  /// The 14 published groups in the published order, then three of the knee that the biarticular ones work with.
  ///
  /// Maximal forces and fibre lengths, rounded, after Rajagopal et al. 2016 (IEEE Trans Biomed Eng 63:2068), the
  /// parts of a group summed and averaged. Moment arms, to the millimetre, of the size that Dostal et al. 1986
  /// (Phys Ther 66:351), Delp et al. 1990 and 1999 (J Biomech 32:493, for the rotators that turn from external to
  /// internal in flexion) and Arnold et al. 2010 (Ann Biomed Eng 38:269) give.
  package static let all: [MuscleGroup] = [
    MuscleGroup(
      "addbrev_r", 630, fibre: 0.10, flexion: (0.022, -0.050), adduction: 0.070, rotation: (0.003, 0)),
    MuscleGroup(
      "addlong_r", 920, fibre: 0.11, flexion: (0.040, -0.055), adduction: 0.070, rotation: (0.004, 0)),
    MuscleGroup(
      "addmag_r", 2390, fibre: 0.14, flexion: (-0.038, -0.020), adduction: 0.055, rotation: (-0.002, 0)),
    MuscleGroup(
      "grac_r", 280, fibre: 0.23, flexion: (0.018, -0.045), adduction: 0.068, rotation: (0.002, 0),
      knee: 0.035),
    MuscleGroup(
      "iliopsoas_r", 2450, fibre: 0.11, flexion: (0.035, 0.012), adduction: -0.002, rotation: (0.003, 0)),
    MuscleGroup(
      "recfem_r", 2190, fibre: 0.08, flexion: (0.042, 0.006), adduction: -0.022, rotation: (-0.002, 0),
      knee: -0.045),
    MuscleGroup(
      "sart_r", 250, fibre: 0.40, flexion: (0.052, 0.010), adduction: -0.028, rotation: (-0.004, 0),
      knee: 0.020),
    MuscleGroup(
      "glmax_r", 3340, fibre: 0.16, flexion: (-0.050, 0.020), adduction: -0.003, rotation: (-0.022, 0.012)),
    MuscleGroup(
      "bflh_r", 1310, fibre: 0.10, flexion: (-0.055, -0.010), adduction: 0.016, rotation: (-0.006, 0),
      knee: 0.030),
    MuscleGroup(
      "hamstring_r", 2790, fibre: 0.10, flexion: (-0.050, -0.015), adduction: 0.012, rotation: (0.006, 0),
      knee: 0.040),
    MuscleGroup(
      "glmed_r", 2730, fibre: 0.07, flexion: (-0.006, 0), adduction: -0.058, rotation: (-0.002, 0.035)),
    MuscleGroup(
      "glmin_r", 1220, fibre: 0.05, flexion: (0.004, 0), adduction: -0.052, rotation: (0.003, 0.030)),
    MuscleGroup("tfl_r", 410, fibre: 0.10, flexion: (0.038, 0.006), adduction: -0.050, rotation: (0.006, 0)),
    MuscleGroup(
      "piri_r", 1030, fibre: 0.03, flexion: (-0.008, 0), adduction: -0.026, rotation: (-0.028, 0.040)),
    MuscleGroup("vasti_r", 9590, fibre: 0.10, knee: -0.045),
    MuscleGroup("bfsh_r", 560, fibre: 0.11, knee: 0.030),
    MuscleGroup("gastrocnemius_r", 4690, fibre: 0.05, knee: 0.022),
  ]

  /// How many of ``all`` are published outputs; they come first.
  package static let published = 14
}
