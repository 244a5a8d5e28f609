import Cohorts
import Faults
import Fixtures
import Formats
import Foundation
import Jobs
import OpenSim
import Protocols
import TestSupport
import Testing

/// The walk of Rajagopal and others 2016 through OpenSim itself; skipped where its files or OpenSim are not.
@Suite("A simulated session", .serialized) struct SimulationTests {
  static let session = Fixtures.shared.appending(path: "opensim-raw")
  static let python = OpenSimPython()

  /// Whether there is what the tests need; said aloud where not.
  static let isPossible: Bool = {
    guard FileManager.default.fileExists(atPath: session.path) else {
      print("skipped: \(session.path) is not here, so nothing is simulated")
      return false
    }
    do { _ = try python.version() } catch {
      print("skipped: \(error)")
      return false
    }
    return true
  }()

  private func table(_ name: String) throws -> MotionTable {
    try MotionTable(contentsOf: Self.session.appending(path: "expected/\(name)"))
  }

  /// A column of a table at the instants of a cycle.
  private func curve(_ table: MotionTable, _ column: String, _ start: Double, _ end: Double) throws -> [Double] {
    let index = try #require(table.labels.firstIndex(of: column))
    let values = table.column(at: index)
    return (0..<180).map { frame in
      let instant = start + (end - start) * Double(frame) / 179
      let after = min(max(table.time.firstIndex { $0 >= instant } ?? table.time.count - 1, 1), table.time.count - 1)
      let share = (instant - table.time[after - 1]) / (table.time[after] - table.time[after - 1])
      return values[after - 1] + share * (values[after] - values[after - 1])
    }
  }

  @Test(.enabled(if: isPossible))
  func `gives the angles, moments and forces that OpenSim's own tools give`() throws {
    try withTemporaryFolder { folder in
      for name in ["motion_capture_walk.trc", "grf_walk.mot", "subject_scaled_walk.osim"] {
        try FileManager.default.copyItem(at: Self.session.appending(path: name), to: folder.appending(path: name))
      }
      let list =
        "subject,mass_kg,height_m,population,markers,ground_forces,model\n"
        + "S1,85.07,1.83,healthy,motion_capture_walk.trc,grf_walk.mot,subject_scaled_walk.osim\n"
      try Data(list.utf8).write(to: folder.appending(path: "own.csv"))
      var options = Simulation.Options(recipe: try MadeSession.recipe(), python: Self.python)
      options.sides = [.right]
      let (output, url) = (folder.appending(path: "out"), folder.appending(path: "own.csv"))
      let simulation = try Simulation(url, to: output, name: "own", options)
      let context = JobContext(threads: 1, interruption: Interruption()) { _ in }
      for job in simulation.jobs { try job.run(context) }
      let outcome = try simulation.cohorts(to: output, name: "own")
      #expect(outcome.gaitCycles == [1, 1, 1] && outcome.trials[0].keptOut.isEmpty, "\(outcome)")

      let moments = try Cohort.read(output.appending(path: "own_JM60.npz"))
      #expect(moments.remarks.labels?.hasPrefix("recipe rajagopal ") == true)
      let trial = try MotionTable(
        contentsOf: simulation.session.appending(path: "S1/motion_capture_walk/forces.mot"))
      #expect(trial.labels.count == 18)
      let (start, end) = (0.268, 1.412)
      let (angles, forces) = (try table("ik.mot"), try table("so_force.sto"))
      func rms(_ values: [Float], _ place: Int, _ count: Int, _ expected: [Double]) -> Double {
        let squares = (0..<180).map { frame in
          let difference = Double(values[frame * count + place]) - expected[frame]
          return difference * difference
        }
        return (squares.reduce(0, +) / 180).squareRoot()
      }
      for (place, name) in moments.task.inputs.enumerated() {
        #expect(try rms(moments.inputs, place, 10, curve(angles, name, start, end)) < 0.5, "\(name)")
      }
      let targets = try #require(moments.targets)
      for (place, name) in moments.task.outputs.enumerated() {
        #expect(try rms(targets, place, 3, curve(table("id.sto"), name, start, end)) < 2, "\(name)")
      }
      let muscles = try Cohort.read(output.appending(path: "own_MF60.npz"))
      let pulled = try #require(muscles.targets)
      for (place, name) in muscles.task.outputs.enumerated() {
        let parts = try #require(MuscleGroups.usual.table[name]?.first).split(separator: "+").map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        let curves = try parts.map { try curve(forces, $0, start, end) }
        let sum = (0..<180).map { frame in curves.reduce(0) { $0 + $1[frame] } }
        let worst = (0..<180).map { abs(Double(pulled[$0 * 14 + place]) - sum[$0]) }.max() ?? .infinity
        #expect(worst < 0.05 * (sum.max() ?? 0), "\(name): \(worst) of \(sum.max() ?? 0)")
      }

      #expect(simulation.jobs.allSatisfy { $0.isDone() })
      // The same again does nothing anew: the answers are kept.
      let kept = simulation.session.appending(path: "S1/motion_capture_walk/ik/ik.mot")
      let before = try FileManager.default.attributesOfItem(atPath: kept.path)[.systemFileNumber] as? Int
      for job in simulation.jobs { try job.run(context) }
      #expect(try FileManager.default.attributesOfItem(atPath: kept.path)[.systemFileNumber] as? Int == before)
    }
  }

