import Formats
import Foundation

/// A file of trained weights and what it must be when it arrives.
public struct PublishedWeights: Sendable, Equatable {
  /// Where the file is.
  public enum Source: Sendable, Equatable {
    /// An `https` address.
    case address(URL)
    /// A path inside the zoo folder, without `..`.
    case path(String)
  }

  /// What kind of file it is.
  public enum Format: String, Sendable, CaseIterable {
    /// A PyTorch checkpoint, which only an import reads.
    case pt
    /// A safetensors file.
    case safetensors
  }

  /// Where the file is.
  public let source: Source
  /// The SHA-256 of its bytes, 64 lower-case hexadecimal digits.
  public let sha256: String
  /// How many bytes it has, where the manifest says so.
  public let bytes: Int?
  /// What kind of file it is.
  public let format: Format
  /// The licence of the weights.
  public let license: String
  /// The described cohort that the weights were trained on but for the people whom the file names as its test; nil when
  /// nobody says.
  public let trainedOn: String?

  init(_ settings: Settings) throws {
    let named = try settings.value("source", .source, default: nil)
    source = named.source
    sha256 = try settings.value("sha256", .hexadecimal(64), default: nil)
    bytes = try settings.integer(ifPresent: "bytes", in: 1...(512 << 20))
    let ending = named.text.hasSuffix(".pt") ? Format.pt : .safetensors
    let format = try settings.choice("format", of: Format.allCases.map(\.rawValue), default: ending.rawValue)
    self.format = Format.allCases.first { $0.rawValue == format } ?? .safetensors
    license = try settings.text("license")
    trainedOn = try settings.value(ifPresent: "trained_on", .entryName)
  }
}

extension PublishedWeights.Source {
  /// The address that a text is, if it is one that may be fetched.
  fileprivate static func address(of text: String) -> URL? {
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    guard isPlain, text.hasPrefix("https://"), let parts = URLComponents(string: text), let url = parts.url,
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.fragment == nil
    else { return nil }
    return url
  }

  /// Whether a text is a path that cannot leave the folder it is appended to.
  fileprivate static func isPathInside(_ text: String) -> Bool {
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !"\\:~".unicodeScalars.contains($0) }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return isPlain && parts.allSatisfy { !["", ".", ".."].contains($0) }
  }
}

/// A source as the file has it, and what it is: an address is taken apart once.
private struct NamedSource {
  let text: String
  let source: PublishedWeights.Source
}

extension Expectation where Value == NamedSource {
  fileprivate static var source: Self {
    let words = "an https address, or a path inside the zoo folder without '..'"
    let text = Expectation<String>.text(words) { _ in true }
    return Expectation(words: words) { node throws(Mismatch) in
      let text = try text.value(node)
      if let address = PublishedWeights.Source.address(of: text) {
        return NamedSource(text: text, source: .address(address))
      }
      guard PublishedWeights.Source.isPathInside(text) else { throw Mismatch(node: node, expected: words) }
      return NamedSource(text: text, source: .path(text))
    } node: {
      Node($0.text)
    }
  }
}
