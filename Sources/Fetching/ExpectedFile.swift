import Formats
import Foundation

/// What is to be fetched, and what it must be when it arrives.
public struct ExpectedFile: Sendable, Equatable {
  /// What tells a file from all others.
  public enum Checksum: Sendable, Equatable {
    /// SHA-256 of the bytes.
    case sha256(String)
    /// MD5 of the bytes, where a source lists nothing better.
    case md5(String)
    /// Nothing is known; the file is called by this name until it is there.
    case none(String)
  }

  /// What the bytes must have.
  public var checksum: Checksum
  /// The number of bytes, where it is known.
  public var bytes: Int?
  /// What a person calls it.
  public var name: String

  /// A file whose SHA-256 is known.
  public init(sha256: String, bytes: Int?, name: String) {
    (checksum, self.bytes, self.name) = (.sha256(sha256), bytes, name)
  }

  /// A file of which a source lists MD5 at most.
  public init(md5: String?, bytes: Int?, name: String) {
    checksum = md5.map { .md5($0) } ?? .none("unknown-" + Digest.sha256(of: Data(name.utf8)))
    (self.bytes, self.name) = (bytes, name)
  }

  /// SHA-256 of the bytes, where it is known.
  package var sha256: String? { if case .sha256(let digits) = checksum { digits } else { nil } }

  /// Whether nothing but its MD5 tells the file from another.
  var needsMD5: Bool { if case .md5 = checksum { true } else { false } }

  /// What its bytes are called while they come.
  var key: String {
    switch checksum {
    case .sha256(let digits), .none(let digits): digits
    case .md5(let digits): "md5-\(digits)"
    }
  }

  /// What is wrong with bytes of some digests, for a person; nil when they are this file.
  ///
  /// - Parameter md5: nil where ``needsMD5`` says that nobody asks for it; some systems have none.
  func contradiction(sha256: String, md5: String?) -> String? {
    switch checksum {
    case .sha256(let digits): digits == sha256 ? nil : "its SHA-256 is \(sha256), expected \(digits)"
    case .md5(let digits): digits == md5 ? nil : "its MD5 is \(md5 ?? "unknown"), expected \(digits)"
    case .none: nil
    }
  }
}
