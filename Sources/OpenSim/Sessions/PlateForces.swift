import Cohorts
import Faults
import Formats
import Foundation

/// What one force plate measured, in OpenSim's axes: force in N, point in m, free moment in Nm.
package struct Plate {
  let name: String
  package var force: [SIMD3<Double>]
  package var point: [SIMD3<Double>]
  package var moment: [SIMD3<Double>]
}

/// The ground forces of both feet, made of what the plates measured.
package struct PlateForces {
  package let time: [Double]
  /// The forces of each foot.
  package let feet: [Side: Plate]
  /// What a person should know of how the plates were understood.
  package let notes: [String]

  /// The force in N above which a plate is trodden on.
  static let loaded = 50.0

  /// Counted up when the same files come to mean other forces, cycles or numbers of quality, so that no older result is taken for done.
  static let rules = 3

  /// Reads a table of ground forces and gives every plate to the foot that is nearest to its centre of pressure.
  ///
  /// - Parameters:
  ///   - table: forces, points and moments, three columns each, with names that end in `vx vy vz`, `px py pz` and
  ///     `torque_x torque_y torque_z` or the like.
  ///   - markers: the trial's markers.
  ///   - feet: the names of the markers of each foot.
  ///   - mass: the body mass in kg.
  ///   - window: the seconds that are used; nothing outside is judged.
  /// - Throws: ``Fault`` (data) with the file: no block of nine columns, a force that does not carry the body, a plate that
  ///   is far from both feet or under both, times that do not overlap, or what ``PlateDoubts`` finds.
  init(
    _ table: MotionTable, _ markers: PlacedMarkers, feet: [Side: [String]], mass: Float,
    window: ClosedRange<Double> = -.infinity ... .infinity
  ) throws {
    let file = Place.file(table.source)
    let blocks = try PlateColumns.blocks(of: table)
    let time = table.time
    let weight = Double(mass) * 9.80665
    guard let first = time.first, let last = time.last, let start = markers.file.time.first,
      let end = markers.file.time.last, first < end, start < last
    else {
      throw Fault(
        .data, at: file,
        "its times do not overlap those of the markers (\(markers.file.time.first ?? 0) to \(markers.file.time.last ?? 0) "
          + "s); both must count from the same moment.")
    }
    let up = try Self.vertical(blocks, table, mass)
    var said = [String]()
    let raws = try blocks.map { block in
      var plate = block.plate(table)
      try plate.checkNumbers(time, up: up.axis, in: file)
      if let offset = plate.takeOffset(up: up.axis, weight: weight) { said.append(offset) }
      return plate
    }
    var best: (frame: Frame, distance: Double)?
    let rows = stride(from: 0, to: time.count, by: max(1, time.count / 400)).filter {
      time[$0] >= start && time[$0] <= end && window.contains(time[$0])
    }
    guard !rows.isEmpty else {
      throw Fault(
        .data, at: file,
        "'start' and 'end' leave nothing of what was recorded, from \(max(first, start)) to \(min(last, end)) s; they are seconds."
      )
    }
    // The markers' own frame first: others are tried only where the feet are not under its points.
    let own = [markers.frame] + Self.frames(up: up)
    for frame in own where frame.axes[1].axis == up.axis && (best?.distance ?? 1) > 0.15 {
      for scale in [1.0, 0.001] {
        let candidate = Frame(axes: frame.axes, scale: scale)
        var (distances, sizes) = ([Double](), [Double]())
        for plate in raws {
          for row in rows where candidate.turned(plate.force[row]).y > Self.loaded {
            let point = plate.point[row].seen
            sizes.append(max(point.x.magnitude, point.y.magnitude, point.z.magnitude))
            let near = Self.distances(candidate.placed(point), time[row], markers, feet).values.min()
            if let near { distances.append(near) }
          }
        }
        (distances, sizes) = (distances.sorted(), sizes.sorted())
        // Nobody walks within 5 mm of a laboratory's origin, nor 50 m away from it.
        guard !distances.isEmpty, scale == 1 ? sizes[sizes.count / 2] < 50 : sizes[sizes.count / 2] > 5 else {
          continue
        }
        let middle = distances[distances.count / 2]
        if middle < best?.distance ?? .infinity { best = (candidate, middle) }
      }
    }
    guard let best else {
      throw Fault(.data, at: file, "no plate is trodden on while the markers were recorded and used.")
    }
    guard best.distance < 0.3 else {
      throw Fault(
        .data, at: file,
        "the centres of pressure are \((best.distance * 100).rounded() / 100) m from the nearer foot in the middle; forces and "
          + "markers must be of one laboratory frame and of the same trial.")
    }
    let used = max(start, window.lowerBound)...max(start, min(end, window.upperBound))
    let doubts = PlateDoubts(file: file, time: time, markers: markers, weight: weight, window: used)
    var (feetPlates, resting, frames) = ([Side: Plate](), 0, 0)
    for raw in raws {
      var plate = raw.turned(best.frame, momentScale: doubts.momentScale(of: raw, best.frame))
      let quiet = plate.rest(time)
      let trodden = rows.filter { plate.force[$0].y > Self.loaded }
      guard !trodden.isEmpty else {
        said.append("plate '\(plate.name)' is trodden on by nobody and not used")
        continue
      }
      (resting, frames) = (resting + quiet, frames + time.count)
      try raw.checkUnloaded(up: up.axis, weight: weight, in: file)
      let right = trodden.filter { row in
        let distances = Self.distances(plate.point[row].seen, time[row], markers, feet)
        return (distances[.right] ?? .infinity) < (distances[.left] ?? .infinity)
      }
      let share = Double(right.count) / Double(trodden.count)
      guard share > 0.9 || share < 0.1 else {
        throw Fault(
          .data, at: file,
          "the plate '\(plate.name)' carries both feet: in \(Int((share * 100).rounded())) % of the time the right one is "
            + "nearer; give a trial in which each plate is one foot's, or cut it with 'start' and 'end'.")
      }
      let side: Side = share > 0.9 ? .right : .left
      try doubts.checkMoment(of: plate)
      if let mended = try doubts.mendPoints(of: &plate, side, feet[side] ?? []) { said.append(mended) }
      said.append("plate '\(plate.name)' is the \(side.rawValue) foot's")
      feetPlates[side] = feetPlates[side].map { $0.adding(plate) } ?? plate
    }
    for (side, plate) in feetPlates.sorted(by: { $0.key.rawValue > $1.key.rawValue }) {
      try doubts.checkStance(of: plate, side)
    }
    if resting > 0 {
      let share = Double(resting) / Double(frames) * 100
      said.append(
        "in \(share < 0.1 ? "under 0.1" : "\((share * 10).rounded() / 10)") % of the plates' frames forces of less than "
          + "\(Int(Plate.contact)) N were set to zero, with their moments: nobody stood there")
    }
    if best.frame != markers.frame { said.append("forces were read with \(best.frame.words)") }
    self.time = time
    self.feet = feetPlates
    notes = said
  }

  /// The axis that carries the body, with the sign that makes it point up.
  private static func vertical(_ blocks: [PlateColumns], _ table: MotionTable, _ mass: Float) throws -> (
    axis: Int, sign: Double
  ) {
    let weight = Double(mass) * 9.80665
    var (sums, peak) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
    for row in table.time.indices {
      let force = blocks.reduce(SIMD3<Double>.zero) { $0 + $1.vector(table, row, 0).seen }
      sums += force
      for axis in 0..<3 where force[axis].magnitude > peak[axis] { peak[axis] = force[axis].magnitude }
    }
    let axis = [0, 1, 2].max { peak[$0] < peak[$1] } ?? 1
    guard (0.6...3).contains(peak[axis] / weight) else {
      throw Fault(
        .data, at: .file(table.source),
        "the forces reach \(Int(peak[axis].rounded())) N together, and \(mass) kg weigh \(Int(weight.rounded())) N; is the mass "
          + "right, are the forces in N, and did a foot tread on a plate?")
    }
    guard sums[axis] > 0 else {
      throw Fault(
        .data, at: .file(table.source),
        "the forces point down, as the foot pushes the plate; those of the ground on the foot are expected: turn their sign."
      )
    }
    return (axis, 1)
  }

  /// The four headings with an axis up.
  private static func frames(up: (axis: Int, sign: Double)) -> [Frame] {
    [0, 1, 2].filter { $0 != up.axis }.flatMap { axis in
      [1.0, -1.0].map { Frame(up: up, forward: (axis, $0), scale: 1) }
    }
  }

  /// How far a point of the ground is from each foot at an instant, m, seen from above.
  private static func distances(
    _ point: SIMD3<Double>, _ instant: Double, _ markers: PlacedMarkers, _ feet: [Side: [String]]
  ) -> [Side: Double] {
    let row = markers.file.row(at: instant)
    return feet.compactMapValues { names in
      markers.centre(names, row).map { centre in
        let (x, z) = (centre.x - point.x, centre.z - point.z)
        return (x * x + z * z).squareRoot()
      }
    }
  }

  /// The table that OpenSim and the search for gait cycles read.
  func table(source: String) throws -> MotionTable {
    var labels = [String]()
    for side in ["r", "l"] {
      labels += ["vx", "vy", "vz", "px", "py", "pz"].map { "ground_force_\(side)_\($0)" }
      labels += ["x", "y", "z"].map { "ground_torque_\(side)_\($0)" }
    }
    let values = time.indices.flatMap { row in
      [Side.right, .left].flatMap { side -> [Double] in
        guard let plate = feet[side] else { return [Double](repeating: 0, count: 9) }
        return [plate.force[row], plate.point[row].seen, plate.moment[row].seen].flatMap { [$0.x, $0.y, $0.z] }
      }
    }
    return try MotionTable(
      source: source, name: "ground forces", inDegrees: false, labels: labels, time: time, values: values)
  }
}

extension Plate {
  /// The plate in OpenSim's axes.
  func turned(_ frame: Frame, momentScale: Double) -> Plate {
    Plate(
      name: name, force: force.map(frame.turned), point: point.map(frame.placed),
      moment: moment.map { frame.turned($0) * momentScale })
  }

  /// Two plates under one foot: forces and moments add up, the point is their common one.
  func adding(_ other: Plate) -> Plate {
    var sum = self
    for row in force.indices {
      let (a, b) = (max(force[row].y, 0), max(other.force[row].y, 0))
      sum.point[row] = a + b > 1e-6 ? (point[row] * a + other.point[row] * b) / (a + b) : point[row]
      sum.force[row] = force[row] + other.force[row]
      sum.moment[row] = moment[row] + other.moment[row]
    }
    return sum
  }
}

extension MarkerFile {
  /// The row nearest to an instant.
  func row(at instant: Double) -> Int {
    var (low, high) = (0, time.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if time[middle] < instant { low = middle + 1 } else { high = middle }
    }
    return low > 0 && instant - time[low - 1] < time[low] - instant ? low - 1 : low
  }
}
