import Formats
import Foundation
import Protocols

extension Cohort {
  /// Writes the published NPZ layout, whole or not at all; the same cohort gives the same bytes.
  ///
  /// `numpy.load(allow_pickle=False)` reads it. Without targets neither `Y` nor `out_cols` is there.
  /// - Throws: ``Fault`` (io).
  public func write(to url: URL) throws {
    var arrays = try metadata
    arrays["X"] = try NumPyArray(shape: [trials, frames, task.inputs.count], .floats(inputs))
    arrays["in_cols"] = try NumPyArray(.strings(task.inputs))
    if let targets {
      arrays["Y"] = try NumPyArray(shape: [trials, frames, task.outputs.count], .floats(targets))
      arrays["out_cols"] = try NumPyArray(.strings(task.outputs))
    }
    try NPZ.write(arrays, to: url)
  }

  /// The arrays that say whose trials these are.
  var metadata: [String: NumPyArray] {
    get throws {
      var arrays = [
        "subject_id": try NumPyArray(.strings(subjects)), "height_m": try NumPyArray(.floats(heights)),
        "weight_kg": try NumPyArray(.floats(masses)),
        "speed_label": try NumPyArray(.strings(cadences.map(\.rawValue))),
      ]
      arrays["cadence_spm"] = try remarks.stepsPerMinute.map { try NumPyArray(.floats($0)) }
      arrays["side"] = try remarks.sides.map { try NumPyArray(.strings($0)) }
      arrays["group"] = try remarks.groups.map { try NumPyArray(.strings($0)) }
      arrays["labels"] = try remarks.labels.map { try NumPyArray(shape: [], .strings([$0])) }
      arrays["source"] = try remarks.sources.map { try NumPyArray(.strings($0)) }
      if let populations = remarks.populations, let first = populations.first {
        let isOne = populations.allSatisfy { $0 == first }
        arrays["population"] =
          try isOne
          ? NumPyArray(shape: [], .strings([first.rawValue])) : NumPyArray(.strings(populations.map(\.rawValue)))
      }
      return arrays
    }
  }
}

extension CohortImport {
  /// Writes the cohorts as `<name>_JM60.npz` and `<name>_MF60.npz`, each whole or not at all.
  ///
  /// - Parameters:
  ///   - folder: made when it is not there.
  ///   - name: what the files' names begin with.
  /// - Returns: the files, in the order of ``cohorts``.
  /// - Throws: ``Fault`` (io).
  public func write(to folder: URL, name: String) throws -> [URL] {
    try cohorts.map { cohort in
      let file = Self.file(of: cohort.task, in: folder, name: name)
      try cohort.write(to: file)
      return file
    }
  }

  /// Refuses to write cohorts over a table, or over a file that it names.
  ///
  /// - Parameters:
  ///   - folder: where the cohorts go.
  ///   - name: what the files' names begin with.
  ///   - table: the table of trials.
  ///   - read: other files that are read.
  /// - Throws: ``Fault``: usage when an output is an input; as ``init(trials:options:progress:)`` for the table.
  public static func refuseOverwriting(
    in folder: URL, name: String, trials table: URL, alsoRead read: [URL] = []
  ) throws {
    let list = try TrialList(Array(BoundedFile.read(table, limit: 64 << 20)), file: table.relativePath)
    let beside = table.deletingLastPathComponent()
    let named = list.entries.compactMap { try? $0.entry.get() }.flatMap { $0.paths.values.sorted() }
    for task in PredictionTasks.all {
      try AtomicFile.refuse(
        output: file(of: task, in: folder, name: name),
        onInputs: [table] + read + named.map { beside.appending(path: $0) })
    }
  }

  private static func file(of task: any PredictionTask, in folder: URL, name: String) -> URL {
    folder.appending(path: "\(name)_\(task.suffix).npz")
  }
}
