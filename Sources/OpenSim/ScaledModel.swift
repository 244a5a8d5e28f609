import Cohorts
import Faults
import Formats
import Foundation
import Jobs

/// A person's model, made of a generic one by standing trials.
struct ScaledModel: Sendable, Equatable {
  let subject: String
  let mass: Float
  let generic: URL
  let placed: [Place: URL]
  let folder: URL
  /// What a person should know of the standing trials.
  let notes: [String]
  /// SHA-256 of all that it is made of.
  let inputs: String

  /// What a standing trial is for.
  enum Place: String, Sendable { case sizes, places }

  /// The model's file, once it is made.
  var output: URL { folder.appending(path: "scale/scaled.osim") }

  /// The name of its job, after that of the simulation.
  var jobName: String { "scale/\(subject)" }

  /// Where it is kept what the model was made of.
  private var record: URL { folder.appending(path: "scaled.json") }

  private struct Record: Codable { let inputs: String }

  /// Whether the model is there and made of what is asked for.
  var isDone: Bool {
    (try? JSONText.read(Record.self, from: record))?.inputs == inputs
      && FileManager.default.fileExists(atPath: output.path) && StepSeal.isWhole(output.deletingLastPathComponent())
  }

  /// Looks at the standing trials.
  /// - Throws: ``Fault`` when a file is wrong or lacks a marker that scales a segment.
  init(_ row: SessionRow, _ generic: URL, _ recipe: Recipe, in session: URL) throws {
    subject = row.subject
    mass = row.mass
    self.generic = generic
    let text = try Simulation.model(generic)
    let bodies = recipe.markers.map(\.body) + recipe.measurements.flatMap(\.bodies) + recipe.manual.keys.sorted()
    if let body = bodies.first(where: { !text.contains("<Body name=\"\($0)\"") }) {
      throw Fault(
        .data, at: .file(generic.relativePath),
        "the model has no body '\(body)', which the recipe \(recipe.name) marks or scales; it is a recipe for "
          + "\(recipe.model.map { "the model '\($0)'" } ?? "another model").")
    }
    folder = session.appending(path: pathPart(row.subject))
    guard let sizes = row.files["static"] else {
      throw Fault(.data, at: row.place, "column 'static' names no standing trial to scale the model by.")
    }
    placed = [.sizes: sizes, .places: row.files["placing"] ?? sizes]
    var notes = [String]()
    for (place, file) in placed.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let raw = try MarkerFile(contentsOf: file)
      let names = MarkerNames(recipe, in: raw)
      try names.check(recipe, in: raw) { place == .sizes ? $0.staticWeight : $0.placingWeight }
      _ = try PlacedMarkers(raw, names, recipe, isStanding: true)
      for irregularity in raw.irregularities.map({ "\(file.lastPathComponent): \($0)" })
      where !notes.contains(irregularity) {
        notes.append(irregularity)
      }
      guard place == .sizes else { continue }
      for measurement in recipe.measurements {
        let usable = measurement.pairs.filter { pair in pair.allSatisfy { names.columns[$0] != nil } }
        guard usable.isEmpty, let missing = measurement.pairs.first?.first(where: { names.columns[$0] == nil }) else {
          continue
        }
        throw Fault(
          .data, at: .file(raw.source),
          "there is no marker '\(missing)', by which the recipe \(recipe.name) scales '\(measurement.name)'."
            + suggestion(for: missing, in: raw.names))
      }
    }
    self.notes = notes
    inputs = try Simulation.inputs(
      recipe, ["\(row.mass)"],
      [generic] + placed.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value))
  }

  func job(_ options: Simulation.Options, of simulation: String) -> Job {
    let id = "\(simulation)/\(jobName)"
    return Job(id: id, outputs: [output], isDone: { isDone }) { context in
      let recipe = options.recipe
      let start = ContinuousClock.now
      var (files, digests, windows) = ([Place: URL](), [try Digest.sha256(ofFile: generic)], [Place: [JSON]]())
      var there = Set<String>()
      for (place, file) in placed {
        let raw = try MarkerFile(contentsOf: file)
        let names = MarkerNames(recipe, in: raw)
        let markers = try PlacedMarkers(raw, names, recipe, isStanding: true)
        if place == .sizes { there = Set(names.columns.keys) }
        let url = folder.appending(path: "\(place.rawValue).trc")
        try AtomicFile.write(Data(markers.file.text.utf8), to: url)
        files[place] = url
        let from = markers.file.time.first ?? 0
        windows[place] = [
          .real(from),
          .real(min(from + (place == .sizes ? recipe.standing : recipe.placing), markers.file.time.last ?? from)),
        ]
      }
      digests += try files.sorted { $0.key.rawValue < $1.key.rawValue }.map { try Digest.sha256(ofFile: $0.value) }
      func weights(_ weight: (Recipe.Marker) -> Double, _ there: (String) -> Bool) -> JSON {
        .object(
          Dictionary(recipe.markers.filter { there($0.name) }.map { ($0.name, .real(weight($0))) }) { first, _ in first
          })
      }
      let isOne = placed[.sizes] == placed[.places]
      let call = OpenSimCall(python: options.python, step: "scale", timeLimit: options.timeLimit)
      _ = try call.run(
        [
          "step": .text("scale"), "model": .path(generic), "mass": .real(Double(mass)), "output": .text("scaled.osim"),
          "markers": .array(
            recipe.markers.contains { $0.at == nil }
              ? []
              : recipe.markers.map { marker in
                .object([
                  "name": .text(marker.name), "body": .text(marker.body), "fixed": .boolean(marker.isFixed),
                  "at": .array((marker.at ?? []).map(JSON.real)),
                ])
              }),
          "measurements": .array(
            recipe.measurements.map { measurement in
              .object([
                "name": .text(measurement.name),
                "pairs": .array(
                  measurement.pairs.filter { $0.allSatisfy(there.contains) }.map { .array($0.map(JSON.text)) }),
                "bodies": .object(
                  Dictionary(measurement.bodies.map { ($0, .array(measurement.axes.map(JSON.text))) }) { a, _ in a }),
              ])
            }),
          "manual": .object(recipe.manual.mapValues { .array($0.map(JSON.real)) }),
          "static": .path(files[.sizes] ?? folder),
          "placing": .path((isOne ? files[.sizes] : files[.places]) ?? folder),
          "static_window": .array(windows[.sizes] ?? []), "placing_window": .array(windows[.places] ?? []),
          "static_weights": weights(\.staticWeight) { _ in true },
          "placing_weights": weights(\.placingWeight) { _ in true },
        ], inputs: digests, outputs: ["scaled.osim"], in: folder.appending(path: "scale"), context.interruption)
      context.report(
        .step(
          job: id, .init(number: 1, most: 1, seconds: start.seconds, text: "scaled", json: "{\"step\":\"scale\"}")))
      try JSONText.write(Record(inputs: inputs), to: record)
    }
  }
}

extension ContinuousClock.Instant {
  /// The seconds since then.
  var seconds: Double { Double((ContinuousClock.now - self) / .milliseconds(1)) / 1000 }
}
