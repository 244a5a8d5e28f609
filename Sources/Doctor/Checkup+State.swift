import Faults
import Formats
import Foundation
import Protocols
import Weights

extension Checkup {
  /// The home folder and the weights in it.
  func state() -> [CheckResult] { [homeFolder()] + weights() }

  private func homeFolder() -> CheckResult {
    let path = home.url.relativePath
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: home.url.path, isDirectory: &isFolder) else {
      let parent = home.url.deletingLastPathComponent()
      guard manager.isWritableFile(atPath: parent.path) else {
        return .wrong(
          "home", .io, "'\(path)' is not there and cannot be made",
          "Give a folder that you may write to: --home DIR or $HIPZOO_HOME.")
      }
      return .well("home", "'\(path)', which is made when it is needed")
    }
    guard isFolder.boolValue else {
      return .wrong("home", .data, "'\(path)' is not a folder", "Give one with --home DIR or $HIPZOO_HOME.")
    }
    let trial = home.url.appending(path: ".doctor-\(UUID().uuidString)")
    defer { try? manager.removeItem(at: trial) }
    do {
      try AtomicFile.write(Data("a trial".utf8), to: trial)
      return .well("home", "'\(path)' can be written to")
    } catch { return .wrong("home", error) }
  }

  /// Reads every weights file, builds its network and compares the digest of what it came from.
  private func weights() -> [CheckResult] {
    let folder = home.url.appending(path: "weights")
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
      .filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") }.sorted()
    guard !names.isEmpty else {
      return [
        .note(
          "weights", "there are none in '\(folder.relativePath)' yet",
          "Fetch a file that 'hipzoo show ENTRY' names and run: hipzoo weights import FILE.")
      ]
    }
    let entries = entries
    let found = names.compactMap { name -> CheckResult? in
      let url = folder.appending(path: name)
      do {
        guard
          let artifact = try InstalledWeights(folder).artifact(of: url.deletingPathExtension().lastPathComponent)?
            .artifact
        else { return nil }
        _ = try locating(.file(name)) { try artifact.predictor(among: types) }
        return comparison(of: artifact, url, with: entries)
      } catch {
        let fault = error as? Fault ?? Fault(.io, "\(error)")
        return .wrong(
          "weights", fault.kind, fault.description, "Remove '\(url.relativePath)' and import the weights anew.")
      }
    }
    return found.isEmpty
      ? [.well("weights", "\(counted(names.count, "file")) in '\(folder.relativePath)', all readable")] : found
  }

  private func comparison(of artifact: Artifact, _ url: URL, with entries: [Manifest]) -> CheckResult? {
    guard let entry = entries.first(where: { $0.name == artifact.entry }) else {
      return .note(
        "weights", "'\(url.relativePath)' is of '\(artifact.entry)', which is no entry here",
        "Give the folder of its manifest with --zoo DIR, or remove the file.")
    }
    guard let source = artifact.provenance["source_sha256"], !entry.weights.isEmpty,
      !entry.weights.contains(where: { $0.sha256 == source })
    else { return nil }
    return .note(
      "weights",
      "'\(url.relativePath)' came from a file with SHA-256 \(source.prefix(12))..., which the manifest of "
        + "'\(entry.name)' does not name", "Import the published file anew if these weights are not your own.")
  }
}
