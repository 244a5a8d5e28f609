import Faults
import Foundation
import Protocols

/// A new process entry in Python: a folder with a working program and a manifest for each task.
public struct NewProgram: Sendable {
  /// What its entries are called before the task.
  public let name: String
  /// The folder that it is written to.
  public let folder: URL
  /// The names of its entries.
  public var entries: [String] { PredictionTasks.all.map { "\(name)-\($0.suffix.lowercased())" } }

  /// Checks a name and what is there.
  ///
  /// - Parameters:
  ///   - name: the name that was asked for.
  ///   - parent: the folder that its folder is made in.
  ///   - entries: the names that are taken in the zoo.
  /// - Throws: ``Fault``: usage, when the name is no entry's; data, when it is taken.
  public init(_ name: String, in parent: URL, taken entries: [String]) throws {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    guard let first = name.first, first != "-", (2...40).contains(name.count), name.allSatisfy(letters.contains) else {
      throw Fault(
        .usage,
        "'\(name)' cannot be a process entry's name, expected 2 to 40 lower-case letters, digits and '-', for example "
          + "my-net.")
    }
    self.name = name
    folder = parent.appending(path: name)
    if let entry = self.entries.first(where: entries.contains) {
      throw Fault(.data, "There is an entry '\(entry)' already; choose another name.")
    }
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw Fault(.data, "'\(folder.relativePath)' is there already; nothing was written. Choose another name.")
    }
  }

  /// The files of the new entry.
  public var files: NewFiles {
    let manifests = zip(entries, PredictionTasks.all).map { entry, task in
      NewFiles.File(
        url: folder.appending(path: "\(entry).yaml"), text: PythonTemplate.manifest(name, entry: entry, task: task))
    }
    let program = NewFiles.File(url: folder.appending(path: "\(name).py"), text: PythonTemplate.program)
    return NewFiles([program] + manifests)
  }
}
