import Cohorts
import Faults
import Formats
import Foundation

/// Nine columns of a table that are one plate's.
struct PlateColumns {
  let name: String
  let columns: [Int]

  func vector(_ table: MotionTable, _ row: Int, _ first: Int) -> SIMD3<Double> {
    let at = row * table.labels.count
    func number(_ index: Int) -> Double { table.values[at + columns[first + index]] }
    return SIMD3(number(0), number(1), number(2))
  }

  /// What the plate measured, as the file has it.
  func plate(_ table: MotionTable) -> Plate {
    let rows = table.time.indices
    return Plate(
      name: name, force: rows.map { vector(table, $0, 0) }, point: rows.map { vector(table, $0, 3) },
      moment: rows.map { vector(table, $0, 6) })
  }

  /// The blocks of a table: for each force its point and its moment, by what their names share.
  static func blocks(of table: MotionTable) throws -> [PlateColumns] {
    var found = [String: (name: String, columns: [Int?])]()
    var order = [String]()
    for (index, label) in table.labels.enumerated() {
      guard let part = Part(label) else { continue }
      if found[part.plate] == nil {
        found[part.plate] = (part.name, [Int?](repeating: nil, count: 9))
        order.append(part.plate)
      }
      let place = part.quantity * 3 + part.axis
      if found[part.plate]?.columns[place] == nil { found[part.plate]?.columns[place] = index }
    }
    let blocks = order.compactMap { plate -> PlateColumns? in
      guard let block = found[plate] else { return nil }
      let columns = block.columns.compactMap(\.self)
      return columns.count == 9 ? PlateColumns(name: block.name, columns: columns) : nil
    }
    guard !blocks.isEmpty else {
      let near = found.values.max { $0.columns.compactMap(\.self).count < $1.columns.compactMap(\.self).count }
      let there = near.map { "; of '\($0.name)' \($0.columns.compactMap(\.self).count) of 9 columns are there" } ?? ""
      throw Fault(
        .data, at: .file(table.source),
        "no plate has its nine columns, such as ground_force_r_vx, vy, vz, ground_force_r_px, py, pz and ground_torque_r_x, y, "
          + "z\(there). It has: \(table.labels.prefix(30).joined(separator: ", ")).")
    }
    return blocks
  }
}

/// What a column of a plate is, by its name.
private struct Part {
  /// What tells plates apart: the name without the words for force, point and moment.
  let plate: String
  /// The name without its axis.
  let name: String
  /// 0 for a force, 1 for a point, 2 for a moment.
  let quantity: Int
  let axis: Int

  init?(_ label: String) {
    var words = label.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let last = words.last?.last, let axis = ["x", "y", "z"].firstIndex(of: last) else { return nil }
    words[words.count - 1].removeLast()
    let letter = words[words.count - 1]
    let all = words.joined(separator: " ")
    if ["torque", "moment"].contains(where: all.contains) || ["m", "t"].contains(letter) {
      quantity = 2
    } else if ["cop", "point"].contains(where: all.contains) || letter == "p" {
      quantity = 1
    } else if all.contains("force") || ["v", "f"].contains(letter) {
      quantity = 0
    } else {
      return nil
    }
    let kinds = ["ground", "force", "torque", "moment", "free", "grf", "cop", "point", "v", "p", "f", "m", "t", ""]
    plate = words.filter { !kinds.contains($0) }.joined(separator: " ")
    name = String(label.dropLast(letter.count + 1)).trimmingCharacters(in: .init(charactersIn: "_. -"))
    self.axis = axis
  }
}
