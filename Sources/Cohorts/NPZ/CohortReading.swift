import Faults
import Formats
import Foundation
import Protocols
import Scores

extension Cohort {
  /// Reads the published NPZ layout; columns are matched by name and put into the task's order.
  ///
  /// Knees that bend to negative angles are turned; ``Soundness`` says so.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - task: the task; `nil` recognises it from `out_cols`.
  ///   - requireTargets: whether `Y` and `out_cols` must be there. Without, targets of another task are left out.
  /// - Throws: ``Fault``: missing, or data in one line with the file, the array, the reason and the trial where
  ///   there is one.
  public static func read(
    _ url: URL, task: (any PredictionTask)? = nil, requireTargets: Bool = true
  ) throws -> Cohort {
    let layout = PublishedLayout(file: url.lastPathComponent, arrays: try NPZ.read(url))
    var cohort = try layout.cohort(task: task, requireTargets: requireTargets)
    cohort.described = try CohortLock.description(of: url)
    return cohort
  }
}

/// The arrays of a file, seen as the published layout.
private struct PublishedLayout {
  let file: String
  let arrays: [String: NumPyArray]

  func cohort(task wanted: (any PredictionTask)?, requireTargets: Bool) throws -> Cohort {
    if requireTargets {
      for name in ["Y", "out_cols"] where arrays[name] == nil {
        throw fault(name, "is missing; a cohort to train or score on needs the targets 'Y' and 'out_cols'")
      }
    }
    for (name, other) in [("Y", "out_cols"), ("out_cols", "Y")]
    where arrays[name] == nil && arrays[other] != nil {
      throw fault(name, "is missing although '\(other)' is there")
    }
    let task = try task(wanted, requireTargets: requireTargets)
    let inputs = try block("X", names: "in_cols", expected: task.inputs, trials: nil)
    let trials = inputs.count / (Cohort.frames * task.inputs.count)
    let outputs = try arrays["out_cols"].map { _ in try texts("out_cols") } ?? []
    let hasTargets = Set(outputs) == Set(task.outputs)
    // Targets of another task are not used; that they do not fit says that the file is not what it seems.
    if !hasTargets, let targets = arrays["Y"] {
      try check(targets, "Y", shape: [trials, Cohort.frames, outputs.count])
    }
    let knees = KneeTurning(inputs, columns: task.inputs)
    var cohort = try Cohort(
      source: file, task: task, inputs: knees.inputs,
      targets: hasTargets ? block("Y", names: "out_cols", expected: task.outputs, trials: trials) : nil,
      subjects: texts("subject_id", trials),
      heights: arrays["height_m"] == nil
        ? .init(repeating: .nan, count: trials) : numbers("height_m", trials),
      masses: numbers("weight_kg", trials), cadences: cadences(trials),
      remarks: .init(
        stepsPerMinute: arrays["cadence_spm"]?.shape == [trials] ? arrays["cadence_spm"]?.floats : nil,
        sides: arrays["side"]?.shape == [trials] ? arrays["side"]?.strings : nil,
        sources: arrays["source"]?.shape == [trials] ? arrays["source"]?.strings : nil,
        populations: populations(trials)))
    cohort.turnedKnees = knees.turned
    return cohort
  }

  /// Whose trials they are: one text for all, or one for each; nil when every text is blank.
  private func populations(_ trials: Int) throws -> [Population]? {
    guard let array = arrays["population"] else { return nil }
    guard let texts = array.strings else {
      throw fault("population", "holds no texts; a word such as healthy is expected")
    }
    guard [[], [1], [trials]].contains(array.shape), let first = texts.first else {
      throw fault(
        "population", "has the shape \(array.shape); one text, or one for each of \(trials) trials, is expected")
    }
    if texts.allSatisfy({ $0.trimmed.isEmpty }) { return nil }
    let words = texts.count == trials ? texts : Array(repeating: first, count: trials)
    return try words.enumerated().map { trial, word in
      guard let population = Population(rawValue: word) else {
        throw fault("population", "has no usable word in trial \(trial); healthy, onfh or another name is expected")
      }
      return population
    }
  }

