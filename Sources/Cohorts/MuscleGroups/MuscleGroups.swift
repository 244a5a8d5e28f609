import Faults
import Formats
import Protocols

/// Which muscles of an OpenSim model make up each of the 14 groups of the muscle-force task.
///
/// The table below is the whole of it. Names are the right leg's; a left cycle takes the same muscles of the left.
public struct MuscleGroups: Sendable {
  /// The muscles of each group in the usual models.
  ///
  /// Rajagopal's and Lai and Uhlrich's names come first, then gait2392's. The first line whose muscles are all in a
  /// file is taken, and the group is the sum of their forces.
  public static let usual = MuscleGroups(table: [
    "addbrev_r": ["addbrev_r", "add_brev_r"],
    "addlong_r": ["addlong_r", "add_long_r"],
    "addmag_r": [
      "addmagDist_r + addmagIsch_r + addmagMid_r + addmagProx_r", "add_mag1_r + add_mag2_r + add_mag3_r",
    ],
    "grac_r": ["grac_r"],
    "iliopsoas_r": ["iliacus_r + psoas_r"],
    "recfem_r": ["recfem_r", "rect_fem_r"],
    "sart_r": ["sart_r", "sar_r"],
    "glmax_r": ["glmax1_r + glmax2_r + glmax3_r", "glut_max1_r + glut_max2_r + glut_max3_r"],
    "bflh_r": ["bflh_r", "bifemlh_r"],
    "hamstring_r": ["semimem_r + semiten_r"],
    "glmed_r": ["glmed1_r + glmed2_r + glmed3_r", "glut_med1_r + glut_med2_r + glut_med3_r"],
    "glmin_r": ["glmin1_r + glmin2_r + glmin3_r", "glut_min1_r + glut_min2_r + glut_min3_r"],
    "tfl_r": ["tfl_r"],
    "piri_r": ["piri_r", "peri_r"],
  ])

  /// The lines of each group; `a + b` is a sum.
  public private(set) var table: [String: [String]]

  init(table: [String: [String]]) { self.table = table }

  /// The same table with some groups' muscles replaced, as a person's own file says.
  ///
  /// - Parameter groups: for a group's name the columns whose forces are added.
  /// - Throws: ``Fault`` (data) when there is no such group, or one has no muscle.
  public func replacing(_ groups: [String: [String]]) throws -> MuscleGroups {
    var replaced = self
    for (group, muscles) in groups.sorted(by: { $0.key < $1.key }) {
      guard table[group] != nil else {
        let known = MuscleForce().outputs.joined(separator: ", ")
        throw Fault(.data, "There is no muscle group '\(group)'. The groups are: \(known).")
      }
      guard !muscles.isEmpty else { throw Fault(.data, "The muscle group '\(group)' has no muscle.") }
      replaced.table[group] = [muscles.joined(separator: " + ")]
    }
    return replaced
  }

  /// The columns of a table that make up a group on one side.
  ///
  /// - Throws: ``Fault`` (data) naming the muscles that are missing from the model that fits best.
  public func columns(of group: String, on side: Side, in forces: MotionTable) throws -> [Int] {
    var nearest: (missing: [String], found: Int)?
    for line in table[group] ?? [] {
      let muscles = line.split(separator: "+").map { side.name(of: $0.trimmed) }
      let columns = try muscles.map { try forces.index(of: $0, as: .muscleForce) }
      let missing = zip(muscles, columns).filter { $0.1 == nil }.map(\.0)
      if missing.isEmpty { return columns.compactMap { $0 } }
      let found = muscles.count - missing.count
      if found > nearest?.found ?? -1 { nearest = (missing, found) }
    }
    let missing = (nearest?.missing ?? []).map { "'\($0)'" }.joined(separator: ", ")
    throw Fault(
      .data, at: .file(forces.source),
      "the group \(side.name(of: group)) needs the column \(missing), which is not there.")
  }

  /// The force of each group over the time of a table, in N, in the task's order.
  /// - Throws: ``Fault`` (data) when a muscle is missing, no group exceeds 5 N, as with activations from 0 to 1, the
  ///   first line says that these are no forces, or a muscle pushes.
  func signals(in forces: MotionTable, on side: Side) throws -> [Signal] {
    try forces.refusePowers()
    let signals = try MuscleForce().outputs.map { group in
      let columns = try columns(of: group, on: side, in: forces).map { forces.column(at: $0) }
      let sum = forces.time.indices.map { row in columns.reduce(0) { $0 + $1[row] } }
      return Signal(name: side.name(of: group), values: sum)
    }
    let largest = signals.compactMap { $0.values.filter(\.isFinite).max() }.max() ?? 0
    guard largest > 5 else {
      throw Fault(
        .data, at: .file(forces.source),
        "no muscle group exceeds \(largest.rounded(toPlaces: 2)), which looks like activations or "
          + "normalised forces; forces in N are expected.")
    }
    for group in MuscleForce().outputs {
      for column in try columns(of: group, on: side, in: forces) {
        let least = forces.column(at: column).filter(\.isFinite).min() ?? 0
        // A filter leaves a little below zero where a muscle falls silent.
        guard least < -max(5, 0.02 * largest) else { continue }
        throw Fault(
          .data, at: .file(forces.source),
          "column '\(forces.labels[column])' falls to \(least.rounded(toPlaces: 1)), and a muscle only pulls; forces in N "
            + "along the tendon are expected, no powers.")
      }
    }
    return signals
  }
}
