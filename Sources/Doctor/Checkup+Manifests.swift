import Faults
import Formats
import Foundation
import Protocols

extension Checkup {
  /// Every manifest by itself, then all of them together.
  func manifests() -> [CheckResult] {
    var found = [CheckResult]()
    func check(_ manifest: () throws -> Manifest) {
      do {
        let manifest = try manifest()
        if case .architecture = manifest.implementation { _ = try manifest.configured(among: types) }
      } catch { found.append(.wrong("manifest", error)) }
    }
    for file in builtIn { check { try Manifest(file) } }
    for folder in folders {
      do {
        for file in try YAMLFile.files(in: folder) {
          check { try Manifest(yaml: file.bytes, file: file.name, folder: folder) }
        }
      } catch { found.append(.wrong("zoo", error)) }
    }
    guard found.isEmpty else { return found }
    do {
      let catalogue = try Catalogue(builtIn: builtIn, folders: folders, architectures: types.map { $0.name })
      guard catalogue.skipped.isEmpty else { return catalogue.skipped.map { .wrong("manifest", $0.fault) } }
      return [.well("manifests", counted(catalogue.entries.count, "entry", "entries"))]
    } catch { return [.wrong("manifests", error)] }
  }
}
