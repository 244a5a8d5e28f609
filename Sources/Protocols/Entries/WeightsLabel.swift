/// What weights are called and where they come from: what tables, cards and figures say of them.
public struct WeightsLabel: Codable, Sendable, Hashable {
  /// How weights came about.
  public enum Origin: String, Codable, Sendable {
    /// They were read from somebody's file, such as a checkpoint that the authors published.
    case imported
    /// They were trained here by a protocol.
    case trained
    /// They were adapted here from others.
    case finetuned
    /// The file does not say.
    case unknown
  }

  /// The name under which they are installed or predict.
  public var name: String
  /// How they came about.
  public var origin: Origin
  /// The file that they were read from, or the protocol that trained them.
  public var source: String?
  /// SHA-256 of that file, or the fingerprint of the run.
  public var sourceFingerprint: String?
  /// The name of the weights that they were adapted from.
  public var parent: String?
  /// SHA-256 of the parent's file.
  public var parentSHA256: String?

  /// Collects the parts; each is what the property of its name says.
  public init(
    name: String, origin: Origin, source: String? = nil, sourceFingerprint: String? = nil, parent: String? = nil,
    parentSHA256: String? = nil
  ) {
    self.name = name
    self.origin = origin
    self.source = source
    self.sourceFingerprint = sourceFingerprint
    self.parent = parent
    self.parentSHA256 = parentSHA256
  }

  /// Origin and parent in a few words.
  public var text: String {
    func digits(_ fingerprint: String?) -> String { fingerprint.map { " (\($0.prefix(8)))" } ?? "" }
    return switch origin {
    case .imported: "imported from \(source ?? "a file")\(digits(sourceFingerprint))"
    case .trained: "trained here by \(source ?? "a protocol")\(digits(sourceFingerprint))"
    case .finetuned: "finetuned from \(parent ?? "others")\(digits(parentSHA256))"
    case .unknown: "of unknown origin"
    }
  }
}
