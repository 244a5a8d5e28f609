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
    // What is no longer what came is not looked into.
    let described = try CohortLock.description(of: url)
    let layout = PublishedLayout(file: url.lastPathComponent, arrays: try NPZ(url))
    var cohort = try layout.cohort(task: task, requireTargets: requireTargets)
    cohort.described = described
    return cohort
  }
}

/// The arrays of a file, seen as the published layout; each is decoded when it is needed, the large ones last.
private struct PublishedLayout {
  let file: String
  let arrays: NPZ

  func cohort(task wanted: (any PredictionTask)?, requireTargets: Bool) throws -> Cohort {
    // An impossible array is what is wrong with a file, before anything that is missing.
    _ = try located { try arrays.shape(of: "X") }
    if requireTargets {
      for name in ["Y", "out_cols"] where !arrays.contains(name) {
        throw fault(name, "is missing; a cohort to train or score on needs the targets 'Y' and 'out_cols'")
      }
    }
    if arrays.contains("out_cols"), !arrays.contains("Y") {
      throw fault("Y", "is missing although 'out_cols' is there")
    }
    try located { try arrays.expectRoom(for: requireTargets ? ["X", "Y"] : ["X"]) }
    let task = try task(wanted, requireTargets: requireTargets)
    let inputs = try block("X", names: "in_cols", expected: task.inputs, trials: nil, frames: task.frames)
    let trials = inputs.shape[0]
    let outputs = arrays.contains("out_cols") ? try texts("out_cols") : nil
    let hasTargets = outputs.map { Set($0) == Set(task.outputs) } ?? false
    var targets =
      hasTargets ? try block("Y", names: "out_cols", expected: task.outputs, trials: trials, frames: task.frames) : nil
    // Targets of another task are not used; that they do not fit says that the file is not what it seems.
    if !hasTargets, let outputs { _ = try shape("Y", expected: [trials, task.frames, outputs.count]) }
    let subjects = try person("subject_id", isNeeded: requireTargets, "unknown", trials) { try texts($0, trials) }
    let masses = try person("weight_kg", isNeeded: requireTargets, .nan, trials) { try numbers($0, trials) }
    // Without a mass the models' numbers per kilogram can be predicted, and nothing can be held against them.
    if !requireTargets, masses.contains(where: \.isNaN) { targets = nil }
    let heights = try person("height_m", isNeeded: false, .nan, trials) { try numbers($0, trials) }
    let (cadences, remarks) = (try cadences(trials), try remarks(trials))
    var angles = try values(of: inputs)
    let turned = turnKnees(&angles, columns: task.inputs, frames: task.frames)
    var cohort = try Cohort(
      source: file, task: task, inputs: angles, targets: try targets.map(values), subjects: subjects,
      heights: heights, masses: masses, cadences: cadences, remarks: remarks)
    cohort.turnedKnees = turned
    return cohort
  }

  /// What an array says of each trial, or a word for all where it is absent and may be.
  private func person<Fact>(
    _ name: String, isNeeded: Bool, _ unknown: Fact, _ trials: Int, _ read: (String) throws -> [Fact]
  ) throws -> [Fact] {
    isNeeded || arrays.contains(name) ? try read(name) : .init(repeating: unknown, count: trials)
  }

  private func remarks(_ trials: Int) throws -> Cohort.Remarks {
    func fitting(_ name: String) throws -> NumPyArray? {
      try located { try arrays.shape(of: name) == [trials] ? try arrays.array(name) : nil }
    }
    return .init(
      stepsPerMinute: try fitting("cadence_spm")?.floats, sides: try fitting("side")?.strings,
      sources: try fitting("source")?.strings, populations: try populations(trials),
      groups: try fitting("group")?.strings, labels: try labels())
  }

  /// How the targets came about: one text, of which no table needs more than a line.
  private func labels() throws -> String? {
    guard let shape = try located({ try arrays.shape(of: "labels") }), shape == [] || shape == [1] else { return nil }
    return try located { try arrays.array("labels")?.strings?.first }.map { String($0.prefix(400)) }
  }

