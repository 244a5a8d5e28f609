import Faults
import Formats

/// How a laboratory's axes and unit become OpenSim's: x forward, y up, z to the right, in metres.
struct Frame: Equatable {
  /// The rows of the rotation: the laboratory's axis, with its sign, that becomes x, y and z.
  let axes: [(axis: Int, sign: Double)]
  /// Metres per unit.
  let scale: Double

  static func == (one: Frame, other: Frame) -> Bool {
    one.scale == other.scale && zip(one.axes, other.axes).allSatisfy { $0 == $1 }
  }

  /// OpenSim's own axes.
  static func own(scale: Double = 1) -> Frame { Frame(axes: [(0, 1), (1, 1), (2, 1)], scale: scale) }

  init(axes: [(axis: Int, sign: Double)], scale: Double) { (self.axes, self.scale) = (axes, scale) }

  /// A frame with given directions of up and forward.
  init(up: (axis: Int, sign: Double), forward: (axis: Int, sign: Double), scale: Double) {
    var (x, y) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
    x[forward.axis] = forward.sign
    y[up.axis] = up.sign
    let z = SIMD3(x.y * y.z - x.z * y.y, x.z * y.x - x.x * y.z, x.x * y.y - x.y * y.x)
    let axis = (0..<3).first { z[$0] != 0 } ?? 2
    self.init(axes: [forward, up, (axis, z[axis])], scale: scale)
  }

  /// A direction in OpenSim's axes.
  func turned(_ vector: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(vector[axes[0].axis] * axes[0].sign, vector[axes[1].axis] * axes[1].sign, vector[axes[2].axis] * axes[2].sign)
  }

  /// A place in OpenSim's axes, m.
  func placed(_ place: SIMD3<Double>) -> SIMD3<Double> { turned(place) * scale }

  /// The frame in words, for a person.
  var words: String {
    func word(_ part: (axis: Int, sign: Double)) -> String { (part.sign < 0 ? "-" : "") + ["x", "y", "z"][part.axis] }
    return "\(word(axes[1])) up, \(word(axes[0])) forward, \(scale == 1 ? "m" : scale == 0.001 ? "mm" : "cm")"
  }
}

/// A recording's markers of the recipe in OpenSim's axes and metres.
struct PlacedMarkers {
  let file: MarkerFile
  let frame: Frame

  /// The mean place of some markers in a row; nil where none was seen.
  func centre(_ names: [String], _ row: Int) -> SIMD3<Double>? {
    let places = names.compactMap { name in file.names.firstIndex(of: name).flatMap { file.position($0, row) } }
    return places.isEmpty ? nil : places.reduce(.zero, +) / Double(places.count)
  }