  /// The places of a model's markers, m, and the sizes and masses that scaling changes.
  private func markers(_ model: URL) throws -> [String: [Double]] {
    let text = try String(contentsOf: model, encoding: .utf8)
    let pattern = /<Marker name="([^"]+)">.*?<location>([^<]+)<\/location>/.dotMatchesNewlines()
    return Dictionary(
      text.matches(of: pattern).map { (String($0.1), $0.2.split(separator: " ").compactMap { Double($0) }) }
    ) { first, _ in first }
  }

  @Test(.enabled(if: isPossible))
  func `scaled by a recipe of the source's setups is the model that the source distributes`() throws {
    try withTemporaryFolder { folder in
      for name in [
        "static_walk_1.trc", "static_walk_2.trc", "motion_capture_walk.trc", "grf_walk.mot", "Rajagopal2016.osim",
      ] { try FileManager.default.copyItem(at: Self.session.appending(path: name), to: folder.appending(path: name)) }
      let setups = ["markerset_walk_preScale", "scale_setup_walk_scaleOnly", "scale_setup_walk", "ik_setup_walk"]
      let text = try RecipeSetups.yaml(
        of: setups.map { Self.session.appending(path: "\($0).xml") }, name: "own", Self.python)
      let list =
        "subject,mass_kg,static,placing,markers,ground_forces\n"
        + "S1,85.0668,static_walk_1.trc,static_walk_2.trc,motion_capture_walk.trc,grf_walk.mot\n"
      try Data(list.utf8).write(to: folder.appending(path: "own.csv"))
      let options = Simulation.Options(
        recipe: try Recipe(yaml: Array(text.utf8), file: "own.yaml"),
        model: folder.appending(path: "Rajagopal2016.osim"), python: Self.python)
      let simulation = try Simulation(
        folder.appending(path: "own.csv"), to: folder.appending(path: "out"), name: "own", options)
      let scaling = try #require(simulation.jobs.first)
      try scaling.run(JobContext(threads: 1, interruption: Interruption()) { _ in })
      #expect(scaling.isDone())
      let made = try markers(try #require(scaling.outputs.first))
      let distributed = try markers(Self.session.appending(path: "subject_scaled_walk.osim"))
      #expect(made.count > 35 && made.keys.allSatisfy { distributed[$0] != nil })
      for (name, place) in made {
        let away = zip(place, distributed[name] ?? []).map { abs($0 - $1) }.max() ?? .infinity
        #expect(away < 0.0005, "\(name) is \(away) m away")
      }
    }
  }

  @Test func `without OpenSim is refused in one line that says how to get it`() throws {
    #expect {
      try OpenSimPython("/nowhere/python").version()
    } throws: { error in
      "\(error)".contains("the Python '/nowhere/python' cannot be used") && "\(error)".contains("pip install opensim")
        && !"\(error)".contains("\n")
    }
  }
}
