import CCrypto
import Faults
import Foundation

/// SHA-256 (FIPS 180-4), or MD5 (RFC 1321) where a source lists nothing better, written as lowercase hexadecimal digits.
///
/// The arithmetic is libcrypto's, which libzip has loaded already and which uses the processor's own instructions.
/// `@unchecked Sendable`: the context belongs to this value alone, since the type cannot be copied.
public struct Digest: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer

  /// What is computed.
  public enum Algorithm: Sendable { case sha256, md5 }

  /// What libcrypto has for SHA-256.
  ///
  /// `nonisolated(unsafe)`: it is set once, and libcrypto never changes what it points to.
  private nonisolated(unsafe) static let sha256 = hipzoo_sha256()

  /// Starts the SHA-256 of bytes that come in pieces.
  public init() {
    // Every libcrypto has SHA-256, so that only memory can be lacking, as for any other value.
    guard let context = Self.context(Self.sha256) else { fatalError("There is no memory for a digest.") }
    self.context = context
  }

  /// Starts the digest of bytes that come in pieces by an algorithm.
  /// - Throws: ``Fault`` of kind `io` where the system's libcrypto has no MD5, as in FIPS mode.
  public init(_ algorithm: Algorithm) throws {
    guard let context = Self.context(algorithm == .md5 ? EVP_md5() : Self.sha256) else {
      throw Fault(
        .io,
        "this system's libcrypto gives no \(algorithm == .md5 ? "MD5" : "SHA-256"), as in FIPS mode; fetch the file where it does, "
          + "or give a SHA-256.")
    }
    self.context = context
  }

  private static func context(_ kind: OpaquePointer?) -> OpaquePointer? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    if EVP_DigestInit_ex(context, kind, nil) == 1 { return context }
    EVP_MD_CTX_free(context)
    return nil
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
    guard let copy = EVP_MD_CTX_new() else { fatalError("There is no memory for a digest.") }
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
  public static func sha256(of data: Data) -> String {
    var digest = Digest()
    digest.update(data)
    return digest.hexadecimal
  }

  /// The digest of bytes in memory by an algorithm.
  /// - Throws: ``Fault`` of kind `io`, as ``init(_:)`` does.
  public static func of(_ data: Data, _ algorithm: Algorithm) throws -> String {
    var digest = try Digest(algorithm)
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
