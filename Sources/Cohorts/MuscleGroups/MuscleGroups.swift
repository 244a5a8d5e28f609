import Faults
import Formats
import Protocols

/// Which muscles of an OpenSim model make up each group of the tasks that are found in static optimisation.
///
/// Names are the right leg's; a left cycle takes the same muscles of the left.
public struct MuscleGroups: Sendable {
  /// The muscles of each group in the usual models, as the tasks describe them.
  ///
  /// The first line whose muscles are all in a file is taken, and the group is the sum of their forces.
  public static var usual: MuscleGroups {
    let targets = PredictionTasks.all.filter { $0.foundIn == .staticOptimization }.flatMap(\.targets)
    return MuscleGroups(
      groups: targets.map(\.name),
      table: Dictionary(targets.map { ($0.name, $0.columns) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The groups in the tasks' order.
  let groups: [String]
  /// The lines of each group; `a + b` is a sum.
  public private(set) var table: [String: [String]]

  init(groups: [String], table: [String: [String]]) { (self.groups, self.table) = (groups, table) }

  /// The same table with some groups' muscles replaced, as a person's own file says.
  ///
  /// - Parameter groups: for a group's name the columns whose forces are added.
  /// - Throws: ``Fault`` (data) when there is no such group, or one has no muscle or one of them twice.
  public func replacing(_ groups: [String: [String]]) throws -> MuscleGroups {
    var replaced = self
    for (group, muscles) in groups.sorted(by: { $0.key < $1.key }) {
      guard table[group] != nil else {
        let known = self.groups.joined(separator: ", ")
        throw Fault(.data, "There is no muscle group '\(group)'. The groups are: \(known).")
      }
      guard !muscles.isEmpty else { throw Fault(.data, "The muscle group '\(group)' has no muscle.") }
      if let half = muscles.first(where: { columnSum($0) == nil }) {
        throw Fault(
          .data,
          "The muscle group '\(group)' has '\(half)', in which a name is missing; write a column's name for each muscle."
        )
      }
      let names = muscles.flatMap { $0.split(separator: "+").map(\.trimmed) }
      if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
        throw Fault(
          .data, "The muscle group '\(group)' names '\(names[twice])' twice; its force would count twice, so keep one.")
      }
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
      if missing.isEmpty {
        let found = columns.compactMap { $0 }
        if let twice = found.indices.first(where: { found[..<$0].contains(found[$0]) }) {
          throw Fault(
            .data, at: .file(forces.source),
            "the group \(side.name(of: group)) names the column '\(forces.labels[found[twice]])' twice, the second time as "
              + "'\(muscles[twice])'; its force would count twice, so keep one.")
        }
        return found
      }
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
  func signals(of task: any PredictionTask, in forces: MotionTable, on side: Side) throws -> [Signal] {
    try forces.refusePowers()
    let signals = try task.outputs.map { group in
      let columns = try columns(of: group, on: side, in: forces).map { forces.column(at: $0) }
      let sum = forces.time.indices.map { row in columns.reduce(0) { $0 + $1[row] } }
      return Signal(name: side.name(of: group), values: sum)
    }
    let largest = signals.compactMap { $0.values.filter(\.isFinite).max() }.max() ?? 0
    guard largest > 5 else {
      throw Fault(
        .data, at: .file(forces.source),
        largest < 0
          ? "no muscle group is above \(largest.rounded(toPlaces: 2)), and muscles only pull: turn the sign; positive forces in "
            + "N are expected."
          : "no muscle group exceeds \(largest.rounded(toPlaces: 2)), which looks like activations or normalised forces; "
            + "forces in N are expected.")
    }
    for group in task.outputs {
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
