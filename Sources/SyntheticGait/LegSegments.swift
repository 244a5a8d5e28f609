/// A segment of the leg as a slender rod.
package struct BodySegment: Sendable {
  /// The mass, kg.
  package let mass: Double
  /// The length, m.
  package let length: Double
  /// The distance of the centre of mass from the proximal end, m.
  package let centre: Double
  /// The moment of inertia about a transverse axis through the centre of mass, kg m2.
  package let inertia: Double

  /// Makes a segment from its shares: mass of body mass, centre and radius of gyration of its length.
  init(bodyMass: Double, mass: Double, length: Double, centre: Double, gyration: Double) {
    self.mass = bodyMass * mass
    self.length = length
    self.centre = length * centre
    inertia = bodyMass * mass * (length * gyration) * (length * gyration)
  }
}

/// The dimensions and masses of one leg and the pelvis.
///
/// Lengths as shares of body height after Drillis and Contini 1966 (in Winter 2009, figure 4.1); masses, centres
/// and transverse radii of gyration after de Leva 1996 (J Biomech 29:1223), the means of women and men.
package struct LegSegments: Sendable {
  /// The thigh, from the hip to the knee.
  package let thigh: BodySegment
  /// The shank, from the knee to the ankle.
  package let shank: BodySegment
  /// The foot, from the heel to the toe.
  package let foot: BodySegment
  /// Half the distance between the hip joint centres, m.
  package let hipHalfWidth: Double
  /// The height of the ankle over the sole, m.
  package let ankleHeight: Double
  /// The distance of the heel behind the ankle, m.
  package let heel: Double
  /// The body mass, kg.
  package let bodyMass: Double
  /// The body height, m.
  package let height: Double

  /// Makes the segments of a body.
  /// - Parameters:
  ///   - height: body height, m
  ///   - mass: body mass, kg
  package init(height: Double, mass: Double) {
    self.height = height
    bodyMass = mass
    thigh = BodySegment(bodyMass: mass, mass: 0.1447, length: 0.245 * height, centre: 0.3854, gyration: 0.349)
    shank = BodySegment(bodyMass: mass, mass: 0.0457, length: 0.246 * height, centre: 0.4438, gyration: 0.263)
    foot = BodySegment(bodyMass: mass, mass: 0.0133, length: 0.152 * height, centre: 0.4215, gyration: 0.278)
    hipHalfWidth = 0.05 * height
    ankleHeight = 0.039 * height
    heel = 0.038 * height
  }
}
