import Formats

/// How far the model's markers are from those that were recorded.
struct MarkerErrors {
  private let markers: PlacedMarkers
  private let model: MotionTable
  private let columns: [(marker: Recipe.Marker, place: Int, column: Int)]

  /// - Parameters:
  ///   - markers: what was recorded.
  ///   - weighted: the markers that inverse kinematics follows.
  ///   - model: where inverse kinematics puts the model's markers, m.
  init(_ markers: PlacedMarkers, _ weighted: [Recipe.Marker], model: MotionTable) {
    (self.markers, self.model) = (markers, model)
    columns = weighted.compactMap { marker in
      guard let place = markers.file.names.firstIndex(of: marker.name),
        let column = model.labels.firstIndex(of: "\(marker.name)_tx")
      else { return nil }
      return (marker, place, column)
    }
  }

  /// The instants, s.
  var time: [Double] { model.time }

  /// The distance of each marker that was seen, m.
  func distances(_ row: Int) -> [(marker: Recipe.Marker, distance: Double)] {
    let seen = markers.file.row(at: model.time[row])
    return columns.compactMap { marker, place, column in
      guard let position = markers.file.position(place, seen) else { return nil }
      let at = row * model.labels.count + column
      let way = SIMD3(model.values[at], model.values[at + 1], model.values[at + 2]) - position
      let distance = (way * way).sum().squareRoot()
      return distance.isFinite ? (marker, distance) : nil
    }
  }
}
