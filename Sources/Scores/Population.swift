import Foundation

/// The people whose trials were scored: healthy ones, patients of one kind, or another group with a name of its own.
///
/// In files it is one text; a text that is none of the known words is kept as the name of another population.
public struct Population: RawRepresentable, Sendable, Codable, Hashable {
  /// Healthy people.
  public static let healthy = Population(word: "healthy")
  /// Patients with osteonecrosis of the femoral head.
  public static let onfh = Population(word: "onfh")
  /// People of whom nothing is said but that no training has seen them.
  public static let external = Population(word: "external")
  /// Those that have a meaning here, in the order in which tables and figures show them.
  public static let known = [healthy, onfh, external]

  /// The word in files, in lower case.
  public let rawValue: String

  /// The population of a word, whatever its case and the blanks around it; nil when the text can be no name: 1 to 64
  /// bytes without control characters are.
  public init?(rawValue: String) {
    let word = rawValue.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
      .lowercased()
    guard (1...64).contains(word.utf8.count),
      !word.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return nil }
    self.rawValue = word
  }

  private init(word: String) { rawValue = word }

  /// Whether the people are named by a word of their own.
  public var isOther: Bool { !Self.known.contains(self) }

  /// The population by which a file's name may be taken where nothing else says whose trials it holds: patients when
  /// their word is in it, healthy people otherwise.
  public init(ofFile name: String) {
    let name = name.lowercased()
    self = name.contains("patient") || name.contains("onfh") ? .onfh : .healthy
  }
}

extension Population: Comparable {
  /// Known populations in their order, then others by name.
  public static func < (one: Population, other: Population) -> Bool {
    let places = [one, other].map { known.firstIndex(of: $0) ?? known.count }
    return (places[0], one.rawValue) < (places[1], other.rawValue)
  }
}

extension Population: CustomStringConvertible {
  /// The word in files.
  public var description: String { rawValue }
}
