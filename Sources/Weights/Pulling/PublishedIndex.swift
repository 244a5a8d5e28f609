import Faults
import Fetching
import Formats
import Foundation
import Protocols

/// What a published zoo holds: `index.json`, the first file that a pull reads.
public struct PublishedIndex: Codable, Sendable, Equatable {
  /// The file's name.
  public static let fileName = "index.json"
  package static let largestFile = 4 << 20
  /// The most files of weights that an entry has: each may be asked for when the one before did not come.
  package static let mostFiles = 64

  /// One entry.
  public struct Entry: Codable, Sendable, Equatable {
    /// The entry's name.
    public var name: String
    /// One sentence about it.
    public var description: String?
    /// The task.
    public var task: String
    /// The architecture; `process` for a program.
    public var architecture: String
    /// The licence of the code.
    public var license: String?
    /// The manifest, relative to the index.
    public var manifest: String
    /// The model card, relative to the index.
    public var card: String
    /// The weights, the best first; each lies under `blobs/` by its digest.
    public var weights: [Weights]

    /// Makes an entry; each part is what the property of its name says.
    package init(
      name: String, description: String?, task: String, architecture: String, license: String?, manifest: String,
      card: String, weights: [Weights]
    ) {
      self.name = name
      self.description = description
      self.task = task
      self.architecture = architecture
      self.license = license
      self.manifest = manifest
      self.card = card
      self.weights = weights
    }
  }

  /// One file of weights.
  public struct Weights: Codable, Sendable, Equatable {
    /// What the file is called.
    public var file: String
    /// SHA-256 of its bytes.
    public var sha256: String
    /// The number of bytes.
    public var bytes: Int
    /// `safetensors` or `pt`.
    public var format: String
    /// The licence of the weights, where somebody said so.
    public var license: String?
    /// What the weights are called and where they come from; nil in an index of version 0.1.
    public var label: WeightsLabel?

    /// Makes a file of weights; each part is what the property of its name says.
    package init(
      file: String, sha256: String, bytes: Int, format: String, license: String?, label: WeightsLabel? = nil
    ) {
      self.label = label
      self.file = file
      self.sha256 = sha256
      self.bytes = bytes
      self.format = format
      self.license = license
    }
  }

  /// The version of this layout.
  public var schema = 1
  /// The version of HipZoo that published.
  public var hipzoo: String
  /// The entries, sorted by name.
  public var entries: [Entry]

  /// Makes an index of this version.
  package init(entries: [Entry]) {
    hipzoo = hipzooVersion
    self.entries = entries
  }

  /// Reads an index that came from elsewhere.
  /// - Throws: ``Fault`` of kind `data` naming where it came from.
  package init(_ bytes: Data, _ source: String) throws {
    do { self = try JSONText.decode(PublishedIndex.self, bytes) } catch {
      throw Fault(.data, at: .file(source), "it is not the index of a zoo that hipzoo publish writes.")
    }
    guard schema == 1 else {
      throw Fault(
        .data, at: .file(source), "its layout is version \(schema), this hipzoo (\(hipzooVersion)) knows version 1.")
    }
    if let entry = entries.first(where: { $0.weights.count > Self.mostFiles }) {
      throw Fault(
        .data, at: .file(source),
        "it names \(entry.weights.count) files of weights for '\(entry.name.prefix(80))'; an entry has at most \(Self.mostFiles)."
      )
    }
    let digits = Set("0123456789abcdef")
    for weights in entries.flatMap(\.weights) {
      guard weights.sha256.utf8.count == 64, weights.sha256.allSatisfy(digits.contains),
        (1...Download.largestFile).contains(weights.bytes), weights.file.utf8.count < 256, !weights.file.contains("/"),
        !weights.file.hasPrefix(".")
      else {
        throw Fault(
          .data, at: .file(source),
          "it names weights '\(weights.file.prefix(80))' with a digest, size or name that no file of "
            + "weights has.")
      }
    }
  }
}
