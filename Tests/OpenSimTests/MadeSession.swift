import Foundation
import OpenSim
import Protocols

/// Somebody who steps in place on two plates, made of the places that a recipe gives its markers.
struct MadeSession {
  let folder: URL
  static let recipeURL = URL(fileURLWithPath: #filePath).appending(path: "../../../recipes/rajagopal.yaml").standardized

  static func recipe() throws -> Recipe {
    try Recipe(yaml: Array(Data(contentsOf: recipeURL)), file: "rajagopal.yaml")
  }

  /// Where the bodies of the model are when it stands, m.
  private static let origins: [String: SIMD3<Double>] = [
    "pelvis": [0, 0.95, 0], "torso": [-0.1, 1.03, 0], "femur_r": [-0.06, 0.87, 0.08], "femur_l": [-0.06, 0.87, -0.08],
    "tibia_r": [-0.06, 0.46, 0.08], "tibia_l": [-0.06, 0.46, -0.08], "calcn_r": [-0.11, 0.03, 0.09],
    "calcn_l": [-0.11, 0.03, -0.09], "humerus_r": [-0.1, 1.4, 0.17], "humerus_l": [-0.1, 1.4, -0.17],
    "ulna_r": [-0.1, 1.1, 0.17], "ulna_l": [-0.1, 1.1, -0.17], "radius_r": [-0.1, 1.1, 0.19],
    "radius_l": [-0.1, 1.1, -0.19],
  ]

  /// Writes the files of a sound session.
  init(in folder: URL) throws {
    self.folder = folder
    let recipe = try Self.recipe()
    var text = "PathFileType\t4\t(X/Y/Z)\twalk.trc\n"
    text += "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
    text += "100\t100\t200\t\(recipe.markers.count)\tmm\t100\t1\t200\nFrame#\tTime\t"
    text += recipe.markers.map { "\($0.name)\t\t" }.joined(separator: "\t") + "\n\t\tX1\tY1\tZ1\n\n"
    for row in 0..<200 {
      let places = recipe.markers.map { marker in
        let at = marker.at ?? [0, 0, 0]
        let place = (Self.origins[marker.body] ?? .zero) + SIMD3(at[0], at[1], at[2])
        return "\(place.x * 1000)\t\(place.y * 1000)\t\(place.z * 1000)"
      }
      text += "\(row + 1)\t\(Double(row) / 100)\t" + places.joined(separator: "\t") + "\n"
    }
    try write(text, "walk.trc")
    try write(text, "standing.trc")
    var forces = "grf\nversion=1\nnRows=2000\nnColumns=19\ninDegrees=no\nendheader\ntime"
    for side in ["r", "l"] {
      forces += ["vx", "vy", "vz", "px", "py", "pz"].map { "\tground_force_\(side)_\($0)" }.joined()
      forces += ["x", "y", "z"].map { "\tground_torque_\(side)_\($0)" }.joined()
    }
    forces += "\n"
    for row in 0..<400 {
      // One leg after the other carries 70 kg.
      let isRight = (row / 100).isMultiple(of: 2)
      func plate(_ isLoaded: Bool, _ z: Double) -> String {
        isLoaded ? "\t0\t686\t0\t-0.03\t0\t\(z)\t0\t0\t0" : "\t0\t0\t0\t0\t0\t0\t0\t0\t0"
      }
      forces += "\(Double(row) / 200)" + plate(isRight, 0.09) + plate(!isRight, -0.09) + "\n"
    }
    forces = forces.replacing("nRows=2000", with: "nRows=400")
    try write(forces, "grf.mot")
    let bodies = Set(recipe.markers.map(\.body) + recipe.measurements.flatMap(\.bodies)).sorted()
    try write("<OpenSimDocument>\(bodies.map { "<Body name=\"\($0)\"/>" }.joined())</OpenSimDocument>", "generic.osim")
    try write(
      "subject,mass_kg,static,markers,ground_forces,start,end\nS1,70,standing.trc,walk.trc,grf.mot,,\n", "sessions.csv")
  }

  func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: folder.appending(path: name)) }

  func read(_ name: String) throws -> String { try String(contentsOf: folder.appending(path: name), encoding: .utf8) }

  /// Changes a file.
  func edit(_ name: String, _ change: (String) -> String) throws { try write(change(read(name)), name) }

  /// Changes the numbers of a marker file or of a table of forces, from the third cell or the second on.
  func numbers(_ name: String, _ change: (_ column: Int, _ value: Double) -> Double) throws {
    let isMarkers = name.hasSuffix(".trc")
    try edit(name) { text in
      text.components(separatedBy: "\n").map { line in
        let cells = line.components(separatedBy: "\t")
        guard cells.count > 10, Double(cells[0]) != nil else { return line }
        let first = isMarkers ? 2 : 1
        return cells.enumerated().map { place, cell in
          place < first ? cell : Double(cell).map { "\(change(place - first, $0))" } ?? cell
        }.joined(separator: "\t")
      }.joined(separator: "\n")
    }
  }

  func simulation(
    _ name: String = "sessions.csv", python: OpenSimPython = OpenSimPython("/nowhere/python")
  ) throws -> Simulation {
    let options = Simulation.Options(
      recipe: try Self.recipe(), model: folder.appending(path: "generic.osim"), python: python)
    return try Simulation(folder.appending(path: name), to: folder.appending(path: "out"), name: "s", options)
  }
}
