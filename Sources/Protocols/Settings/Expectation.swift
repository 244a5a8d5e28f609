import Faults
import Formats

/// A node that is not what was expected.
struct Mismatch: Error {
  let node: Node
  let expected: String
  var advice = ""
}

/// What a key's value must be, as code and as words.
struct Expectation<Value> {
  /// The expected value in words, for example `a whole number from 1 to 4096`; made only where somebody has to read them.
  var words: String { spelled() }
  private let spelled: () -> String
  /// Takes the value out of a node.
  let value: (Node) throws(Mismatch) -> Value
  /// The value as a node of its own, as ``Settings/resolved`` keeps it.
  let node: (Value) -> Node

  init(
    words: @escaping @autoclosure () -> String, value: @escaping (Node) throws(Mismatch) -> Value,
    node: @escaping (Value) -> Node
  ) {
    (spelled, self.value, self.node) = (words, value, node)
  }
}

extension Expectation where Value == Int {
  static func integer(in range: ClosedRange<Int>) -> Self {
    var words: String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }
    return Expectation(words: words) { node throws(Mismatch) in
      if case .integer(let value) = node.scalar, range.contains(value) { return value }
      throw Mismatch(node: node, expected: words, advice: node.adviceOnNumbers)
    } node: {
      Node($0)
    }
  }
}

extension Expectation where Value == Double {
  static func number(in range: ClosedRange<Double>) -> Self {
    var words: String {
      "a number from \(Node.jsonNumber(range.lowerBound)) to \(Node.jsonNumber(range.upperBound))"
    }
    return Expectation(words: words) { node throws(Mismatch) in
      switch node.scalar {
      case .number(let value) where range.contains(value): return value
      case .integer(let value) where range.contains(Double(value)): return Double(value)
      default: throw Mismatch(node: node, expected: words, advice: node.adviceOnNumbers)
      }
    } node: {
      Node($0)
    }
  }
}

extension Expectation where Value == Bool {
  static var boolean: Self {
    Expectation(words: "true or false") { node throws(Mismatch) in
      if case .boolean(let value) = node.scalar { return value }
      throw Mismatch(node: node, expected: "true or false")
    } node: {
      Node($0)
    }
  }
}

extension Expectation where Value == String {
  static var text: Self {
    Expectation(words: "a text") { node throws(Mismatch) in
      if case .text(let value) = node.scalar, !value.isEmpty { return value }
      let isOther = if case .scalar = node.content { true } else { false }
      throw Mismatch(
        node: node, expected: "a text", advice: isOther ? " Put it in quotes if it is meant as one." : "")
    } node: {
      Node($0)
    }
  }

  /// A text with a form of its own, which the words describe.
  static func text(_ words: String, _ hasForm: @escaping (String) -> Bool) -> Self {
    Expectation(words: words) { node throws(Mismatch) in
      if case .text(let value) = node.scalar, hasForm(value) { return value }
      throw Mismatch(node: node, expected: words)
    } node: {
      Node($0)
    }
  }

  static func choice(of choices: [String]) -> Self {
    var words: String { "one of: " + choices.joined(separator: ", ") }
    return Expectation(words: words) { node throws(Mismatch) in
      guard case .text(let value) = node.scalar else { throw Mismatch(node: node, expected: words) }
      guard choices.contains(value) else {
        throw Mismatch(node: node, expected: words, advice: suggestion(for: value, in: choices))
      }
      return value
    } node: {
      Node($0)
    }
  }
}

extension Expectation {
  static func list<Element>(of element: Expectation<Element>) -> Expectation<[Element]> {
    var words: String { "a list, each item \(element.words)" }
    return Expectation<[Element]>(words: words) { node throws(Mismatch) in
      guard case .sequence(let items) = node.content else { throw Mismatch(node: node, expected: words) }
      return try items.map(element.value)
    } node: {
      Node($0.map(element.node))
    }
  }
}

extension Node {
  fileprivate var scalar: Scalar? {
    guard case .scalar(let text, let isQuoted) = content else { return nil }
    return Scalar(text, isQuoted: isQuoted)
  }

  fileprivate var adviceOnNumbers: String {
    guard case .scalar(let text, let isQuoted) = content else { return "" }
    switch Scalar(text, isQuoted: false) {
    case .integer, .number: return isQuoted ? " Remove the quotes." : ""
    case .text where text.first.map { "+-.0123456789".contains($0) } ?? false:
      return " Write numbers like 12, 0.5 or 1e-4; octal, hexadecimal, 1:30, .inf and .nan are not allowed."
    default: return ""
    }
  }
}
