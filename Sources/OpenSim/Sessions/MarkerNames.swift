import Faults
import Formats

/// The markers of a recording by the recipe's names.
struct MarkerNames {
  /// The recording's column of each marker of the recipe that it has.
  let columns: [String: Int]
  /// The markers of the recipe that the recording lacks.
  let missing: [String]

  /// Finds the recipe's markers in a recording: by name, by a synonym, or by name without capitals, dots and a
  /// beginning such as `P01:`.
  init(_ recipe: Recipe, in file: MarkerFile) {
    let plain = file.names.map(Self.plain)
    var columns = [String: Int]()
    for marker in recipe.markers {
      let names = [marker.name] + marker.synonyms
      columns[marker.name] =
        names.lazy.compactMap { file.names.firstIndex(of: $0) }.first
        ?? names.lazy.compactMap { name in
          let fitting = plain.indices.filter { plain[$0] == Self.plain(name) }
          return fitting.count == 1 ? fitting.first : nil
        }.first
    }
    self.columns = columns
    missing = recipe.markers.map(\.name).filter { columns[$0] == nil }
  }

  private static func plain(_ name: String) -> String {
    let last = name.split(separator: ":").last.map(String.init) ?? name
    return last.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// Refuses a recording that lacks what the recipe follows: a marker whose name is nearly there, or most of a segment of
  /// trunk, pelvis or leg.
  ///
  /// - Parameter weight: which markers count.
  func check(_ recipe: Recipe, in file: MarkerFile, weight: (Recipe.Marker) -> Double) throws {
    let taken = Set(columns.values)
    let free = file.names.indices.filter { !taken.contains($0) }.map { file.names[$0] }
    let wanted = recipe.markers.filter { weight($0) > 0 }
    let lacking = wanted.map(\.name).filter { columns[$0] == nil }
    let near = lacking.compactMap { name in nearest(name, in: free).map { (name: name, near: $0) } }
    if let first = near.first {
      // All at once, so that nobody mends a name a run.
      let others = near.dropFirst().map { "'\($0.near)' for '\($0.name)'" }
      throw Fault(
        .data, at: .file(file.source),
        "there is no marker '\(first.name)' of the recipe \(recipe.name). Did you mean '\(first.near)'"
          + "\(others.isEmpty ? "" : ", and \(others.joined(separator: ", "))")? Name it so, or list it "
          + "under 'synonyms' in a recipe of your own.")
    }
    // What the legs and the trunk do decides a hip; an arm that nobody saw stays as the model has it, and is said to be lacking.
    let decisive = PlacedMarkers.legs + ["torso"]
    for segment in Set(wanted.map(\.body)).sorted() where decisive.contains(where: segment.hasPrefix) {
      let own = wanted.filter { $0.body == segment }
      let lost = own.filter { columns[$0.name] == nil }.map(\.name)
      let least = segment == "pelvis" ? min(3, own.count) : 1
      guard own.count - lost.count < least else { continue }
      throw Fault(
        .data, at: .file(file.source),
        "of the markers of \(segment) only \(own.count - lost.count) are there, and \(least) are needed; missing: "
          + "\(lost.joined(separator: ", ")). It has: \(file.names.prefix(60).joined(separator: ", ")).")
    }
  }
}
