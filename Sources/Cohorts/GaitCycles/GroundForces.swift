import Zoo

/// The vertical ground reaction forces of both feet.
public struct GroundForces: Sendable {
  /// The usual names of the column of a foot's vertical force; OpenSim's vertical axis is y.
  public static let usualColumns: [Side: [String]] = [
    .right: ["ground_force_r_vy", "r_ground_force_vy", "ground_force_right_vy", "ground_force_vy"],
    .left: ["ground_force_l_vy", "l_ground_force_vy", "ground_force_left_vy", "1_ground_force_vy"],
  ]

  /// The instants in seconds.
  public let time: [Double]
  private let vertical: [Side: [Double]]

  /// Finds the vertical forces in a table.
  ///
  /// - Parameters:
  ///   - table: ground forces in N.
  ///   - columns: the column of each foot, where it is not one of ``usualColumns``.
  /// - Throws: ``Fault`` (data) when no foot's column is there; the message lists the vertical ones that are.
  public init(_ table: MotionTable, columns: [Side: String] = [:]) throws {
    time = table.time
    var vertical: [Side: [Double]] = [:]
    for side in Side.allCases {
      if let name = columns[side] {
        guard let index = try table.index(of: name, as: .load) else {
          throw Fault(.data, "\(table.source): there is no column '\(name)' for the \(side) foot.")
        }
        vertical[side] = table.column(at: index)
      } else if let index = table.labels.firstIndex(where: {
        Self.usualColumns[side]?.contains($0.lowercased()) == true
      }) {
        vertical[side] = table.column(at: index)
      }
    }
    guard !vertical.isEmpty else {
      let candidates = table.labels.filter { $0.hasSuffix("vy") }.prefix(8).joined(separator: ", ")
      throw Fault(
        .data,
        "\(table.source): no column is known as a foot's vertical force; name the feet's columns"
          + (candidates.isEmpty ? " (none ends in 'vy')." : ", which may be among: \(candidates)."))
    }
    self.vertical = vertical
  }

  /// The initial contacts of a foot, empty when its force was not recorded.
  public func contacts(of side: Side, _ detection: ContactDetection = .init()) -> [Double] {
    detection.contacts(inForce: vertical[side] ?? [], time: time)
  }
}
