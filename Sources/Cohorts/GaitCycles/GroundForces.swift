import Faults
import Formats

/// The vertical ground reaction forces of a recording, of each foot or of plates that any foot may meet.
public struct GroundForces: Sendable {
  /// The instants in seconds.
  public let time: [Double]
  /// The columns that were taken as vertical, in the file's order.
  public let columns: [String]
  /// The axis that was taken as vertical.
  public let axis: ForceAxis
  /// The file's name in messages.
  let source: String
  /// Spans without rows.
  let gaps: [ClosedRange<Double>]
  /// What the person weighs in N, where that is known.
  private let weight: Double?
  /// The columns that belong to one foot, by foot.
  private let feet: [Side: ForceColumn]
  /// The columns of plates of which the file does not say whose foot stood on them.
  private let plates: [ForceColumn]

  /// Finds the vertical forces in a table.
  ///
  /// A column is a component when its name ends in `vy`, `fy` or `force_y`, or in the same of x and z. The vertical one
  /// is the component that carries the body: OpenSim's y, unless another has 1.5 times its mean size, as z has in
  /// files straight from a laboratory. A word `r`, `right`, `l` or `left` in a name tells the foot, as in
  /// `R_ground_force_vy` or `ground_force_calcn_l_vy`. All others are plates, such as `ground_force_vy` and
  /// `1_ground_force_vy`, which laboratories use for either foot.
  ///
  /// - Parameters:
  ///   - table: ground forces in N.
  ///   - columns: the column of each foot, where the names do not say it.
  ///   - mass: the body mass in kg, against which the forces are held.
  /// - Throws: ``Fault`` (data) when a named column is missing, two columns are one foot's, or none is vertical.
  public init(_ table: MotionTable, columns: [Side: String] = [:], mass: Float? = nil) throws {
    time = table.time
    source = table.source
    gaps = table.gaps
    weight = mass.map { Double($0) * 9.80665 }
    var feet: [Side: Int] = [:]
    for (side, name) in columns.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let index = try table.index(of: name, as: .load) else {
        throw Fault(.data, at: .file(table.source), "there is no column '\(name)' for the \(side) foot.")
      }
      feet[side] = index
    }
    let components = table.labels.map(ForceComponent.init)
    let axis = Self.vertical(components, table)
    var plates: [Int] = []
    for (index, component) in components.enumerated() where !feet.values.contains(index) {
      guard let component, component.axis == axis else { continue }
      guard let side = component.side else {
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
          + "ground_force_r_vy, and others that end in 'fz' or 'force_z'.")
    }
    self.axis = axis
    self.columns = (Array(feet.values) + plates).sorted().map { table.labels[$0] }
    func column(_ index: Int) -> ForceColumn {
      ForceColumn(label: table.labels[index], force: table.column(at: index), time: table.time)
    }
    self.feet = feet.mapValues(column)
    self.plates = plates.map(column)
  }

  /// The axis along which the forces are largest in the mean.
  private static func vertical(_ components: [ForceComponent?], _ table: MotionTable) -> ForceAxis {
    var sizes: [ForceAxis: Double] = [:]
    // A thousand rows, evenly over the recording, tell 700 N from 50 N.
    let rows = stride(from: 0, to: table.time.count, by: max(1, table.time.count / 1000))
    for (index, component) in components.enumerated() {
      guard let axis = component?.axis else { continue }
      var (sum, count) = (0.0, 0.0)
      for row in rows {
        let force = table.values[row * table.labels.count + index].magnitude
        if force.isFinite { (sum, count) = (sum + force, count + 1) }
      }
      sizes[axis, default: 0] += sum / max(count, 1)
    }
    guard let largest = ForceAxis.allCases.max(by: { sizes[$0] ?? -1 < sizes[$1] ?? -1 }) else { return .y }
    guard let y = sizes[.y] else { return largest }
    return sizes[largest] ?? 0 > 1.5 * y ? largest : .y
  }

  /// The initial contacts of a foot whose own force was recorded; empty when it was not.
  public func contacts(of side: Side, _ detection: ContactDetection = .init()) -> [Double] {
    (feet[side].map { detection.contacts(in: $0) } ?? []).filter(\.isTold).map(\.instant)
  }

  /// The contacts of a foot's own force, else those on plates that belong to nobody, in time's order.
  ///
  /// - Parameter isOwn: whether a contact on such a plate is this foot's, by its instant.
  func search(_ side: Side, _ detection: ContactDetection, isOwn: (Double) -> Bool) -> ForceSearch {
    let own = feet[side].map { detection.contacts(in: $0) } ?? []
    if let foot = feet[side], !own.isEmpty {
      return ForceSearch(contacts: own, columns: [foot], gaps: gaps)
    }
    let contacts = plates.flatMap { detection.contacts(in: $0) }.filter { isOwn($0.instant) }
    return ForceSearch(contacts: contacts.sorted { $0.instant < $1.instant }, columns: plates, gaps: gaps)
  }

  /// The columns as messages name them.
  var named: String {
    columns.prefix(4).map { String($0.prefix(60)) }.joined(separator: ", ")
      + (columns.count > 4 ? " and \(columns.count - 4) more" : "")
  }

  /// Why the forces cannot be those of a walking person, or `nil` when they can.
  func objection(_ detection: ContactDetection) -> String? {
    var (low, high) = (0.0, 0.0)
    let columns = Side.allCases.compactMap { feet[$0] } + plates
    for column in columns {
      for value in column.force { (low, high) = (min(low, value), max(high, value)) }
    }
    if let step = columns.compactMap(\.usualStep).max(), step > ContactDetection.coarsestStep {
      return
        "\(named) \(columns.count == 1 ? "has" : "have") a number every \(step.rounded(toPlaces: 3)) s, and a contact is told by 50 a "
        + "second; is time in seconds?"
    }
    if -low > high {
      return
        "\(named) reach \(newtons(low)) and never more than \(newtons(high)): they point down, as the force on the "
        + "ground does; the force on the foot is expected, so turn their sign"
    }
    if high <= detection.threshold {
      return
        "\(named) never exceed \(newtons(high)), and a foot stands above \(newtons(detection.threshold)): they may be "
        + "in body weights; N are expected"
    }
    if let weight, high < 0.4 * weight {
      return
        "\(named) never exceed \(newtons(high)), which is \((high / weight).rounded(toPlaces: 2)) of the body weight: "
        + "they may be in per cent or N/kg; N are expected"
    }
    return nil
  }

  /// Why a foot never seems to leave the ground, or `nil` when it does.
  func offset(of side: Side, _ detection: ContactDetection) -> String? {
    let own = (feet[side].map { [$0] } ?? plates).map(\.force).filter { !$0.isEmpty }
    guard let least = own.map(Self.fifth).min(), least > detection.threshold else { return nil }
    return "\(named) never fall below \(newtons(least)), so the \(side) foot never leaves the ground at "
      + "\(newtons(detection.threshold)): they have an offset; take it away\(OptionAdvice.threshold)"
  }

  private func newtons(_ force: Double) -> String { "\(force.rounded(toPlaces: 1) + 0) N" }

  /// The force that a twentieth of the samples do not exceed.
  private static func fifth(_ forces: [Double]) -> Double {
    let sorted = forces.sorted()
    return sorted[min(sorted.count / 20, sorted.count - 1)]
  }
}
