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
    var (cycles, notes, reasons) = ([Cycle](), prepared.notes, [String]())
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
      for (place, cycle) in walk.cycles.enumerated() {
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
      Result(inputs: inputs, cycles: cycles, notes: notes, opensim: ik.version, model: digests[2]),
      to: folder.appending(path: "trial.json"))
  }
}

extension SessionRow {
  /// The ground forces as OpenSim reads them.
  ///
  /// - Throws: ``Fault`` (data) when the recordings cannot be used.
  package func plates(_ recipe: Recipe) throws -> PlateForces { try SimulatedTrial.recordings(self, recipe).forces }
}