  /// The task that was asked for, else the one whose outputs the file names.
  private func task(_ wanted: (any PredictionTask)?, requireTargets: Bool) throws -> any PredictionTask {
    guard arrays["out_cols"] != nil else {
      if let wanted { return wanted }
      throw fault("out_cols", "is missing, so the task is not known; say which of \(known) it is")
    }
    let outputs = try texts("out_cols")
    if let wanted, !requireTargets || Set(outputs) == Set(wanted.outputs) { return wanted }
    if let found = PredictionTasks.all.first(where: { Set($0.outputs) == Set(outputs) }) {
      guard let wanted else { return found }
      throw fault(
        "out_cols", "names the outputs of the task \(found.name); those of \(wanted.name) are expected")
    }
    // Near a task: say which columns differ, since that is a misspelling and not another layout.
    let nearest = (wanted.map { [$0] } ?? PredictionTasks.all).max {
      Set($0.outputs).intersection(outputs).count < Set($1.outputs).intersection(outputs).count
    }
    if let nearest, !Set(nearest.outputs).isDisjoint(with: outputs) {
      try checkNames(outputs, "out_cols", nearest.outputs)
    }
    throw fault("out_cols", "names the outputs of no known task; the tasks are \(known)")
  }

  private var known: String { PredictionTasks.all.map(\.name).joined(separator: ", ") }

  /// The numbers of a `[trials, frames, columns]` array with its columns in the expected order.
  private func block(_ name: String, names: String, expected: [String], trials: Int?) throws -> [Float] {
    let found = try texts(names)
    try checkNames(found, names, expected)
    let array = try array(name)
    try check(array, name, shape: [trials, Cohort.frames, expected.count])
    guard let values = array.floats else { throw fault(name, "holds no numbers") }
    let places = expected.compactMap { found.firstIndex(of: $0) }
    if places == Array(places.indices) { return values }
    let width = expected.count
    return values.indices.map { values[$0 / width * width + places[$0 % width]] }
  }

  /// Holds an array against a shape; the number of trials is any where it is not known yet.
  private func check(_ array: NumPyArray, _ name: String, shape: [Int?]) throws {
    let fits = array.shape.count == shape.count && zip(array.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
    guard !fits else { return }
    let wanted = shape.map { $0.map(String.init) ?? "trials" }.joined(separator: ", ")
    throw fault(name, "has the shape \(array.shape); [\(wanted)] is expected")
  }

  private func checkNames(_ found: [String], _ array: String, _ expected: [String]) throws {
    for (index, name) in found.enumerated() where found[..<index].contains(name) {
      throw fault(array, "names '\(name)' twice")
    }
    func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
    let missing = expected.filter { !found.contains($0) }
    let unknown = found.filter { !expected.contains($0) }
    guard missing.isEmpty, unknown.isEmpty else {
      var reasons: [String] = []
      if !missing.isEmpty { reasons.append("has no \(list(missing))") }
      if !unknown.isEmpty {
        reasons.append("has \(list(Array(unknown.prefix(8)))), which nothing is known of")
      }
      throw fault(array, "\(reasons.joined(separator: " and ")); exactly \(list(expected)) are expected")
    }
  }

  private func cadences(_ trials: Int) throws -> [Cadence] {
    if arrays["speed_label"] == nil { return .init(repeating: .own, count: trials) }
    return try texts("speed_label", trials).enumerated().map { trial, label in
      if let cadence = Cadence(rawValue: label) { return cadence }
      throw fault("speed_label", "holds '\(label)' in trial \(trial); slow, med, fast or self are expected")
    }
  }

  private func numbers(_ name: String, _ trials: Int) throws -> [Float] {
    let array = try array(name)
    guard array.shape == [trials] else {
      throw fault(name, "has the shape \(array.shape); [\(trials)] is expected")
    }
    guard let values = array.floats else { throw fault(name, "holds no numbers") }
    return values
  }

  /// The texts of a one-dimensional array; whole numbers, as some files have for subjects, become texts.
  private func texts(_ name: String, _ count: Int? = nil) throws -> [String] {
    let array = try array(name)
    guard array.shape == [count ?? array.values.count] else {
      throw fault(name, "has the shape \(array.shape); \(count.map { "[\($0)]" } ?? "one axis") is expected")
    }
    if case .integers(let numbers) = array.values { return numbers.map(String.init) }
    guard let texts = array.strings else { throw fault(name, "holds no texts") }
    return texts
  }

  private func array(_ name: String) throws -> NumPyArray {
    guard let array = arrays[name] else {
      throw fault(name, "is missing; the published layout has \(PublishedLayout.names)")
    }
    return array
  }

  private static let names = "X, Y, subject_id, height_m, weight_kg, speed_label, in_cols, out_cols"

  private func fault(_ array: String, _ reason: String) -> Fault {
    Fault(.data, at: .file(file), "array '\(array)' \(reason).")
  }
}
