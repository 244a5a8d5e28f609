import Faults
import Formats
import Foundation

extension HomeFolder {
  /// The folder of a run that a person names, by its name or path.
  /// - Throws: ``Fault``: `usage` for a text that names no folder in `runs/`; `missing` when there is none.
  public func run(named text: String) throws -> RunFolder {
    let name = URL(fileURLWithPath: text).lastPathComponent
    guard !name.isEmpty, !name.hasPrefix("."), name != "/" else {
      throw Fault(.usage, "\(quoted(text)) names no run. (hipzoo runs list)")
    }
    let folder = RunFolder(runs.appending(path: name))
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.url.path, isDirectory: &isFolder), isFolder.boolValue else {
      let names = runNames
      throw Fault(
        .missing,
        "There is no run \(quoted(name)) in \(runs.relativePath).\(suggestion(for: name, in: names)) (hipzoo runs list)"
      )
    }
    return folder
  }

  /// The names of all run folders, sorted.
  public var runNames: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: runs.path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }
}

extension RunFolder {
  /// The final weights of a run with one division.
  public var weights: URL { url.appending(path: "weights.safetensors") }
}
