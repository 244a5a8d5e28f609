import Cohorts
import Faults
import Formats
import Foundation

/// What a simulated trial looks like over its gait cycles: marker errors, angles, moments, forces and reserves.
public struct SessionCurves: Sendable {
  /// One quantity in one cycle, at 0 to 100 % in steps of 1.
  public struct Curve: Sendable {
    /// Which cycle, by leg and seconds.
    public let cycle: String
    /// The leg.
    public let side: Side
    /// The numbers, `[101]`.
    public let values: [Double]
  }

  /// Quantities of one kind.
  public struct Group: Sendable {
    /// What they are.
    public let title: String
    /// Their unit.
    public let unit: String
    /// The quantities, each with a curve a cycle.
    public let quantities: [(name: String, curves: [Curve])]
  }

  /// Who walked.
  public let subject: String
  /// By what it was made: the recipe, OpenSim and the model.
  public let origin: String
  /// The name of the recording.
  public let recording: String
  /// The numbers of each cycle in words, with the reasons against it.
  public let verdicts: [(cycle: String, numbers: String, objections: [String])]
  /// What a person should know.
  public let notes: [String]
  /// The curves; a kind without any is left out.
  public let groups: [Group]
  /// Where the trial's files are.
  public let folder: URL
}

extension Simulation {
  /// The curves of every trial that is done.
  /// - Throws: ``Fault`` when a step's file cannot be read.
  public func curves() throws -> [SessionCurves] {
    try trials.compactMap { trial in try trial.result.map { try trial.curves($0, options) } }
  }
}

extension SimulatedTrial {
  fileprivate func curves(_ result: Result, _ options: Simulation.Options) throws -> SessionCurves {
    let recorded = try Self.recordings(row, options.recipe).markers
    let ik = folder.appending(path: "ik")
    let places = try Folder.names(in: ik).first { $0.hasSuffix("ik_model_marker_locations.sto") } ?? ""
    let errors = MarkerErrors(
      recorded, options.recipe.markers.filter { $0.weight > 0 },
      model: try MotionTable(contentsOf: ik.appending(path: places)))
    let (angles, moments) = (
      try MotionTable(contentsOf: ik.appending(path: "ik.mot")),
      try MotionTable(contentsOf: folder.appending(path: "id/id.sto"))
    )
    let forces = try result.cycles.map { cycle in
      try cycle.forces.map { try MotionTable(contentsOf: folder.appending(path: $0)) }
    }
    let rms = try MotionTable(
      name: "marker errors", labels: ["all weighted markers, RMS", "worst marker"], time: errors.time,
      values: errors.time.indices.flatMap { row -> [Double] in
        let squares = errors.distances(row).map { $0.distance * $0.distance }
        let mean = squares.isEmpty ? Double.nan : squares.reduce(0, +) / Double(squares.count)
        return [mean.squareRoot() * 100, (squares.max() ?? .nan).squareRoot() * 100]
      })
    func group(
      _ title: String, _ unit: String, _ names: [String], _ value: (Cycle, Int, String) -> (MotionTable, [Int])?
    ) -> SessionCurves.Group? {
      let quantities = names.compactMap { name -> (name: String, curves: [SessionCurves.Curve])? in
        let curves = result.cycles.enumerated().compactMap { place, cycle -> SessionCurves.Curve? in
          guard let (table, columns) = value(cycle, place, name), !columns.isEmpty else { return nil }
          return .init(cycle: cycle.words, side: cycle.side, values: table.percents(columns, cycle.start, cycle.end))
        }
        return curves.isEmpty ? nil : (name, curves)
      }
      return quantities.isEmpty ? nil : .init(title: title, unit: unit, quantities: quantities)
    }
    func columns(_ table: MotionTable, _ names: [String]) -> (MotionTable, [Int])? {
      let found = names.compactMap { table.labels.firstIndex(of: $0) }
      return found.count == names.count ? (table, found) : nil
    }
    func own(_ cycle: Cycle, _ name: String) -> String { name + (cycle.side == .right ? "_r" : "_l") }
    let joints = ["hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle"]
    let muscles = MuscleGroups.usual.table
    let reserves = Set(forces.compactMap(\.self).flatMap(\.labels).filter { $0.hasSuffix("_reserve") })
    let groups = [
      group("Marker errors", "cm", rms.labels) { _, _, name in columns(rms, [name]) },
      group("Joint angles", "degrees", joints) { cycle, _, name in columns(angles, [own(cycle, name)]) },
      group("Joint moments", "Nm", joints) { cycle, _, name in columns(moments, ["\(own(cycle, name))_moment"]) },
      group("Muscle forces", "N", muscles.keys.sorted()) { cycle, place, name in
        forces[place].flatMap { table in
          // The groups are named for the right leg.
          (muscles[name] ?? []).lazy.compactMap { line in
            columns(
              table,
              line.components(separatedBy: " + ").map {
                cycle.side == .left && $0.hasSuffix("_r") ? "\($0.dropLast(2))_l" : $0
              })
          }.first
        }
      },
      group("Reserves", "Nm", joints) { cycle, place, name in
        forces[place].flatMap { table in
          let reserve = "\(own(cycle, name))_reserve"
          return reserves.contains(reserve) ? columns(table, [reserve]) : nil
        }
      },
    ]
    return SessionCurves(
      subject: row.subject,
      origin: "recipe \(options.recipe.name) \(options.recipe.fingerprint.prefix(8)), OpenSim \(result.opensim), model "
        + "\(result.model.prefix(8))", recording: folder.lastPathComponent,
      verdicts: result.cycles.map { ($0.words, $0.quality.words, $0.quality.objections(options.recipe.limits)) },
      notes: result.keptOut.map { "kept out: \($0)" } + result.notes, groups: groups.compactMap(\.self), folder: folder)
  }
}

extension SimulatedTrial.Cycle {
  /// The cycle by leg and seconds.
  var words: String { "\(side.rawValue) \(start.rounded(toPlaces: 3)) to \(end.rounded(toPlaces: 3)) s" }
}

extension MotionTable {
  /// The sum of columns at 0 to 100 % between two instants, linearly between rows.
  fileprivate func percents(_ columns: [Int], _ start: Double, _ end: Double) -> [Double] {
    let sums = time.indices.map { row in columns.reduce(0) { $0 + values[row * labels.count + $1] } }
    var after = 1
    return (0...100).map { place in
      let instant = start + (end - start) * Double(place) / 100
      while after < time.count - 1, time[after] < instant { after += 1 }
      guard time.indices.contains(after) else { return sums.first ?? .nan }
      let share = (instant - time[after - 1]) / (time[after] - time[after - 1])
      return sums[after - 1] + min(max(share, 0), 1) * (sums[after] - sums[after - 1])
    }
  }
}
