import Faults
import Formats

/// The vertical ground reaction forces of a recording, of each foot or of plates that any foot may meet.
public struct GroundForces: Sendable {
  /// The instants in seconds.
  public let time: [Double]
  /// The columns that belong to one foot, by foot.
  private let feet: [Side: [Double]]
  /// The columns of plates of which the file does not say whose foot stood on them.
  let plates: [[Double]]

  /// Finds the vertical forces in a table; OpenSim's vertical axis is y.
  ///
  /// A column is vertical when its name ends in `vy`, `fy` or `force_y`. A word `r`, `right`, `l` or `left` in it names
  /// the foot, as in `R_ground_force_vy` or `ground_force_calcn_l_vy`. All others are plates, such as
  /// `ground_force_vy` and `1_ground_force_vy`, which laboratories use for either foot.
  ///
  /// - Parameters:
  ///   - table: ground forces in N.
  ///   - columns: the column of each foot, where the names do not say it.
  /// - Throws: ``Fault`` (data) when a named column is missing, two columns are one foot's, or none is vertical.
  public init(_ table: MotionTable, columns: [Side: String] = [:]) throws {
    time = table.time
    var feet: [Side: Int] = [:]
    for (side, name) in columns.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let index = try table.index(of: name, as: .load) else {
        throw Fault(.data, at: .file(table.source), "there is no column '\(name)' for the \(side) foot.")
      }
      feet[side] = index
    }
    let vertical = table.labels.indices.filter { Self.isVertical(table.labels[$0]) }
    var plates: [Int] = []
    for index in vertical where !feet.values.contains(index) {
      guard let side = Self.side(named: table.labels[index].lowercased()) else {
        plates.append(index)
        continue
      }
      if columns[side] != nil { continue }
      if let other = feet[side] {
        throw Fault(
          .data, at: .file(table.source),
          "the columns '\(table.labels[other])' and '\(table.labels[index])' are both the "
            + "\(side) foot's vertical force; keep one.")
      }
      feet[side] = index
    }
    guard !feet.isEmpty || !plates.isEmpty else {
      throw Fault(
        .data, at: .file(table.source),
        "no column is known as a vertical force; names that end in 'vy' are, such as "
          + "ground_force_r_vy.")
    }
    self.feet = feet.mapValues { table.column(at: $0) }
    self.plates = plates.map { table.column(at: $0) }
  }

  /// The initial contacts of a foot whose own force was recorded; empty when it was not.
  public func contacts(of side: Side, _ detection: ContactDetection = .init()) -> [Double] {
    detection.contacts(inForce: feet[side] ?? [], time: time)
  }

  /// The initial contacts on the plates that belong to nobody, in time's order.
  func plateContacts(_ detection: ContactDetection) -> [Double] {
    plates.flatMap { detection.contacts(inForce: $0, time: time) }.sorted()
  }

  private static func isVertical(_ label: String) -> Bool {
    let name = label.lowercased()
    return ["vy", "fy", "force_y"].contains { name.hasSuffix($0) }
  }

  /// The foot that a word of a column's name tells.
  private static func side(named name: String) -> Side? {
    for word in name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      if word == "r" || word == "right" { return .right }
      if word == "l" || word == "left" { return .left }
    }
    return nil
  }
}
