/// Finds the gait cycles of a recording: in its ground forces where they show any, else in its joint angles.
struct CycleSearch {
  let angles: JointAngles
  let forces: GroundForces?
  let detection: ContactDetection

  /// The cycles of a leg and where their contacts came from: `force` or `angles`.
  func cycles(of side: Side) -> (cycles: [GaitCycle], source: String) {
    let inAngles = angles.contacts(of: side, detection)
    let onForce = GaitCycle.between(forceContacts(of: side), side: side).filter { cycle in
      // A foot that misses a plate leaves two strides that look like one slow one.
      !inAngles.contains { $0 > cycle.start + 0.3 && $0 < cycle.end - 0.3 }
    }
    if !onForce.isEmpty { return (onForce, "force") }
    return (GaitCycle.between(inAngles, side: side), "angles")
  }

  /// The contacts of a foot's own force, else those on plates that belong to nobody with this leg ahead.
  private func forceContacts(of side: Side) -> [Double] {
    guard let forces else { return [] }
    let own = forces.contacts(of: side, detection)
    return own.isEmpty ? forces.plateContacts(detection).filter { angles.leadingLeg(at: $0) == side } : own
  }
}
