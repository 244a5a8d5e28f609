import Faults

/// What a column of an OpenSim file holds; full-path names spell it differently for each.
public enum MotionQuantity: Sendable {
  /// A coordinate's value: `hip_flexion_r` or `/jointset/hip_r/hip_flexion_r/value`.
  case coordinate
  /// A muscle's force: `glmax1_r`, `glmax1_r_force`, `/forceset/glmax1_r` or `/forceset/glmax1_r|tendon_force`.
  case muscleForce
  /// A generalised force or a ground force: the name itself, or the last component of a path.
  case load

  /// How well a label names a quantity: 0 is the plain name, larger is a longer spelling, `nil` is no match.
  package func rank(of label: Substring, as name: String) -> Int? {
    if label == name { return 0 }
    guard label.hasPrefix("/") else { return self == .muscleForce ? output(label, name) : nil }
    let path = label.split(separator: "/")
    guard let last = path.last else { return nil }
    switch self {
    case .coordinate: return last == "value" && path.dropLast().last ?? "" == name ? 1 : nil
    case .load: return last == name ? 1 : nil
    case .muscleForce:
      return last == name ? 1 : output(path.suffix(2).joined(separator: "/")[...], name) ?? output(last, name)
    }
  }

  /// What may stand after a muscle's name when the column is the force along its tendon, the plainest first.
  private static let forceEndings = [
    "|tendon_force", "|actuation", "|fiber_force_along_tendon", "_force", ".force", "/force", "/tendon_force",
  ]

  private func output(_ component: Substring, _ name: String) -> Int? {
    guard component.hasPrefix(name) else { return nil }
    let ending = component.dropFirst(name.count)
    return Self.forceEndings.firstIndex { $0 == ending }.map { $0 + 2 }
  }
}

extension MotionTable {
  /// The column that holds a quantity, under its plain name or a full path.
  ///
  /// A plain name wins over a path. Returns `nil` when no column has that name.
  /// - Throws: ``Fault`` (data) when two columns name it equally well.
  public func index(of name: String, as quantity: MotionQuantity = .coordinate) throws -> Int? {
    var found: (index: Int, rank: Int)?
    for (index, label) in labels.enumerated() where label.count >= name.count {
      guard let rank = quantity.rank(of: label[...], as: name) else { continue }
      if let best = found, best.rank == rank {
        throw Fault(
          .data, at: .file(source),
          "the columns '\(labels[best.index])' and '\(label)' both name '\(name)'; keep one.")
      }
      if rank < found?.rank ?? .max { found = (index, rank) }
    }
    return found?.index
  }
}
