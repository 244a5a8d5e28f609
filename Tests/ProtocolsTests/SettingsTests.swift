import Faults
import Formats
import Protocols
import TestSupport
import Testing

/// Settings of a YAML text in a file called `zoo/lstm.yaml`.
private func settings(_ yaml: String) throws -> Settings {
  try Settings(Node(yaml: yaml, file: "zoo/lstm.yaml"))
}

@Suite("Settings") struct SettingsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    let message: String
    var testDescription: String { message }
  }

  static let cases = [
    Case(
      yaml: "hidden: 16\n  \ndropuot: 0.1",
      message:
        "zoo/lstm.yaml:3:1: unknown key 'dropuot'. Did you mean 'dropout'? Allowed: hidden, dropout, cell, bias."
    ),
    Case(
      yaml: "hidden: 16\nwhatever: [1]",
      message: "zoo/lstm.yaml:2:1: unknown key 'whatever'. Allowed: hidden, dropout, cell, bias."),
    Case(
      yaml: "{dropout: 0.1, hiden: 16}",
      message:
        "zoo/lstm.yaml:1:16: unknown key 'hiden'. Did you mean 'hidden', a whole number from 1 to 4096?"),
    Case(
      yaml: "dropout: 0.1",
      message: "zoo/lstm.yaml:1:1: the key 'hidden' is missing, expected a whole number from 1 to 4096."),
    Case(
      yaml: "hidden: 5000",
      message: "zoo/lstm.yaml:1:9: 'hidden' is 5000, expected a whole number from 1 to 4096."),
    Case(
      yaml: "hidden: 99999999999999999999",
      message: "zoo/lstm.yaml:1:9: 'hidden' is 99999999999999999999, expected a whole number from 1 to 4096."),
    Case(
      yaml: "hidden: 16.0",
      message: "zoo/lstm.yaml:1:9: 'hidden' is 16.0, expected a whole number from 1 to 4096."),
    Case(
      yaml: "hidden: many",
      message: "zoo/lstm.yaml:1:9: 'hidden' is the text 'many', expected a whole number from 1 to 4096."),
    Case(
      yaml: "hidden: '16'",
      message:
        "zoo/lstm.yaml:1:9: 'hidden' is the text '16', expected a whole number from 1 to 4096. Remove the quotes."
    ),
    Case(
      yaml: "hidden:",
      message: "zoo/lstm.yaml:1:8: 'hidden' is empty, expected a whole number from 1 to 4096."),
    Case(
      yaml: "hidden: [1]",
      message: "zoo/lstm.yaml:1:9: 'hidden' is a list, expected a whole number from 1 to 4096."),
    Case(
      yaml: "hidden: 16\ndropout: 1",
      message: "zoo/lstm.yaml:2:10: 'dropout' is 1, expected a number from 0 to 0.9."),
    Case(
      yaml: "hidden: 16\ncell: gur",
      message:
        "zoo/lstm.yaml:2:7: 'cell' is the text 'gur', expected one of: lstm, gru. Did you mean 'gru'?"),
    Case(
      yaml: "hidden: 16\nbias: yes",
      message: "zoo/lstm.yaml:2:7: 'bias' is the text 'yes', expected true or false."),
    Case(
      yaml: "- hidden",
      message: "zoo/lstm.yaml:1:1: found a list, expected a mapping (lines of 'key: value')."),
  ]

  /// What an architecture would read.
  private func read(_ settings: Settings) throws {
    _ = try settings.integer("hidden", in: 1...4096)
    _ = try settings.number("dropout", in: 0...0.9, default: 0.1)
    _ = try settings.choice("cell", of: ["lstm", "gru"], default: "lstm")
    _ = try settings.boolean("bias", default: true)
    try settings.finish()
  }

  @Test(arguments: cases)
  func `name the place, what was found and what is allowed`(_ example: Case) {
    #expect(message { try read(settings(example.yaml)) } == example.message)
  }

  @Test(arguments: [
    "010", "0x10", "0o10", "1:30", "1_000", "+1", ".5", "5.", "1e", "1e400", ".inf", "-.inf", ".nan", "inf",
    "nan",
    "1,5", "１", "0x1p3", "yes", "NO", "on", "off", "True", "~",
  ])
  func `read neither numbers nor booleans as YAML 1.1 does`(_ text: String) throws {
    let settings = try settings("key: \(text)")
    #expect(throws: Fault.self) { try settings.number("key", in: -1000...1000) }
    #expect(throws: Fault.self) { try settings.integer("key", in: -1000...1000) }
    #expect(throws: Fault.self) { try settings.boolean("key") }
  }

  @Test func `advise how to write a number`() throws {
    let settings = try settings("key: 010")
    #expect(
      message { _ = try settings.integer("key", in: 1...9) }
        == "zoo/lstm.yaml:1:6: 'key' is the text '010', expected a whole number from 1 to 9. Write numbers like 12, "
        + "0.5 or 1e-4; octal, hexadecimal, 1:30, .inf and .nan are not allowed.")
  }

  @Test func `keep what was read, defaults included, in one spelling`() throws {
    let settings = try settings("{zeta: 0, rate: 1.0e-4, list: [3, 1], inner: {b: x}}")
    #expect(try settings.number("zeta", in: 0...1) == 0)
    #expect(try settings.number("rate", in: 0...1) == 0.0001)
    #expect(try settings.integers("list", in: 0...9) == [3, 1])
    let inner = try settings.section("inner")
    #expect(try inner.text("b") == "x")
    #expect(try inner.boolean("a", default: false) == false)
    #expect(try settings.text(ifPresent: "absent") == nil)
    try settings.finish()
    #expect(
      settings.resolved.canonicalJSON
        == #"{"inner":{"a":false,"b":"x"},"list":[3,1],"rate":0.0001,"zeta":0}"#)
  }

  @Test func `look into sections and lists for what was never read`() throws {
    let settings = try settings("inner: {b: 1}\nitems:\n  - {c: 1}\n  - {c: 1, d: 2}")
    _ = try settings.section("inner").integer("b", in: 0...1)
    for item in try settings.sections("items") { _ = try item.integer("c", in: 0...1) }
    #expect(
      message { try settings.finish() }
        == "zoo/lstm.yaml:4:12: unknown key 'd'. Did you mean 'c'? Allowed: c.")
  }

  @Test func `point at the item of a list that is wrong`() throws {
    let settings = try settings("list:\n  - 1\n  - x")
    #expect(
      message { _ = try settings.integers("list", in: 0...9) }
        == "zoo/lstm.yaml:3:5: 'list' is the text 'x', expected a whole number from 0 to 9.")
  }

  @Test func `can be made of literals`() throws {
    let settings = try Settings(["hidden": 16, "dropout": 0.0, "names": ["a", "b"], "bias": true])
    #expect(try settings.integer("hidden", in: 1...16) == 16)
    #expect(try settings.number("dropout", in: 0...1) == 0)
    #expect(try settings.texts("names") == ["a", "b"])
    #expect(
      message { try settings.finish() } == "settings: unknown key 'bias'. Allowed: hidden, dropout, names.")
    #expect("\(settings.fault("hidden", "'hidden' is odd."))" == "settings: 'hidden' is odd.")
  }
}
