import Cohorts
import Faults
import Formats
import Foundation
import Protocols

/// What is looked at of a walk's files before OpenSim starts.
extension SimulatedTrial {
  /// The recordings as OpenSim reads them.
  static func recordings(
    _ row: SessionRow, _ recipe: Recipe
  ) throws -> (markers: PlacedMarkers, forces: PlateForces, prepared: Prepared) {
    guard let file = row.files["markers"], let plates = row.files["ground_forces"] else {
      throw Fault(.data, at: row.place, "markers and ground forces are needed.")
    }
    let filled = try FilledRecording(MarkerFile(contentsOf: file), upTo: PlacedMarkers.longestGap)
    let raw = filled.file
    let names = MarkerNames(recipe, in: raw)
    try names.check(recipe, in: raw, weight: \.weight)
    let markers = try PlacedMarkers(raw, names, recipe)
    func foot(_ ending: String) -> [String] {
      recipe.markers.filter { marker in
        names.columns[marker.name] != nil && ["calcn", "toes", "talus"].contains { marker.body == $0 + ending }
      }.map(\.name)
    }
    let feet = [Side.right: foot("_r"), .left: foot("_l")]
    let measured = try MotionTable(contentsOf: plates)
    let forces = try PlateForces(
      measured, markers, feet: feet, mass: row.mass, window: (row.start ?? -.infinity)...(row.end ?? .infinity))
    let start = max(row.start ?? -.infinity, markers.file.time.first ?? 0, forces.time.first ?? 0)
    let end = min(row.end ?? .infinity, markers.file.time.last ?? 0, forces.time.last ?? 0)
    guard end - start > 0.5 else {
      throw Fault(
        .data, at: .file(raw.source),
        "markers, forces, 'start' and 'end' have \(max(0, ((end - start) * 1000).rounded() / 1000)) s in common, which is no gait "
          + "cycle.")
    }
    try forces.checkWeight(
      row, FootContacts(markers, recipe.markers.filter { $0.weight > 0 }), in: start...end,
      file: .file(plates.relativePath))
    var notes = forces.notes
    notes += raw.irregularities.map { "\(file.lastPathComponent): \($0)" }
    notes += measured.irregularities.map { "\(plates.lastPathComponent): \($0)" }
    if markers.frame != Frame.own(scale: markers.frame.scale) {
      notes.append("markers were read with \(markers.frame.words)")
    }
    let lacking = names.missing.filter { name in recipe.markers.contains { $0.name == name && $0.weight > 0 } }
    let free = raw.names.indices.filter { !names.columns.values.contains($0) }.map { raw.names[$0] }
    if !free.isEmpty {
      notes.append(
        "\(counted(free.count, "marker")) of the recording \(free.count == 1 ? "is" : "are") none of the recipe's and not used: "
          + free.prefix(12).joined(separator: ", ") + (free.count > 12 ? " and others" : ""))
    }
    notes += unused(row, markers.file.time, forces.time)
    if !lacking.isEmpty { notes.append("without the markers \(lacking.joined(separator: ", "))") }
    try markers.checkSeen(
      recipe.markers.filter { $0.weight > 0 && names.columns[$0.name] != nil }, in: start...end)
    let gaps = markers.gaps(in: start...end)
    if let note = filled.note { notes.append(note) }
    if let worst = gaps.max(by: { $0.seconds < $1.seconds }) {
      notes.append(
        "warning: \(counted(gaps.count, "gap")) not filled, where the marker is not followed; the longest, of '\(worst.marker)', is "
          + "\((worst.seconds * 1000).rounded() / 1000) s")
    }
    return (markers, forces, Prepared(notes: notes, start: start, end: end))
  }

  /// What of the seconds that were asked for, or recorded, is not used.
  private static func unused(_ row: SessionRow, _ markers: [Double], _ forces: [Double]) -> [String] {
    var notes = [String]()
    guard let first = markers.first, let last = markers.last, let from = forces.first, let to = forces.last else {
      return notes
    }
    // Less is the rounding of a table, or of two clocks.
    let least = 0.05
    if let start = row.start, start < first - least {
      notes.append("'start' is \(start) s, and the markers begin at \(first) s")
    }
    if let end = row.end, end > last + least { notes.append("'end' is \(end) s, and the markers end at \(last) s") }
    if from > max(row.start ?? first, first) + least {
      notes.append("the forces begin at \(from) s and the markers at \(first) s; what is before is not used")
    }
    if to < min(row.end ?? last, last) - least {
      notes.append("the forces end at \(to) s and the markers at \(last) s; what is after is not used")
    }
    return notes
  }
}

extension SessionRow {
  /// The ground forces as OpenSim reads them.
  ///
  /// - Throws: ``Fault`` (data) when the recordings cannot be used.
  package func plates(_ recipe: Recipe) throws -> PlateForces { try SimulatedTrial.recordings(self, recipe).forces }
}
