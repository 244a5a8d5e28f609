/// An axis of a force plate or of the laboratory.
public enum ForceAxis: String, Sendable, Codable, CaseIterable {
  /// OpenSim's forward axis.
  case x
  /// OpenSim's vertical axis.
  case y
  /// The vertical axis of most laboratories.
  case z
}

/// What the name of a force's column says.
struct ForceComponent {
  let axis: ForceAxis
  /// The foot that a word of the name tells.
  let side: Side?

  /// Reads a name such as `ground_force_r_vy`, `R_ground_force_vy`, `FP1_Fz`, `FP1.ForZ`, `Force_Z` or `Fz1`; `nil` when
  /// it is no component of a force.
  init?(_ label: String) {
    let name = label.lowercased()
    var letters = name[...]
    while let last = letters.last, last.isNumber { letters = letters.dropLast() }
    if letters.count < name.count, letters.last == "_" { letters = letters.dropLast() }
    guard let axis = letters.last.flatMap({ ForceAxis(rawValue: String($0)) }) else { return nil }
    let stem = letters.dropLast()
    guard ["v", "f", "force_", "force", "for", "force."].contains(where: { stem.hasSuffix($0) }) else { return nil }
    self.axis = axis
    side =
      name.split { !$0.isLetter && !$0.isNumber }.lazy.compactMap { word in
        switch word {
        case "r", "right": .right
        case "l", "left": .left
        default: nil
        }
      }.first
  }
}
