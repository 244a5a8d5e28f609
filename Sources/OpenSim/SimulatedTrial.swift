import Cohorts
import Faults
import Formats
import Foundation
import Jobs

/// One walking trial and what OpenSim made of it.
struct SimulatedTrial: Sendable {
  /// Where its model comes from.
  enum Model: Sendable {
    case own(URL)
    case scaled(ScaledModel)

    var file: URL {
      switch self {
      case .own(let url): url
      case .scaled(let model): model.output
      }
    }
  }

  /// The recordings in OpenSim's axes.
  struct Prepared: Sendable {
    let notes: [String]
    let start: Double
    let end: Double
  }

  /// A gait cycle that was simulated.
  struct Cycle: Codable, Sendable, Equatable {
    let side: Side
    let start: Double
    let end: Double
    /// The file of muscle forces in the trial's folder; nil for a model without muscles.
    let forces: String?
    let quality: CycleQuality
  }

  /// What a finished trial leaves: `trial.json`.
  struct Result: Codable, Sendable {
    /// SHA-256 of all that it is made of.
    var inputs: String
    var cycles: [Cycle]
    /// The cycles that were found and not simulated, each with its reason.
    var keptOut: [String]
    var notes: [String]
    var opensim: String
    var model: String
  }

  let row: SessionRow
  let model: Model
  let folder: URL
  let prepared: Prepared
  /// SHA-256 of all that it is made of.
  let inputs: String

  /// The name of its job, after that of the simulation.
  var jobName: String { "trial/\(folder.deletingLastPathComponent().lastPathComponent)/\(folder.lastPathComponent)" }

  /// Looks at a trial before OpenSim starts.
  /// - Throws: ``Fault`` with the file, and the marker or column, that is wrong.
  init(_ row: SessionRow, _ model: Model, _ options: Simulation.Options, in session: URL, folder table: URL) throws {
    self.row = row
    self.model = model
    // Recordings of several days may have the same names, in folders of their own.
    let recording = row.recording(in: table)
    // A folder of that name is the scaled model's.
    let name = pathPart(recording == "scale" ? "scale-trial" : recording)
    let window = [row.start, row.end].compactMap { $0.map { "\($0)" } }.joined(separator: "-")
    folder = session.appending(path: "\(pathPart(row.subject))/\(name)\(window.isEmpty ? "" : "-\(window)")")
    if case .own(let url) = model { try ModelMass(ofModel: Simulation.model(url)).check(row, model: url) }
    prepared = try Self.recordings(row, options.recipe).prepared
    var (words, files) = ([String](), ["markers", "ground_forces"].compactMap { row.files[$0] })
    switch model {
    case .own(let url): files.append(url)
    case .scaled(let scaled): words.append(scaled.inputs)
    }
    words +=
      options.sides.map(\.rawValue) + [
        "\(row.mass)", "\(prepared.start)", "\(prepared.end)", "plates \(PlateForces.rules)",
        "gaps \(FilledRecording.rules)",
      ]
    inputs = try Simulation.inputs(options.recipe, words, files)
  }

  /// What came of it, once the job is done; nil also where that was made of other files or by other rules.
  var result: Result? {
    guard let result = try? JSONText.read(Result.self, from: folder.appending(path: "trial.json")),
      result.inputs == inputs, result.model == (try? Digest.sha256(ofFile: model.file))
    else { return nil }
    let files = ["ik/ik.mot", "id/id.sto"] + result.cycles.compactMap(\.forces)
    return files.allSatisfy { path in
      let file = folder.appending(path: path)
      return FileManager.default.fileExists(atPath: file.path) && StepSeal.isWhole(file.deletingLastPathComponent())
    } ? result : nil
  }

  func job(_ options: Simulation.Options, of simulation: String) -> Job {
    var needs = [String]()
    if case .scaled(let model) = model { needs = ["\(simulation)/\(model.jobName)"] }
    let id = "\(simulation)/\(jobName)"
    return Job(
      id: id, needs: needs, outputs: [folder.appending(path: "trial.json")], isDone: { result != nil }
    ) { context in
      try locating(row.place) { try run(options, context, as: id) }
    }
  }

