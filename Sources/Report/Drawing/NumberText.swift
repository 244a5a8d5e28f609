import Foundation

/// Numbers as text.
package enum NumberText {
  /// A number with a fixed number of decimals, `-` where there is none.
  package static func fixed(_ number: Double?, _ decimals: Int) -> String {
    guard let number, number.isFinite else { return "-" }
    return String(format: "%.\(decimals)f", number)
  }

  /// A p-value: three decimals, or `< 0.001`.
  package static func probability(_ p: Double) -> String { p < 0.001 ? "< 0.001" : fixed(p, 3) }

  /// A coordinate: one decimal, without a trailing zero; 0 where there is no number.
  package static func coordinate(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e6 else { return "0" }
    let tenths = Int((number * 10).rounded())
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    let sign = tenths < 0 ? "-" : ""
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }

  /// A number as a file of numbers holds it: the shortest text that reads back as the same number.
  package static func exact(_ number: Double?) -> String {
    guard let number, number.isFinite else { return "" }
    return "\(number)"
  }

  /// A whole number with narrow spaces between thousands.
  package static func count(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups = [String]()
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: "\u{202F}")
  }

  /// A duration in the unit that suits it.
  package static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: "\(fixed(seconds, 1)) s"
    case ..<6000: "\(fixed(seconds / 60, 1)) min"
    default: "\(fixed(seconds / 3600, 1)) h"
    }
  }

  /// The width of text in a proportional font, on the safe side, in units of the drawing.
  package static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { sum, character in
      let share =
        switch character {
        case "i", "j", "l", "t", "f", "r", ".", ",", ":", "'", "|", "I", " ", "-", "(", ")": 0.36
        case "m", "w", "M", "W", "%", "@", "…": 1.0
        case "A"..."Z": 0.7
        default: 0.58
        }
      return sum + share * size
    }
  }

  /// Words in lines that are no wider than a width; a word that is wider is cut.
  package static func lines(_ text: String, size: Double, into width: Double) -> [String] {
    var lines = [String]()
    for word in text.split(separator: " ") {
      if let last = lines.last, self.width("\(last) \(word)", size: size) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(fitted(String(word), size: size, into: width))
      }
    }
    return lines
  }

  /// A name in at most three lines that are no wider than a width, each broken after a hyphen; nil where that cannot be.
  package static func broken(_ name: String, size: Double, into width: Double) -> [String]? {
    guard self.width(name, size: size) > width else { return [name] }
    var lines = [""]
    for part in name.replacing("-", with: "-\n").split(separator: "\n").map(String.init) {
      let last = lines[lines.count - 1]
      if last.isEmpty || self.width(last + part, size: size) <= width {
        lines[lines.count - 1] = last + part
      } else {
        lines.append(part)
      }
    }
    return lines.count <= 3 && lines.allSatisfy { self.width($0, size: size) <= width } ? lines : nil
  }

  /// Text that is no wider than a width: a sentence is cut at its end, a name in its middle, since names often differ in
  /// their last part.
  package static func fitted(_ text: String, size: Double, into width: Double) -> String {
    guard self.width(text, size: size) > width else { return text }
    if !text.contains(" ") {
      var (head, tail) = (text.prefix((text.count + 1) / 2), text.suffix(text.count / 2))
      while !head.isEmpty || !tail.isEmpty, self.width("\(head)…\(tail)", size: size) > width {
        if head.count > tail.count { head.removeLast() } else { tail.removeFirst() }
      }
      return "\(head)…\(tail)"
    }
    var kept = text
    while !kept.isEmpty, self.width(kept + "…", size: size) > width { kept.removeLast() }
    return kept + "…"
  }
}
