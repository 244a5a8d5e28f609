import Faults
import Formats
import Foundation
import Protocols

extension Artifact {
  /// What the weights are called and where they come from, as their file says.
  public var label: WeightsLabel { Self.label(entry, provenance) }

  /// What the weights in a file are called and where they come from.
  /// - Throws: ``Fault`` when the file is absent or no safetensors.
  public static func label(of file: URL) throws -> WeightsLabel {
    let metadata = try Safetensors.read(file).metadata
    let prefix = "provenance."
    let provenance = Dictionary(
      uniqueKeysWithValues: metadata.filter { $0.key.hasPrefix(prefix) }.map {
        (String($0.key.dropFirst(prefix.count)), $0.value)
      })
    return label(metadata["entry"] ?? file.deletingPathExtension().lastPathComponent, provenance)
  }

  private static func label(_ entry: String, _ provenance: [String: String]) -> WeightsLabel {
    if let parent = provenance["parent_sha256"] {
      return WeightsLabel(
        name: entry, origin: .finetuned, source: provenance["protocol"], sourceFingerprint: provenance["run"],
        parent: provenance["parent_entry"], parentSHA256: parent)
    }
    if let run = provenance["run"] {
      return WeightsLabel(name: entry, origin: .trained, source: provenance["protocol"], sourceFingerprint: run)
    }
    if let digest = provenance["source_sha256"] {
      return WeightsLabel(
        name: entry, origin: .imported, source: provenance["source_file"], sourceFingerprint: digest)
    }
    return WeightsLabel(name: entry, origin: .unknown)
  }
}
