import Faults
import Formats
import Foundation
import Synchronization

/// The tasks that HipZoo knows: those that are built in, and those that a folder or a plugin adds.
public enum PredictionTasks {
  /// The files under `tasks/`; a broken one fails the build, so that none is missing here.
  static let builtIn: [any PredictionTask] = TaskFiles.all.compactMap {
    try? DescribedTask(yaml: $0.bytes, file: $0.name)
  }.sorted { ($0.order, $0.name) < ($1.order, $1.name) }

  private static let added = Mutex<[any PredictionTask]>([])

  /// Every task, in the order in which tables show them.
  public static var all: [any PredictionTask] { builtIn + added.withLock { $0 } }

  /// The task of a name.
  /// - Throws: `Fault` when there is no such task; the message lists those that exist.
  public static func named(_ name: String) throws -> any PredictionTask {
    if let task = all.first(where: { $0.name == name }) { return task }
    let names = all.map(\.name)
    throw Fault(
      .usage,
      "There is no task named \(quoted(name)).\(suggestion(for: name, in: names)) The tasks are: "
        + "\(names.joined(separator: ", ")).")
  }

  /// Adds tasks for as long as the program runs; the same one twice is one.
  ///
  /// - Throws: `Fault` (data) for a name or suffix that another task has, so that no table stands under a borrowed one.
  public static func add(_ tasks: [any PredictionTask]) throws {
    for task in tasks {
      let namesake = all.first { $0.name == task.name || $0.suffix == task.suffix }
      if let namesake {
        let isSame = (namesake as? DescribedTask).map { $0 == task as? DescribedTask } ?? false
        guard
          isSame || namesake.name == task.name && namesake.fingerprint == task.fingerprint && !(task is DescribedTask)
        else {
          throw Fault(
            .data,
            "the task '\(task.name)' (\(task.suffix)) has the name or the suffix of '\(namesake.name)' "
              + "(\(namesake.suffix)), which is another one; give yours its own.")
        }
        continue
      }
      added.withLock { $0.append(task) }
    }
  }

  /// Adds the tasks that the `*.yaml` files of folders describe; folders that are not there are left out.
  /// - Throws: `Fault` (data) with `file:line:column`; also as ``add(_:)`` does.
  public static func add(folders: [URL]) throws {
    for folder in folders where FileManager.default.fileExists(atPath: folder.path) {
      for file in try YAMLFile.files(in: folder) {
        let task = try DescribedTask(yaml: file.bytes, file: file.name)
        try locating(.file(file.name)) { try add([task]) }
      }
    }
  }
}

/// Files that a build puts into a target.
protocol EmbeddedFiles {
  static var embedded: [EmbeddedFile] { get }
}

/// The files under `tasks/`.
enum TaskFiles {
  /// The files, sorted by name; none in build tools.
  ///
  /// The package manager runs no plugin for their copy of this target, so nothing writes the conformance there; they read
  /// the folder instead.
  static var all: [EmbeddedFile] { (TaskFiles.self as Any.Type as? any EmbeddedFiles.Type)?.embedded ?? [] }
}
