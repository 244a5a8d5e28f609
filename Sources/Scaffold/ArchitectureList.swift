import Faults
import Foundation

/// The line `let architectures = [...]` of `Package.swift`: the one place where code is registered.
public struct ArchitectureList: Sendable {
  /// The words of the list, in its order.
  public let names: [String]
  /// Every word that the file has in quotes: targets, products and packages of any kind.
  let quoted: [String]
  private let text: String
  private let list: Range<String.Index>

  private static let opening = "let architectures = ["

  /// Finds the list in the text of a `Package.swift`.
  /// - Throws: ``Fault`` (data) when there is not exactly one, or it holds anything but names in quotes.
  public init(of text: String) throws {
    let places = text.ranges(of: Self.opening).filter { range in
      range.lowerBound == text.startIndex || text[text.index(before: range.lowerBound)].isNewline
    }
    guard let opening = places.first, places.count == 1 else {
      throw Fault(
        .data, "\(places.isEmpty ? "no" : "more than one") line begins with '\(Self.opening)'; there has to be one.")
    }
    let line = text[..<opening.lowerBound].reduce(1) { $1.isNewline ? $0 + 1 : $0 }
    guard let end = text[opening.upperBound...].firstIndex(of: "]") else {
      throw Fault(.data, at: .part("line \(line)"), "the list of architectures does not end.")
    }
    list = text.index(before: opening.upperBound)..<text.index(after: end)
    names = try text[opening.upperBound..<end].split(separator: ",").compactMap { part in
      let word = part.trimmingCharacters(in: .whitespacesAndNewlines)
      if word.isEmpty { return nil }
      let name = String(word.dropFirst().dropLast())
      guard word.count > 2, word.first == "\"", word.last == "\"", name.allSatisfy(\.isNameCharacter) else {
        throw Fault(
          .data, at: .part("line \(line)"),
          "the list of architectures holds '\(word)', expected names in quotes only; add the name by hand."
        )
      }
      return name
    }
    quoted = text.matches(of: /"([A-Za-z0-9]+)"/).map { String($0.output.1) }
    self.text = text
  }

  /// The text with one more name in the list, before the first that comes after it in the alphabet.
  public func adding(_ name: String) -> String {
    var names = names
    let place = names.firstIndex { $0.lowercased() > name.lowercased() } ?? names.endIndex
    names.insert(name, at: place)
    let words = names.map { "\"\($0)\"" }
    let line = "[\(words.joined(separator: ", "))]"
    let isShort = Self.opening.count + line.count <= 120
    let list = isShort ? line : "[\n\(words.map { "  \($0),\n" }.joined())]"
    return text.replacingCharacters(in: self.list, with: list)
  }
}

extension Character {
  /// Whether a Swift type's name may hold this character, of those that every file system takes.
  var isNameCharacter: Bool { isASCII && (isLetter || isNumber) }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
    self[..<range.lowerBound] + new + self[range.upperBound...]
  }
}
