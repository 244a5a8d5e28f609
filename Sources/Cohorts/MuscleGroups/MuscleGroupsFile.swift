import Faults
import Formats
import Foundation
import Protocols

extension MuscleGroups {
  /// Reads a person's own groups from YAML and puts them in place of the usual ones.
  ///
  /// Each key is a group of the task, each value the list of the right leg's columns that are added, for example
  /// `glmax_r: [glmax1_r, glmax2_r, glmax3_r]`. Groups that are not named stay as they are.
  /// - Throws: ``Fault``: missing, or data with file, line and column.
  public static func read(_ url: URL) throws -> MuscleGroups {
    let file = url.relativePath
    let node = try Node(yaml: BoundedFile.bytes(of: url, limit: 64 << 10), file: file)
    let settings = try Settings(node)
    var groups: [String: [String]] = [:]
    let usual = MuscleGroups.usual
    for group in usual.groups {
      let muscles = try settings.texts(group, default: [])
      if settings.contains(group) { groups[group] = muscles }
    }
    try settings.finish()
    return try locating(.file(file)) { try usual.replacing(groups) }
  }

  /// The table as YAML that ``read(_:)`` takes: the first model's muscles, other models' in comments.
  public var yaml: String {
    groups.map { group in
      let lines = (table[group] ?? []).map { line in
        line.split(separator: "+").map(\.trimmed).joined(separator: ", ")
      }
      let others = lines.dropFirst().map { "  # or [\($0)]" }.joined()
      return "\(group): [\(lines.first ?? "")]\(others)\n"
    }.joined()
  }
}