  private func run(_ options: Simulation.Options, _ context: JobContext, as id: String) throws {
    let recipe = options.recipe
    let (markers, plates, prepared) = try Self.recordings(row, recipe)
    let (trc, mot) = (folder.appending(path: "markers.trc"), folder.appending(path: "forces.mot"))
    try AtomicFile.write(Data(markers.file.text.utf8), to: trc)
    try plates.table(source: "forces.mot").write(to: mot)
    let digests = try [trc, mot, model.file].map { try Digest.sha256(ofFile: $0) }
    let began = ContinuousClock.now
    func step(
      _ name: String, _ folderName: String, _ job: [String: JSON], _ outputs: [String], _ more: [String] = []
    ) throws -> OpenSimCall.Answer {
      let answer = try OpenSimCall(python: options.python, step: name, timeLimit: options.timeLimit).run(
        job.merging(["step": .text(name), "model": .path(model.file)]) { own, _ in own }, inputs: digests + more,
        outputs: outputs, in: folder.appending(path: folderName), context.interruption)
      context.report(
        .step(
          job: id,
          .init(number: 1, most: 1, seconds: began.seconds, text: folderName, json: "{\"step\":\"\(folderName)\"}")))
      return answer
    }
    let window: [String: JSON] = ["start": .real(prepared.start), "end": .real(prepared.end)]
    let look = try step("look", "look", [:], [])
    let inModel = look.value.object?["markers"]?.object ?? [:]
    // What the text of a model does not tell, OpenSim does.
    if let mass = look.value.object?["mass"]?.float {
      try ModelMass(kilograms: Double(mass)).check(row, model: model.file)
    }
    let weighted = recipe.markers.filter {
      $0.weight > 0 && markers.file.names.contains($0.name) && inModel[$0.name] != nil
    }
    guard weighted.count >= 3 else {
      throw Fault(
        .data, at: .file(model.file.relativePath),
        "the model has \(weighted.count) of the recipe's markers that were recorded; it has: "
          + "\(inModel.keys.sorted().prefix(40).joined(separator: ", ")).")
    }
    let ik = try step(
      "ik", "ik",
      window.merging([
        "weights": .object(Dictionary(weighted.map { ($0.name, .real($0.weight)) }) { a, _ in a }),
        "markers": .path(trc), "output": .text("ik.mot"),
      ]) { a, _ in a }, ["ik.mot"])
    let coordinates = folder.appending(path: "ik/ik.mot")
    let loads = JSON.array(
      ["r", "l"].map { side in
        .object([
          "body": .text("calcn_\(side)"), "force": .text("ground_force_\(side)_v"),
          "point": .text("ground_force_\(side)_p"), "torque": .text("ground_torque_\(side)_"),
        ])
      })
    let kinematics = try Digest.sha256(ofFile: coordinates)
    let common: [String: JSON] = [
      "coordinates": .path(coordinates), "forces": .path(mot), "loads": loads, "lowpass": .real(recipe.lowpass),
    ]
    _ = try step(
      "id", "id", common.merging(window) { a, _ in a }.merging(["output": .text("id.sto")]) { a, _ in a }, ["id.sto"],
      [kinematics])
    let angles = try MotionTable(contentsOf: coordinates)
    let moments = try MotionTable(contentsOf: folder.appending(path: "id/id.sto"))
    let ground = try GroundForces(MotionTable(contentsOf: mot), mass: row.mass)
    let muscles = (look.value.object?["muscles"]?.array ?? []).compactMap(\.text)
    let coordinateNames = (look.value.object?["coordinates"]?.array ?? []).compactMap(\.text)
    var (cycles, keptOut, notes, reasons) = ([Cycle](), [String](), prepared.notes, [String]())
    let unknown = recipe.markers.filter {
      $0.weight > 0 && markers.file.names.contains($0.name) && inModel[$0.name] == nil
    }.map(\.name)
    if !unknown.isEmpty {
      notes.append(
        "\(counted(unknown.count, "marker")) of the recording \(unknown.count == 1 ? "is" : "are") not in the model and not "
          + "followed: \(unknown.prefix(12).joined(separator: ", "))\(unknown.count > 12 ? " and others" : "")")
    }
    for side in options.sides {
      let walk: WalkingRecording
      do { walk = try WalkingRecording(angles, side: side, forces: ground) } catch let fault as Fault {
        let text = Simulation.adapted(fault.text)
        let isSaid = text.hasPrefix("no \(side.rawValue) ")
        notes.append(isSaid ? text : "no \(side.rawValue) cycle: \(text)")
        reasons.append(notes.last ?? text)
        continue
      }
      let plated = PlatedCycles(walk.findings, forcesAt: plates.time, in: folder.relativePath)
      keptOut += plated.keptOut
      if plated.kept.isEmpty { reasons.append("no \(side.rawValue) cycle: \(plated.keptOut.joined(separator: "; ")).") }
      for (place, cycle) in plated.kept.enumerated() {
        let letter = side == .right ? "r" : "l"
        let hasMuscles = muscles.contains { $0.hasSuffix("_\(letter)") }
        let name = "so-\(letter)\(place + 1)"
        var forces: MotionTable?
        var activations: MotionTable?
        if hasMuscles {
          let rows = angles.time.filter { $0 > cycle.start - 0.02 && $0 < cycle.end + 0.02 }
          _ = try step(
            "so", name,
            common.merging([
              "start": .real(max(rows.first ?? cycle.start, prepared.start)),
              "end": .real(min(rows.last ?? cycle.end, prepared.end)), "side": .text(letter),
              "pelvis": .array(coordinateNames.filter { $0.hasPrefix("pelvis_") }.map(JSON.text)),
              "residual": .real(recipe.residual), "reserve": .real(recipe.reserve), "exponent": .real(recipe.exponent),
              "physiology": .boolean(recipe.physiology), "output": .text("so.sto"),
              "activations": .text("activations.sto"),
            ]) { a, _ in a }, ["so.sto", "activations.sto"], [kinematics])
          forces = try MotionTable(contentsOf: folder.appending(path: "\(name)/so.sto"))
          activations = try MotionTable(contentsOf: folder.appending(path: "\(name)/activations.sto"))
        } else if place == 0 {
          notes.append(
            "the model has no muscles of the \(side.rawValue) leg, so there are moments and no muscle forces")
        }
        let places = ik.value.object?["places"]?.text ?? ""
        let quality = try CycleQuality(
          cycle, markers: markers, weighted: weighted,
          model: MotionTable(contentsOf: folder.appending(path: "ik/\(places)")), moments: moments, forces: forces,
          activations: activations, muscles: Set(muscles), plates: plates, mass: row.mass)
        cycles.append(
          Cycle(
            side: side, start: cycle.start, end: cycle.end, forces: hasMuscles ? "\(name)/so.sto" : nil,
            quality: quality))
      }
      // Without the way to the trial's folder, which every process may name in its own way.
      notes += walk.findings.notes.map {
        Simulation.adapted($0.description).replacing("\(folder.relativePath)/", with: "")
      }
    }
    guard !cycles.isEmpty else {
      throw Fault(
        .data, at: .file(row.files["markers"]?.relativePath ?? folder.relativePath),
        "no gait cycle was found: \(reasons.joined(separator: " ").replacing("\(folder.relativePath)/", with: ""))")
    }
    try JSONText.write(
      Result(inputs: inputs, cycles: cycles, keptOut: keptOut, notes: notes, opensim: ik.version, model: digests[2]),
      to: folder.appending(path: "trial.json"))
  }
}
