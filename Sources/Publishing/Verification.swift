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
    /// What else a person should know of it: the cohort that its references are of, code that has changed since.
    public var remark: String?
  }

  private let catalogue: Catalogue
  private let architectures: [any Architecture.Type]
  let home: HomeFolder
  private let cohorts: [KnownTrials]
  private let code: CodeDigests

  /// Prepares a verification of a home folder.
  ///
  /// - Parameters:
  ///   - code: the digests of the architectures' sources; weights that other code trained are said to be such.
  ///   - cohorts: cohorts against whose targets the references of runs are held.
  public init(
    _ catalogue: Catalogue, architectures: [any Architecture.Type], home: HomeFolder, code: CodeDigests = [:],
    cohorts: [KnownTrials] = []
  ) {
    self.code = code
    self.cohorts = cohorts
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
    let runs = try runs()
    return try blobs + weights() + runs + unused(runs) + comparisons() + registry()
  }

  private func weights() throws -> [VerifiedFile] {
    let names = try Folder.names(in: home.weights)
    return names.filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") }.map { name in
      do {
        let (artifact, isHeld) = try verify(
          home.weights.appending(path: name), entry: String(name.dropLast(".safetensors".count)))
        let unheld = isHeld ? nil : "it loads, but nothing here says what it was when it was installed"
        let remarks = [unheld, artifact.changedCode(code)].compactMap(\.self)
        return VerifiedFile(
          what: "weights/\(name)", problem: nil, remark: remarks.isEmpty ? nil : remarks.joined(separator: "; "))
      } catch {
        return VerifiedFile(what: "weights/\(name)", problem: "\(error)")
      }
    }
  }

  /// An installed file loads strictly, belongs to its entry, is what it was when it was installed, and equals a new import
  /// of what it came from where that is in the cache.
  ///
  /// - Returns: the weights, and whether there was anything to hold their digest against.
  private func verify(_ url: URL, entry: String) throws -> (artifact: Artifact, isHeld: Bool) {
    let importing = WeightsImport(catalogue, architectures: architectures)
    let artifact = try importing.artifact(url, as: entry)
    let digest = try Digest.sha256(ofFile: url)
    let sealed = try InstalledWeights(home.weights).sealedDigest(of: entry)
    if let sealed, sealed != digest {
      throw Fault(
        .data,
        "its SHA-256 is \(digest), when it was installed it was \(sealed); install it again from where it came from.")
    }
    guard let source = artifact.provenance["source_sha256"],
      let cached = try BlobCache(home.blobs).file(.init(sha256: source, bytes: nil, name: url.lastPathComponent))
    else { return (artifact, sealed != nil) }
    let again = try importing.artifact(cached, as: entry, calling: artifact.provenance["source_file"])
    let expected = try again.digest()
    guard digest == expected else {
      throw Fault(
        .data,
        "its SHA-256 is \(digest), an import of \(source) gives \(expected); pull it again: hipzoo pull "
          + "\(entry) --replace."
      )
    }
    return (artifact, true)
  }

  /// Every finished run: its files against its seal, its scores against predictions and references.
  private func runs() throws -> [VerifiedFile] {
    try home.runFolders().compactMap { folder in
      do {
        guard let run = try FinishedRun(reading: folder) else { return nil }
        let references = try references(of: run.tests.map(\.files))
        let problems = run.problems + references.different
        let problem =
          run.isSealed ? nil : "it was not sealed, as runs of version 0.1 were not; what is in it cannot be verified"
        return VerifiedFile(
          what: "runs/\(folder.name)",
          problem: problems.isEmpty ? problem : problems.joined(separator: "; "),
          remark: references.same.isEmpty ? nil : references.same.joined(separator: "; "))
      } catch {
        return VerifiedFile(what: "runs/\(folder.name)", problem: "\(error)")
      }
    }
  }

  /// What the references of a run's tests are of the cohorts that were named, and what differs from them.
  private func references(of tests: [TestFiles]) throws -> (same: [String], different: [String]) {
    var (same, different) = ([String](), [String]())
    for test in tests where !cohorts.isEmpty && FileManager.default.fileExists(atPath: test.references.path) {
      let kept = try KeptPredictions(predictions: test.predictions, references: test.references)
      for cohort in cohorts {
        switch cohort.standing(of: kept) {
        case .others: break
        case .same: same.append("\(test.references.lastPathComponent) is of \(cohort.source)")
        case .different(let reason): different.append("\(test.references.lastPathComponent): \(reason)")
        }
      }
    }
    return (same, different)
  }

  /// Cohorts that no run was tested on: nothing was held against them.
  private func unused(_ runs: [VerifiedFile]) -> [VerifiedFile] {
    cohorts.filter { cohort in
      !runs.contains { [$0.remark, $0.problem].contains { $0?.contains(cohort.source) ?? false } }
    }.map {
      VerifiedFile(what: $0.source, problem: "no run here was tested on its trials; nothing was held against it.")
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