  /// Whose trials they are: one text for all, or one for each; nil when every text is blank.
  private func populations(_ trials: Int) throws -> [Population]? {
    guard let shape = try located({ try arrays.shape(of: "population") }) else { return nil }
    guard [[], [1], [trials]].contains(shape), trials > 0 else {
      throw fault("population", "has the shape \(shape); one text, or one for each of \(trials) trials, is expected")
    }
    guard let texts = try array("population").strings, let first = texts.first else {
      throw fault("population", "holds no texts; a word such as healthy is expected")
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
    guard arrays.contains("out_cols") else {
      if let wanted { return wanted }
      throw fault("out_cols", "is missing, so the task is not known; say which of \(known) it is")
    }
    let outputs = try texts("out_cols")
    if let wanted, !requireTargets || Set(outputs) == Set(wanted.outputs) { return wanted }
    // Of tasks with the same outputs the one whose cycles are as long as the file's.
    let fitting = PredictionTasks.all.filter { Set($0.outputs) == Set(outputs) }
    let length = try located { try arrays.shape(of: "X") }?.dropFirst().first
    if let found = fitting.first(where: { $0.frames == length }) ?? fitting.first {
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

  /// A `[trials, frames, columns]` array that is not decoded yet.
  private struct Block {
    let name: String
    let shape: [Int]
    /// Where in the file's row each expected column is.
    let places: [Int]
  }

  private func block(
    _ name: String, names: String, expected: [String], trials: Int?, frames: Int
  ) throws -> Block {
    let found = try texts(names)
    try checkNames(found, names, expected)
    let shape = try shape(name, expected: [trials, frames, expected.count])
    return Block(name: name, shape: shape, places: expected.compactMap { found.firstIndex(of: $0) })
  }

  /// The numbers of a block with its columns in the expected order.
  private func values(of block: Block) throws -> [Float] {
    guard var values = try located({ try arrays.floats(block.name) }) else { throw missing(block.name) }
    let (places, width) = (block.places, block.places.count)
    if places == Array(places.indices) { return values }
    for row in stride(from: 0, to: values.count, by: width) {
      let old = Array(values[row..<row + width])
      for column in 0..<width { values[row + column] = old[places[column]] }
    }
    return values
  }

  /// The shape of an array, held against the expected one; the number of trials is any where it is not known yet.
  private func shape(_ name: String, expected: [Int?]) throws -> [Int] {
    guard let shape = try located({ try arrays.shape(of: name) }) else { throw missing(name) }
    guard shape.count == expected.count, zip(shape, expected).allSatisfy({ $1 == nil || $0 == $1 }) else {
      let wanted = expected.map { $0.map(String.init) ?? "trials" }.joined(separator: ", ")
      throw fault(name, "has the shape \(shape); [\(wanted)] is expected")
    }
    return shape
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

  /// The labels; where a file has steps/min instead, as texts or numbers, the nearest label.
  private func cadences(_ trials: Int) throws -> [Cadence] {
    guard arrays.contains("speed_label") else { return .init(repeating: .own, count: trials) }
    return try texts("speed_label", trials).enumerated().map { trial, label in
      if let cadence = Cadence(rawValue: label) { return cadence }
      if let steps = label.decimal, (20...300).contains(steps) { return Cadence(nearest: steps) }
      throw fault(
        "speed_label",
        "holds '\(label)' in trial \(trial); slow, med, fast, self or steps/min (78, 115, 135) are expected")
    }
  }

  private func numbers(_ name: String, _ trials: Int) throws -> [Float] {
    let array = try array(name)
    guard array.shape == [trials] else {
      throw fault(name, "has the shape \(array.shape); [\(trials)] is expected")
    }
    guard let values = array.floats else { throw fault(name, "holds no numbers; astype(float) makes them") }
    return values
  }

  /// The texts of a one-dimensional array; whole numbers, as some files have for subjects, become texts.
  private func texts(_ name: String, _ count: Int? = nil) throws -> [String] {
    let array = try array(name)
    guard array.shape == [count ?? array.values.count] else {
      throw fault(name, "has the shape \(array.shape); \(count.map { "[\($0)]" } ?? "one axis") is expected")
    }
    if let texts = array.strings { return texts }
    if case .integers(let numbers) = array.values { return numbers.map(String.init) }
    guard let numbers = array.doubles else { throw fault(name, "holds no texts; save it with astype(str)") }
    return try numbers.enumerated().map { index, number in
      guard let whole = Int64(exactly: number) else {
        throw fault(name, "holds \(number) at place \(index), no text and no whole number; save it with astype(str)")
      }
      return String(whole)
    }
  }

  private func array(_ name: String) throws -> NumPyArray {
    guard let array = try located({ try arrays.array(name) }) else { throw missing(name) }
    return array
  }

  private func located<Result>(_ body: () throws -> Result) throws -> Result { try locating(.file(file), body) }

  private func missing(_ name: String) -> Fault {
    fault(
      name,
      "is missing; the published layout has X, Y, subject_id, height_m, weight_kg, speed_label, in_cols, out_cols, of "
        + "which a prediction needs X and in_cols")
  }

  private func fault(_ array: String, _ reason: String) -> Fault {
    Fault(.data, at: .file(file), "array '\(array)' \(reason).")
  }
}
