import Faults
import Fetching
import Foundation
import Protocols
import Zoo

/// Fetches the weights of an entry, checks them and installs them.
public struct Pull: Sendable {
  /// Where weights may come from beside the cache and the address in the manifest.
  public struct Sources: Sendable {
    /// A published zoo, or a folder of weights files: nothing else is asked then.
    public var from: String?
    /// A published zoo that is asked before the addresses in manifests.
    public var mirror: String?
    /// Whether the network stays untouched.
    public var isOffline: Bool

    /// Makes the sources.
    public init(from: String? = nil, mirror: String? = nil, isOffline: Bool = false) {
      self.from = from
      self.mirror = mirror
      self.isOffline = isOffline
    }
  }

  /// What was installed.
  public struct Installed: Sendable {
    /// The weights file.
    public let url: URL
    /// Its SHA-256.
    public let sha256: String
    /// Where the bytes came from, for a person.
    public let source: String
  }

  let catalogue: Catalogue
  let architectures: [any Architecture.Type]
  let installed: InstalledWeights
  let cache: BlobCache
  let sources: Sources
  /// How long is waited for servers.
  public var patience = Patience()
  let progress: @Sendable (Int, Int?) -> Void

  /// Prepares a pull.
  ///
  /// - Parameter progress: called with the bytes that have come and all that are expected.
  public init(
    _ catalogue: Catalogue, architectures: [any Architecture.Type], installed: InstalledWeights,
    cache: BlobCache, sources: Sources,
    progress: @escaping @Sendable (Int, Int?) -> Void = { _, _ in }
  ) {
    self.catalogue = catalogue
    self.architectures = architectures
    self.installed = installed
    self.cache = cache
    self.sources = sources
    self.progress = progress
  }

  /// Fetches, checks, imports and installs the weights of an entry, or weights with a name of their own.
  ///
  /// - Parameter replacing: whether others that are installed are given up for them.
  /// - Throws: ``Fault``: `missing` when there are none, or none in the cache when offline; `data` when what came is not
  ///   what it should be; `io` when it did not come.
  public func install(_ name: String, replacing: Bool = false) throws -> Installed {
    let offers = try offers(named: name)
    guard !offers.isEmpty else {
      throw Fault(.missing, "No weights of '\(name)' are published; train them: hipzoo train \(name).")
    }
    var (reasons, isFound, silent) = ([Fault](), Installed?.none, Set<String>())
    for offer in offers where isFound == nil {
      do {
        let (file, source) = try file(offer, &silent)
        let importing = WeightsImport(catalogue, architectures: architectures)
        let artifact = try importing.artifact(file, as: name, calling: offer.fileName)
        let url = try installed.install(artifact, replacing: replacing)
        isFound = Installed(url: url, sha256: try artifact.digest(), source: source)
      } catch let fault as Fault { reasons.append(fault) }
    }
    if let isFound { return isFound }
    throw Fault(reasons.first?.kind ?? .missing, reasons.map(\.description).joined(separator: " "))
  }

  /// The file of an offer, from the cache or from the first place that has it.
  ///
  /// - Parameter silent: the servers that did not send what they were asked for, which are not waited for again.
  private func file(_ offer: WeightsSource, _ silent: inout Set<String>) throws -> (URL, source: String) {
    if let file = try cache.file(offer.wanted) { return (file, "the cache") }
    var fault: Fault?
    for place in offer.places {
      do {
        switch place {
        case .file(let url): return (try cache.take(url, offer.wanted), url.path)
        case .address(let url):
          let server = "\(url.host(percentEncoded: false) ?? ""):\(url.port ?? 0)"
          guard !sources.isOffline else { continue }
          guard !silent.contains(server) else { throw Fault(.io, "\(offer.fileName) was not asked for there, too.") }
          silent.insert(server)
          var download = Download(wanted: offer.wanted, address: try Address(url), cache: cache)
          download.patience = patience
          download.progress = progress
          do {
            let file = try download.fetch()
            silent.remove(server)
            return (file, url.absoluteString)
          } catch let fault as Fault {
            if fault.kind != .io { silent.remove(server) }
            throw fault
          }
        }
      } catch let error as Fault { fault = fault.map { Fault($0.kind, "\($0) \(error)") } ?? error }
    }
    throw fault
      ?? Fault(
        .missing,
        "\(offer.wanted.name) (SHA-256 \(offer.wanted.sha256 ?? "unknown")) is not in the cache, and --offline fetches "
          + "nothing.")
  }
}
