import Faults

/// The version of all that training and predicting share: tensors, kernels, layers, trainer and preprocessing.
///
/// It is part of every entry's fingerprint, so a score is bound to the numerics that made it. A test of golden trainings
/// fails when numerics change and this number does not; a new operation or a comment changes neither and retrains nothing.
public let engineVersion = 1

/// What the compiled architectures' sources were when the program was built: SHA-256 by the architecture's name.
///
/// Changed code is a changed entry: the digest is part of an entry's fingerprint and of a training's progress.
public struct CodeDigests: Sendable, ExpressibleByDictionaryLiteral {
  private let digests: [String: String]

  /// Takes the digests that the build has embedded.
  public init(_ digests: [String: String]) { self.digests = digests }

  /// Takes digests as they are written out.
  public init(dictionaryLiteral digests: (String, String)...) {
    self.init(Dictionary(digests) { first, _ in first })
  }

  /// The digest of an architecture's sources.
  /// - Throws: `Fault` of kind `software` when the build has embedded none, since a score would then be bound to nothing.
  public func digest(of architecture: String) throws -> String {
    if let digest = digests[architecture] { return digest }
    throw Fault(.software, "The program does not know the digest of the sources of '\(architecture)'; build it anew.")
  }
}
