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
    hipRange = draw.uniform(0.7, 0.9, "hip range")
    otherRange = draw.uniform(0.85, 0.97, "other range")
    contracture = draw.uniform(1, 5, "contracture")
    cadence = draw.uniform(84, 110, "cadence")
    loadShare = draw.uniform(0.44, 0.485, "load share")
    shorterStance = draw.uniform(0.005, 0.025, "shorter stance")
    lean = draw.uniform(0.01, 0.035, "lean")
    abductorStrength = draw.uniform(0.6, 0.85, "abductor strength")
    bracing = draw.uniform(0.01, 0.03, "bracing")
  }
}
