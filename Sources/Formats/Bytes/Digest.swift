import CCrypto
import Foundation

/// SHA-256 (FIPS 180-4), or MD5 (RFC 1321) where a source lists nothing better, written as lowercase hexadecimal digits.
///
/// The arithmetic is libcrypto's, which libzip has loaded already and which uses the processor's own instructions.
/// `@unchecked Sendable`: the context belongs to this value alone, since the type cannot be copied.
public struct Digest: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer

  /// What is computed.
  public enum Algorithm: Sendable { case sha256, md5 }

  /// Starts the digest of bytes that come in pieces.
  public init(_ algorithm: Algorithm = .sha256) {
    // All fail only without memory or without the algorithm in libcrypto; no file or server can bring that about.
    let kind = algorithm == .md5 ? EVP_md5() : EVP_sha256()
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, kind, nil) == 1 else {
      fatalError("libcrypto has no \(algorithm)")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes the next bytes.
  public mutating func update(_ data: Data) { data.withUnsafeBytes { update($0) } }

  /// Takes the next bytes where they lie; libcrypto reads them before it returns.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// The digest of all bytes so far; more may follow.
  public var hexadecimal: String {
    guard let copy = EVP_MD_CTX_new() else { fatalError("libcrypto has no memory for SHA-256") }
    defer { EVP_MD_CTX_free(copy) }
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    _ = EVP_MD_CTX_copy_ex(copy, context)
    _ = EVP_DigestFinal_ex(copy, &bytes, &count)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.prefix(Int(count)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of bytes in memory.
  public static func sha256(of data: Data) -> String { of(data, .sha256) }

  /// The digest of bytes in memory by an algorithm.
  public static func of(_ data: Data, _ algorithm: Algorithm) -> String {
    var digest = Digest(algorithm)
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
