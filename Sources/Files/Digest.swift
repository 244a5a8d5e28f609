import CSHA256
import Foundation

/// SHA-256 (FIPS 180-4), written as 64 lowercase hexadecimal digits.
public struct Digest: Sendable {
  private var hash = hipzoo_sha256_start()

  /// Starts the digest of bytes that come in pieces.
  public init() {}

  /// Takes the next bytes.
  public mutating func update(_ data: Data) {
    data.withUnsafeBytes { hipzoo_sha256_update(&hash, $0.baseAddress, $0.count) }
  }

  /// The digest of all bytes so far.
  public var hexadecimal: String {
    var bytes = [UInt8](repeating: 0, count: 32)
    hipzoo_sha256_finish(hash, &bytes)
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of bytes in memory.
  public static func sha256(of data: Data) -> String {
    var digest = Digest()
    digest.update(data)
    return digest.hexadecimal
  }

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
}
