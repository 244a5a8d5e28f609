import Formats
import TestSupport
import Testing

@Suite("YAML") struct YAMLTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    let message: String
    var testDescription: String { message }
  }

  static let refused = [
    Case(yaml: "", message: "f.yaml:1:1: the file is empty."),
    Case(
      yaml: #"a: "x\e[2J""#,
      message:
        "f.yaml:1:4: control characters are not allowed, nor marks that turn the direction of writing. Leave them out."),
    Case(
      yaml: #"a: ["\u202E"]"#,
      message:
        "f.yaml:1:5: control characters are not allowed, nor marks that turn the direction of writing. Leave them out."),
    Case(yaml: "# only a comment\n", message: "f.yaml:2:1: the file is empty."),
    Case(
      yaml: "a: 1\nb: *x",
      message: "f.yaml:2:4: aliases ('*x') are not allowed. Write the value out, or quote it if it is text."),
    Case(
      yaml: "a: &x 1",
      message: "f.yaml:1:4: anchors ('&x') are not allowed. Remove it, or quote the value if it is text."),
    Case(
      yaml: "a: &x [1]",
      message: "f.yaml:1:4: anchors ('&x') are not allowed. Remove it, or quote the value if it is text."),
    Case(
      yaml: "&x a: 1",
      message: "f.yaml:1:1: anchors ('&x') are not allowed. Remove it, or quote the value if it is text."),
    Case(
      yaml: "a: !!int '1'",
      message:
        "f.yaml:1:4: tags (words that start with '!') are not allowed. Remove it, or quote the value if it "
        + "is text."),
    Case(
      yaml: "ä: ! 1",
      message:
        "f.yaml:1:4: tags (words that start with '!') are not allowed. Remove it, or quote the value if it "
        + "is text."),
    Case(
      yaml: "a: !python/object {b: 1}",
      message:
        "f.yaml:1:4: tags (words that start with '!') are not allowed. Remove it, or quote the value if it "
        + "is text."),
    Case(
      yaml: "a: 1\n<<: {b: 1}",
      message: "f.yaml:2:1: merge keys ('<<') are not allowed. Write the keys out."),
    Case(
      yaml: "a: 1\nb: 2\na: 3",
      message: "f.yaml:3:1: the key 'a' is here twice; the first is at f.yaml:1:1. Remove one."),
    Case(
      yaml: "{a: 1, 'a': 2}",
      message: "f.yaml:1:8: the key 'a' is here twice; the first is at f.yaml:1:2. Remove one."),
    Case(
      yaml: "1: a", message: "f.yaml:1:1: the key '1' is not a text. Put it in quotes if it is meant as one."),
    Case(
      yaml: "true: a",
      message: "f.yaml:1:1: the key 'true' is not a text. Put it in quotes if it is meant as one."),
    Case(
      yaml: "? [a, b]\n: 1", message: "f.yaml:1:3: a list or a mapping cannot be a key; only texts can."),
    Case(
      yaml: "a: 1\n---\nb: 2",
      message: "f.yaml:2:1: a second document starts here; a file holds one. Make a file of it."),
    Case(
      yaml: "%YAML 1.1\n---\na: 1",
      message: "f.yaml:1:1: directives (lines that start with '%') are not allowed."),
    Case(
      yaml: String(repeating: "[", count: 17) + String(repeating: "]", count: 17),
      message: "f.yaml:1:17: nested too deep; at most 16 levels are allowed."),
    Case(
      yaml: "[" + String(repeating: "1,", count: 5000) + "]",
      message: "f.yaml:1:10000: too many values; at most 5000 are allowed in a file."),
    Case(
      yaml: "a: " + String(repeating: "x", count: 64 << 10),
      message: "f.yaml: it has more than 65536 bytes, the most that is allowed."),
    Case(
      yaml: "a:\n\t- b",
      message: "f.yaml:2:1: this is not YAML: found character that cannot start any token."),
    Case(
      yaml: "a: 1\nb: \u{0}",
      message:
        "f.yaml:2:4: only UTF-8 text without control characters is allowed: control characters are not "
        + "allowed."),
  ]

  @Test(arguments: refused)
  func `refuses what hostile or careless files hold`(_ example: Case) {
    #expect(message { _ = try Node(yaml: example.yaml, file: "f.yaml") } == example.message)
  }

  @Test func `names the place of bytes that are not UTF-8`() {
    let bytes = Array("a: ü\nbü: x".utf8) + [0xFF]
    #expect(
      message { _ = try Node(yaml: bytes, file: "f.yaml") }
        == "f.yaml:2:6: only UTF-8 text without control characters is allowed: invalid leading UTF-8 octet.")
  }

  @Test func `allows what the rules allow`() throws {
    let deep = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
    #expect(try Node(yaml: deep, file: "f").canonicalJSON == deep)
    let text = try Node(yaml: "---\na: '*x & !y <<'\n'<<': 1\n'1': |\n  two\n  lines\n", file: "f")
    #expect(text.canonicalJSON == #"{"1":"two\nlines\n","<<":1,"a":"*x & !y <<"}"#)
  }

  @Test func `knows where keys and values stand, in the order of the file`() throws {
    let node = try Node(yaml: "b: 1\nä: {ö: [x, y]}", file: "f.yaml")
    guard case .mapping(let entries) = node.content else {
      Issue.record("found no mapping")
      return
    }
    #expect(entries.map(\.key) == ["b", "ä"])
    #expect(entries.map { "\($0.location)" } == ["f.yaml:1:1", "f.yaml:2:1"])
    guard case .sequence(let items)? = node["ä"]?["ö"]?.content else {
      Issue.record("found no list")
      return
    }
    #expect(items.map { "\($0.location)" } == ["f.yaml:2:9", "f.yaml:2:12"])
  }
}
