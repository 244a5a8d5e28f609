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

extension HomeFolder {
  /// Removes a run, and the comparisons that it took part in, which can be made again.
  /// - Throws: ``Fault`` of kind `io`.
  public func remove(_ run: RunFolder) throws {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: examinations.path)) ?? []).sorted()
    let comparisons = names.map { examinations.appending(path: "\($0)/comparison.json") }.filter {
      (try? JSONText.read(Comparison.self, from: $0))?.runs.contains(run.name) ?? false
    }
    for url in comparisons + [run.url] {
      do { try FileManager.default.removeItem(at: url) } catch {
        throw Fault(.io, at: .file(url.relativePath), "it cannot be removed: \(error.localizedDescription)")
      }
    }
  }
}

extension RunFolder {
  /// The final weights of a run with one division.
  public var weights: URL { url.appending(path: "weights.safetensors") }
}
