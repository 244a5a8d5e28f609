import Faults
import Formats
import Foundation
import Protocols

/// Under which names a file may have the joint angles and hip moments.
///
/// Besides OpenSim's usual names those of the Lenhart and COMAK models are known (`hip_flex_r`, `knee_flex_r`), and
/// capitals, `right` and `left` for `r` and `l`, and a beginning that all columns share (`P01_hip_flexion_r`).
public struct CoordinateNames: Sendable {
  /// The names that are known without a person's map.
  public static let usual = CoordinateNames(own: [:])

  /// The column of each quantity that a person named, by the quantity.
  public let own: [String: String]

  /// The quantities that a map may name: the ten angles, the pelvis tilt and the moments of all tasks.
  public static var mapped: [String] {
    publishedInputs + ["pelvis_tilt"]
      + PredictionTasks.all.filter { $0.foundIn == .inverseDynamics }.flatMap(\.outputs)
  }

  /// Makes a map.
  /// - Parameter own: the file's column for some of ``mapped``.
  public init(own: [String: String]) { self.own = own }

  /// Reads a person's map from YAML: a line each such as `hip_flexion_r: RHipFlex`.
  ///
  /// What is not named keeps its usual names. A left quantity has a line of its own.
  /// - Throws: ``Fault``: missing, or data with file, line and column.
  public static func read(_ url: URL) throws -> CoordinateNames {
    let file = url.relativePath
    let settings = try Settings(Node(yaml: BoundedFile.bytes(of: url, limit: 64 << 10), file: file))
    var own: [String: String] = [:]
    for name in mapped {
      if let column = try settings.text(ifPresent: name) { own[name] = column }
    }
    try settings.finish()
    return CoordinateNames(own: own)
  }

  /// The columns of some coordinates, in their order.
  ///
  /// - Returns: for each name the column's index, or `nil` when it is not there.
  /// - Throws: ``Fault`` (data) when two columns name one equally well, or a column of the person's map is missing.
  func columns(of names: [String], in table: MotionTable) throws -> [Int?] {
    var found = try names.map { try ownColumn(of: $0, in: table) ?? table.index(of: $0) }
    for (place, name) in names.enumerated() where found[place] == nil {
      found[place] = try only(table.labels.indices.filter { Self.plain(table.labels[$0]) == name }, name, table)
    }
    // A beginning counts only where it is that of everything which is missing: `vel_hip_flexion_r` is no angle.
    let missing = names.indices.filter { found[$0] == nil && names[$0] != "pelvis_tilt" }
    if let first = missing.first, missing.count > 1 {
      let labels = table.labels.map { Self.words($0) }
      let beginnings = Set(labels.compactMap { Self.beginning(of: $0, before: names[first]) })
      let shared = beginnings.filter { beginning in
        missing.allSatisfy { place in labels.contains { Self.beginning(of: $0, before: names[place]) == beginning } }
      }
      if shared.count == 1, let beginning = shared.first {
        for place in names.indices where found[place] == nil {
          let columns = labels.indices.filter { Self.beginning(of: labels[$0], before: names[place]) == beginning }
          found[place] = try only(columns, names[place], table)
        }
      }
    }
    return found
  }

  /// The column of a moment by its name or by its coordinate's.
  ///
  /// - Parameter coordinate: the moment's name without `_moment`.
  func moment(_ coordinate: String, in table: MotionTable) throws -> Int? {
    let name = coordinate + "_moment"
    if let own = try ownColumn(of: name, in: table) { return own }
    if let index = try table.index(of: name, as: .load) ?? table.index(of: coordinate, as: .load) { return index }
    for ending in ["_moment", "_mom", ""] {
      let columns = table.labels.indices.filter {
        let words = Self.words(table.labels[$0])
        return words.hasSuffix(ending) && Self.plain(String(words.dropLast(ending.count))) == coordinate
      }
      if let index = try only(columns, name, table) { return index }
    }
    return nil
  }

  private func ownColumn(of name: String, in table: MotionTable) throws -> Int? {
    guard let column = own[name] else { return nil }
    guard let index = try table.index(of: column, as: .load) ?? table.index(of: column) else {
      throw Fault(
        .data, at: .file(table.source),
        "there is no column '\(column)', which the map of columns has for '\(name)'."
          + suggestion(for: column, in: table.labels))
    }
    return index
  }

  private func only(_ columns: [Int], _ name: String, _ table: MotionTable) throws -> Int? {
    guard columns.count < 2 else {
      throw Fault(
        .data, at: .file(table.source),
        "the columns '\(table.labels[columns[0]])' and '\(table.labels[columns[1]])' both name "
          + "'\(name)'; keep one, or say which with a map of columns.")
    }
    return columns.first
  }

  /// What stands before a coordinate's name in a label, such as `p01`; `nil` when it does not end in the name.
  private static func beginning(of words: String, before name: String) -> String? {
    let parts = words.split(separator: "_")
    for length in 1..<max(parts.count, 1) {
      guard plain(parts.suffix(length).joined(separator: "_")) == name else { continue }
      let beginning = parts.dropLast(length).joined(separator: "_")
      let others = ["vel", "speed", "acc", "moment", "torque", "force", "power", "ref", "err", "std", "sd", "dq", "d"]
      return parts.dropLast(length).contains { others.contains(String($0)) } ? nil : beginning
    }
    return nil
  }

  /// A label in OpenSim's words: small letters, `r` or `l` at the end, and the usual name of the motion.
  static func plain(_ label: String) -> String {
    var parts = words(label).split(separator: "_").map { $0 == "right" ? "r" : $0 == "left" ? "l" : String($0) }
    if let first = parts.first, ["r", "l"].contains(first), parts.count > 1 { parts.append(parts.removeFirst()) }
    guard let side = parts.last, ["r", "l"].contains(side) else { return parts.joined(separator: "_") }
    let motion = parts.dropLast().joined(separator: "_")
    return "\(synonyms[motion] ?? motion)_\(side)"
  }

  /// A label in small letters with `_` for what separates words, and of a path of OpenSim 4 the coordinate.
  private static func words(_ label: String) -> String {
    // No coordinate has a longer name; a stranger's label of a megabyte is none and costs no time.
    guard label.utf8.count <= 256 else { return "" }
    var label = label[...]
    if label.hasPrefix("/"), label.hasSuffix("/value") {
      label = label.dropLast("/value".count)
      label = label.split(separator: "/").last ?? ""
    }
    return label.lowercased().split { " -.:|/\\_".contains($0) }.joined(separator: "_")
  }

  private static let synonyms = [
    "hip_flex": "hip_flexion", "hip_add": "hip_adduction", "hip_rot": "hip_rotation", "hip_int_rot": "hip_rotation",
    "hip_internal_rotation": "hip_rotation", "knee_flex": "knee_angle", "knee_flexion": "knee_angle",
    "ankle_flex": "ankle_angle", "ankle_flexion": "ankle_angle",
    "ankle_dorsiflexion": "ankle_angle", "ankle_dorsi": "ankle_angle", "ankle_dorsiflex": "ankle_angle",
  ]
}
