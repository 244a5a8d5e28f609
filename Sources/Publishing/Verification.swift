import Faults
import Fetching
import Formats
import Foundation
import Protocols
import Registry
import Runs
import Weights
import Zoo

/// Re-hashes all that is kept: the cache, the installed weights and what the registry knows of runs.
public struct Verification: Sendable {
  /// One file, or the registry.
  public struct VerifiedFile: Sendable, Codable, Equatable {
    /// What was looked at.
    public var what: String
    /// What is wrong with it; nil when nothing is.
    public var problem: String?
  }

  private let catalogue: Catalogue
  private let architectures: [any Architecture.Type]
  private let home: HomeFolder

  /// Prepares a verification of a home folder.
  public init(_ catalogue: Catalogue, architectures: [any Architecture.Type], home: HomeFolder) {
    self.catalogue = catalogue
    self.architectures = architectures
    self.home = home
  }

  /// Looks at everything.
  /// - Throws: ``Fault`` when a folder cannot be listed or the registry not be read.
  public func files() throws -> [VerifiedFile] {
    let blobs = try BlobCache(home.blobs).check().map { blob in
      VerifiedFile(
        what: "cache/blobs/\(blob.sha256)",
        problem: blob.isSound ? nil : "its bytes have another SHA-256; delete it and pull again.")
    }
    return try blobs + weights() + runs() + registry()
  }

  private func weights() throws -> [VerifiedFile] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: home.weights.path)) ?? []).sorted()
    return names.filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") }.map { name in
      do {
        try verify(home.weights.appending(path: name), entry: String(name.dropLast(".safetensors".count)))
        return VerifiedFile(what: "weights/\(name)", problem: nil)
      } catch {
        return VerifiedFile(what: "weights/\(name)", problem: "\(error)")
      }
    }
  }

  /// An installed file loads strictly, belongs to its entry, and equals a new import of what it came from where that is
  /// in the cache.
  private func verify(_ url: URL, entry: String) throws {
    let importing = WeightsImport(catalogue, architectures: architectures)
    let artifact = try importing.artifact(url, as: entry)
    guard let source = artifact.provenance["source_sha256"],
      let cached = try BlobCache(home.blobs).file(.init(sha256: source, bytes: nil, name: url.lastPathComponent))
    else { return }
    let again = try importing.artifact(cached, as: entry, calling: artifact.provenance["source_file"])
    let (found, expected) = (try Digest.sha256(ofFile: url), try again.digest())
    guard found == expected else {
      throw Fault(
        .data, "its SHA-256 is \(found), an import of \(source) gives \(expected); pull it again: hipzoo pull \(entry)."
      )
    }
  }

  /// Every finished run: its files against its seal, its scores against predictions and references.
  private func runs() throws -> [VerifiedFile] {
    try home.runFolders().compactMap { folder in
      do {
        guard let run = try FinishedRun(reading: folder) else { return nil }
        let problem =
          run.isSealed ? nil : "it was not sealed, as runs of version 0.1 were not; what is in it cannot be verified"
        return VerifiedFile(
          what: "runs/\(folder.name)",
          problem: run.problems.isEmpty ? problem : run.problems.joined(separator: "; "))
      } catch {
        return VerifiedFile(what: "runs/\(folder.name)", problem: "\(error)")
      }
    }
  }

  private func registry() throws -> [VerifiedFile] {
    guard FileManager.default.fileExists(atPath: home.registry.path) else { return [] }
    let problems = try RegistryIndex(home: home).check()
    return problems.isEmpty
      ? [VerifiedFile(what: "registry.sqlite", problem: nil)]
      : problems.map { VerifiedFile(what: "registry.sqlite", problem: $0) }
  }
}
