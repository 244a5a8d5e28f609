import Crypto
import Foundation

/// SHA-256 (FIPS 180-4), written as 64 lowercase hexadecimal digits.
public struct Digest: Sendable {
  private var hash = SHA256()

  /// Starts the digest of bytes that come in pieces.
  public init() {}

  /// Takes the next bytes.
  public mutating func update(_ data: Data) { hash.update(data: data) }

  /// The digest of all bytes so far.
  public var hexadecimal: String { Self.text(hash.finalize()) }

  /// The digest of bytes in memory.
  public static func sha256(of data: Data) -> String { text(SHA256.hash(data: data)) }

  /// The digest of a regular file, read in pieces.
  /// - Throws: ``Fault``, as ``BoundedFile/read(_:limit:)`` does.
  public static func sha256(ofFile url: URL) throws -> String {
    let file = try RegularFile(url)
    var digest = Digest()
    var piece = Data(count: 1 << 20)
    while true {
      let count = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
      if count == 0 { return digest.hexadecimal }
      digest.update(piece.prefix(count))
    }
  }

  private static func text(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
