import Faults
import Foundation

/// An address that may be fetched: `https`, or `http` on this machine's loopback.
package struct Address: Sendable, Equatable {
  package let url: URL

  /// - Throws: ``Fault`` of kind `usage` saying which addresses are allowed.
  package init(_ url: URL) throws {
    let host = url.host(percentEncoded: false) ?? ""
    let isAllowed = url.scheme == "https" || url.scheme == "http" && Self.isLoopback(host)
    guard isAllowed, !host.isEmpty, url.user(percentEncoded: false) == nil else {
      throw Fault(
        .usage, at: .part("'\(url.absoluteString)'"),
        "only https, and http on loopback (127.0.0.1, ::1, localhost), are fetched.")
    }
    self.url = url
  }

  /// Whether it is this machine, which needs no proxy and no encryption.
  package var isLoopback: Bool { Self.isLoopback(url.host(percentEncoded: false) ?? "") }

  /// Where a redirect leads.
  /// - Throws: ``Fault`` of kind `data` when it leads off `https` or off loopback, or to a file.
  package func redirected(to location: String) throws -> Address {
    // No server takes more of an address, and libcurl says nothing of use about it.
    guard location.utf8.count <= 8192, let target = URL(string: location, relativeTo: url)?.absoluteURL,
      let next = try? Address(target),
      next.url.scheme == "https" || url.scheme == "http" && next.isLoopback
    else {
      throw Fault(
        .data,
        "\(url.absoluteString) redirects to '\(location.prefix(200))', which is not followed: only https, and "
          + "from loopback to loopback, is.")
    }
    return next
  }

  private static func isLoopback(_ host: String) -> Bool {
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    if bare == "localhost" || bare == "::1" { return true }
    let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isOctet)
  }

  /// Digits alone: a number with a sign before it is a name, which some resolver may know.
  private static func isOctet(_ part: Substring) -> Bool {
    part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && UInt8(part) != nil
  }
}
