import Faults
import Foundation
import Protocols

/// A new process entry: a folder with a working program and a manifest for each task.
public struct NewProgram: Sendable {
  /// The languages that there is a program to start from for.
  public enum Language: String, Sendable, CaseIterable {
    /// Python with NumPy.
    case python
    /// R without any package.
    case r
  }

  /// The language that it is written in.
  public let language: Language
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
  ///   - language: what it is written in.
  /// - Throws: ``Fault``: usage, when the name is no entry's; data, when it is taken.
  public init(_ name: String, in parent: URL, taken entries: [String], language: Language = .python) throws {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    guard let first = name.first, first != "-", (2...40).contains(name.count), name.allSatisfy(letters.contains) else {
      throw Fault(
        .usage,
        "'\(name)' cannot be a process entry's name, expected 2 to 40 lower-case letters, digits and '-', for example "
          + "my-net.")
    }
    (self.name, self.language) = (name, language)
    folder = parent.appending(path: name)
    if let entry = self.entries.first(where: BaselineName.isKept) {
      throw Fault(.data, "The name '\(entry)' is kept for the baseline of every table; choose another name.")
    }
    if let entry = self.entries.first(where: entries.contains) {
      throw Fault(.data, "There is an entry '\(entry)' already; choose another name.")
    }
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw Fault(.data, "'\(folder.relativePath)' is there already; nothing was written. Choose another name.")
    }
  }

  /// The name of the program's file.
  public var program: String { language == .python ? "\(name).py" : "\(name).R" }

  /// The files of the new entry.
  public var files: NewFiles {
    let manifests = zip(entries, PredictionTasks.all).map { entry, task in
      NewFiles.File(
        url: folder.appending(path: "\(entry).yaml"), text: manifest(entry, task))
    }
    let text = language == .python ? PythonTemplate.program : RTemplate.program
    return NewFiles([NewFiles.File(url: folder.appending(path: program), text: text)] + manifests)
  }

  private func manifest(_ entry: String, _ task: any PredictionTask) -> String {
    """
    schema: 1
    name: \(entry)
    description: \(name), a program that predicts \(task.outputs.count) \(SwiftTemplate.what(task)), in \(task.unit).
    process:
      command: [\(language == .python ? "python3" : "Rscript"), \(program)]
      time_limit: 600  # seconds
    task: \(task.name)
    configuration: {penalty: 1.0}  # handed to the program as it is
    license: MIT

    """
  }
}