  /// Turns a recording.
  ///
  /// A standing trial keeps its heading where a model's pelvis can follow, which is up to 90 degrees: OpenSim ends the search
  /// for the pose so early that what it finds depends on the heading, and so it finds what it found for the laboratory.
  /// - Parameter isStanding: whether it is a standing trial.
  /// - Throws: ``Fault`` (data) naming the file when the unit is none or cannot be, or no axis points up.
  init(_ raw: MarkerFile, _ names: MarkerNames, _ recipe: Recipe, isStanding: Bool = false) throws {
    let scales = ["mm": 0.001, "m": 1.0, "cm": 0.01, "meters": 1.0, "millimeters": 0.001]
    guard let scale = scales[raw.unit.lowercased()] else {
      throw Fault(
        .data, at: .file(raw.source), "its unit is \(quoted(raw.unit)); mm, cm or m are expected under 'Units'.")
    }
    func mean(_ bodies: [String], _ row: Int) -> SIMD3<Double>? {
      let places = recipe.markers.filter { marker in bodies.contains { marker.body.hasPrefix($0) } }
        .compactMap { names.columns[$0.name] }.compactMap { raw.position($0, row) }
      return places.isEmpty ? nil : places.reduce(.zero, +) / Double(places.count)
    }
    let rows = raw.time.indices.filter { mean(["pelvis"], $0) != nil && mean(["calcn", "toes", "talus"], $0) != nil }
    guard let first = rows.first, let last = rows.last else {
      throw Fault(.data, at: .file(raw.source), "in no frame markers of the pelvis and of a foot are seen together.")
    }
    var rise = SIMD3<Double>.zero
    for row in rows {
      rise += (mean(["pelvis"], row) ?? .zero) - (mean(["calcn", "toes", "talus"], row) ?? .zero)
    }
    rise = rise / Double(rows.count) * scale
    let length = (rise * rise).sum().squareRoot()
    let upAxis = [0, 1, 2].max { rise[$0].magnitude < rise[$1].magnitude } ?? 1
    guard (0.4...1.6).contains(length) else {
      throw Fault(
        .data, at: .file(raw.source),
        "the pelvis is \((length * 1000).rounded() / 1000) m above the feet if the unit is \(raw.unit), as the header says; "
          + "0.4 to 1.6 m are possible.")
    }
    guard rise[upAxis].magnitude > 0.8 * length else {
      throw Fault(
        .data, at: .file(raw.source),
        "no axis points up: from the feet to the pelvis it is \(rise.x), \(rise.y), \(rise.z) m.")
    }
    let up = (axis: upAxis, sign: rise[upAxis] < 0 ? -1.0 : 1.0)
    // Up is set right first; the heading is told in these axes.
    let kept = Frame(up: up, forward: (upAxis == 0 ? 1 : 0, 1), scale: scale)
    // Where the person goes; on a treadmill, or standing, where the pelvis looks.
    var way = kept.placed((mean(["pelvis"], last) ?? .zero) - (mean(["pelvis"], first) ?? .zero))
    way.y = 0
    if isStanding || (way * way).sum().squareRoot() < 0.3 {
      way = Self.facing(raw, names, recipe, row: first, in: kept)
    }
    let ahead = kept.axes[way.x.magnitude >= way.z.magnitude ? 0 : 2]
    let isBackwards = (way.x.magnitude >= way.z.magnitude ? way.x : way.z) < 0
    let turned = Frame(up: up, forward: (ahead.axis, isBackwards ? -ahead.sign : ahead.sign), scale: scale)
    let frame = isStanding && way.x >= 0 ? kept : turned
    let own = recipe.markers.filter { names.columns[$0.name] != nil }
    var positions = [Double]()
    positions.reserveCapacity(raw.time.count * own.count * 3)
    for row in raw.time.indices {
      for marker in own {
        let place = names.columns[marker.name].flatMap { raw.position($0, row) }.map(frame.placed)
        positions += place.map { [$0.x, $0.y, $0.z] } ?? [.nan, .nan, .nan]
      }
    }
    file = MarkerFile(source: raw.source, unit: "m", names: own.map(\.name), time: raw.time, positions: positions)
    self.frame = frame
  }

  /// Where the pelvis looks, or the feet where too little of the pelvis is seen: the turn about the vertical that brings the
  /// recipe's places of markers closest to where they are.
  private static func facing(
    _ raw: MarkerFile, _ names: MarkerNames, _ recipe: Recipe, row: Int, in frame: Frame
  ) -> SIMD3<Double> {
    var feet = SIMD3<Double>.zero
    for body in Set(recipe.markers.map(\.body)).sorted() where body == "pelvis" || body.hasPrefix("calcn") {
      let seen = recipe.markers.filter { $0.body == body }.compactMap {
        marker -> (at: SIMD3<Double>, place: SIMD3<Double>)? in
        guard let at = marker.at, let place = names.columns[marker.name].flatMap({ raw.position($0, row) }) else {
          return nil
        }
        return (SIMD3(at[0], at[1], at[2]), frame.placed(place))
      }
      guard seen.count > 1 else { continue }
      let count = Double(seen.count)
      let (centre, middle) = (seen.map(\.at).reduce(.zero, +) / count, seen.map(\.place).reduce(.zero, +) / count)
      var sum = SIMD3<Double>.zero
      for (at, place) in seen.map({ ($0.at - centre, $0.place - middle) }) {
        sum += SIMD3(at.x * place.x + at.z * place.z, 0, at.x * place.z - at.z * place.x)
      }
      if body == "pelvis", (sum * sum).sum() > 0 { return sum }
      feet += sum
    }
    return feet
  }
}
