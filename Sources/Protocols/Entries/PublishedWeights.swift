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
    let text = try settings.value("source", .source, default: nil)
    source = Source.address(of: text).map(Source.address) ?? .path(text)
    sha256 = try settings.value("sha256", .hexadecimal(64), default: nil)
    bytes = try settings.integer(ifPresent: "bytes", in: 1...(512 << 20))
    let ending = text.hasSuffix(".pt") ? Format.pt : .safetensors
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

extension Expectation where Value == String {
  fileprivate static var source: Self {
    .text("an https address, or a path inside the zoo folder without '..'") {
      PublishedWeights.Source.address(of: $0) != nil || PublishedWeights.Source.isPathInside($0)
    }
  }
}
