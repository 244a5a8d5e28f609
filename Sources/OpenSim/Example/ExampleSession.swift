import Cohorts
import Faults
import Formats
import Foundation
import SyntheticGait

/// A tiny session of computed walkers: for each a model, the markers of a walk, what the plates measured and the angles that
/// made it.
public struct ExampleSession: Sendable {
  /// The folder of the files.
  public let folder: URL
  /// The table of sessions.
  public var table: URL { folder.appending(path: "sessions.csv") }

  private static let walkers = [(number: 1, cadence: 112.0), (number: 2, cadence: 92.0)]
  private static let strides = 2

  /// Writes the files; the same every time.
  ///
  /// - Parameters:
  ///   - folder: the folder; it is made.
  ///   - recipe: the recipe `walker`, whose markers the walkers wear.
  /// - Throws: ``Fault`` (io).
  public init(in folder: URL, _ recipe: Recipe) throws {
    self.folder = folder
    var rows = ["subject,mass_kg,height_m,cadence,model,markers,ground_forces"]
    for (number, cadence) in Self.walkers {
      let draw = SyntheticDraw(seed: 2025)
      let subject = SyntheticSubject(number: number, isPatient: false, seed: draw)
      let walk = SyntheticWalk(of: subject, cadence: cadence, stride: subject.draw.of("example"))
      // A quarter of a stride before the first contact and after the last, so that every contact is inside.
      let quarter = SyntheticWalk.framesOfStride / 4
      let frames = (-quarter...SyntheticWalk.framesOfStride * Self.strides + 2 * quarter).map(walk.frame)
      let name = subject.id
      try AtomicFile.write(
        Data(ExampleModel(body: walk.body, markers: recipe.markers).text.utf8),
        to: folder.appending(path: "\(name).osim"))
      try AtomicFile.write(Data(Self.markers(frames, recipe).text.utf8), to: folder.appending(path: "\(name).trc"))
      try Self.forces(frames).write(to: folder.appending(path: "\(name)_forces.mot"))
      try Self.angles(frames).write(to: folder.appending(path: "\(name)_angles.mot"))
      let pace = SyntheticPace.nearest(to: cadence).rawValue
      rows.append("\(name),\(subject.mass),\(subject.height),\(pace),\(name).osim,\(name).trc,\(name)_forces.mot")
    }
    try AtomicFile.write(Data((rows.joined(separator: "\n") + "\n").utf8), to: table)
  }

  /// By how much inverse kinematics misses the angles that made the markers: the largest root mean square over all
  /// coordinates of the legs and all walkers, in degrees, with the coordinate; nil where nothing has been simulated.
  public func largestDifference(in simulation: Simulation) throws -> (degrees: Double, coordinate: String)? {
    var largest: (degrees: Double, coordinate: String)?
    for trial in simulation.trials where trial.result != nil {
      let made = try MotionTable(contentsOf: folder.appending(path: "\(trial.row.subject)_angles.mot"))
      let found = try MotionTable(contentsOf: trial.folder.appending(path: "ik/ik.mot"))
      for (place, label) in made.labels.enumerated() {
        guard let column = found.labels.firstIndex(of: label) else { continue }
        let (truth, angles) = (made.column(at: place), found.column(at: column))
        let squares = found.time.indices.map { row -> Double in
          let nearest = made.time.indices.min {
            abs(made.time[$0] - found.time[row]) < abs(made.time[$1] - found.time[row])
          }
          let difference = angles[row] - truth[nearest ?? 0]
          return difference * difference
        }
        let rms = (squares.reduce(0, +) / Double(max(squares.count, 1))).squareRoot()
        if rms > largest?.degrees ?? -1 { largest = (rms, label) }
      }
    }
    return largest
  }

  private static func markers(_ frames: [SyntheticWalk.Frame], _ recipe: Recipe) -> MarkerFile {
    let segments: [String: LegMotion.Segment] = ["pelvis": .pelvis, "femur": .thigh, "tibia": .shank, "calcn": .foot]
    let positions = frames.flatMap { frame in
      recipe.markers.flatMap { marker -> [Double] in
        let parts = marker.body.split(separator: "_").map(String.init)
        let at = marker.at ?? [0, 0, 0]
        let isLeft = parts.last == "l"
        // The left leg is a right one in a mirror.
        let point = SIMD3(at[0], at[1], isLeft ? -at[2] : at[2])
        var place = (isLeft ? frame.left : frame.right).place(of: point, on: segments[parts[0]] ?? .pelvis)
        if isLeft { place.z = -place.z }
        place += frame.pelvis
        return [place.x, place.y, place.z]
      }
    }
    return MarkerFile(
      source: "markers.trc", unit: "m", names: recipe.markers.map(\.name), time: frames.map(\.time),
      positions: positions)
  }

  private static func forces(_ frames: [SyntheticWalk.Frame]) throws -> MotionTable {
    let labels = ["r", "l"].flatMap { side in
      ["vx", "vy", "vz", "px", "py", "pz"].map { "ground_force_\(side)_\($0)" }
        + ["x", "y", "z"].map { "ground_torque_\(side)_\($0)" }
    }
    let values = frames.flatMap { frame -> [Double] in
      [frame.rightForce, frame.leftForce].flatMap { push -> [Double] in
        [push.force.x, push.force.y, push.force.z, push.point.x, push.point.y, push.point.z, 0, 0, 0]
      }
    }
    return try MotionTable(
      name: "ground forces", inDegrees: false, labels: labels, time: frames.map(\.time), values: values)
  }

  private static func angles(_ frames: [SyntheticWalk.Frame]) throws -> MotionTable {
    let joints = ["hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle"]
    let values = frames.flatMap { frame -> [Double] in
      [frame.rightPose, frame.leftPose].flatMap { pose -> [Double] in
        [pose.hipFlexion, pose.hipAdduction, pose.hipRotation, pose.knee, pose.ankle].map { $0.value * 180 / Double.pi }
      }
    }
    return try MotionTable(
      name: "angles", inDegrees: true, labels: ["r", "l"].flatMap { side in joints.map { "\($0)_\(side)" } },
      time: frames.map(\.time), values: values)
  }
}
