/// Text that does nothing to a terminal but show letters: whatever a file, a server or a program put into it.
///
/// Control characters but the line end and the tab, and the marks that turn the direction of writing, become what JSON
/// writes for them, such as `\u001B`; JSON therefore stays the same JSON.
///
/// - Parameter isLine: whether it is one line, in which a line end is no other one.
package func printable(_ text: String, isLine: Bool = false) -> String {
  guard text.unicodeScalars.contains(where: { isControl($0, isLine) }) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if isControl(scalar, isLine) {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Whether a character does something else than stand in its place; all of these have at most four digits.
private func isControl(_ scalar: Unicode.Scalar, _ isLine: Bool) -> Bool {
  switch scalar.value {
  case 0x0A: isLine
  case 0x09: false
  case 0..<0x20, 0x7F...0x9F: true
  // Separators of lines and paragraphs, and embeddings, overrides and isolates of a direction.
  case 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
