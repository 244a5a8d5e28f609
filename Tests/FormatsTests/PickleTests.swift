import Faults
import Formats
import Foundation
import TestSupport
import Testing

@Suite("Pickles")
struct PickleTests {
  static let globals: [String: PickleMeaning] = [
    "collections OrderedDict": .dictionary, "_codecs encode": .latin1, "numpy dtype": .symbol,
  ]

  static func read(_ text: String) throws -> Pickle { try Pickle(Data(latin1: text), globals: globals) }

  @Test(
    "are read as plain values",
    arguments: [
      ("\u{80}\u{2}N.", PickleNode.Kind.none),
      ("\u{80}\u{2}\u{88}.", .boolean(true)),
      ("\u{80}\u{2}J\u{FE}\u{FF}\u{FF}\u{FF}.", .integer(-2)),
      ("\u{80}\u{2}M\u{34}\u{12}.", .integer(0x1234)),
      ("\u{80}\u{2}\u{8A}\u{0}.", .integer(0)),
      ("\u{80}\u{2}\u{8A}\u{1}\u{FF}.", .integer(-1)),
      ("\u{80}\u{2}\u{8A}\u{5}\u{0}\u{0}\u{0}\u{0}\u{1}.", .integer(1 << 32)),
      ("\u{80}\u{2}G\u{3F}\u{F8}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}.", .real(1.5)),
      ("\u{80}\u{2}X\u{2}\u{0}\u{0}\u{0}\u{C3}\u{A9}.", .text("é")),
      ("\u{80}\u{4}\u{8C}\u{1}x\u{94}.", .text("x")),
      ("\u{80}\u{3}C\u{2}\u{FF}\u{0}.", .bytes([255, 0])),
      ("\u{80}\u{2}ccollections\nOrderedDict\n)R.", .dictionary),
      ("\u{80}\u{4}\u{8C}\u{5}numpy\u{8C}\u{5}dtype\u{93}.", .global("numpy dtype")),
      ("\u{80}\u{2}cnumpy\ndtype\n)R.", .call("numpy dtype")),
      (
        "\u{80}\u{2}c_codecs\nencode\nX\u{2}\u{0}\u{0}\u{0}\u{C3}\u{BF}X\u{6}\u{0}\u{0}\u{0}latin1\u{86}R.",
        .bytes([255])
      ),
    ])
  func values(_ text: String, _ kind: PickleNode.Kind) throws {
    let pickle = try Self.read(text)
    #expect(pickle[pickle.root].kind == kind)
  }

  @Test("keep the members of containers in order")
  func containers() throws {
    let pickle = try Self.read(
      "\u{80}\u{2}}(X\u{1}\u{0}\u{0}\u{0}bK\u{1}X\u{1}\u{0}\u{0}\u{0}a](K\u{2}K\u{3}eu.")
    let pairs = try #require(try pickle.pairs(pickle.root))
    #expect(pairs.map(\.key) == ["b", "a"])
    #expect(pickle.integer(pairs[0].value) == 1)
    #expect(pickle.integers(pairs[1].value, most: 2) == [2, 3])
    #expect(pickle.integers(pairs[1].value, most: 1) == nil)
  }

  @Test(
    "that want anything else are refused",
    arguments: [
      ("\u{80}\u{2}cos\nsystem\nX\u{4}\u{0}\u{0}\u{0}true\u{85}R.", "'os.system'; HipZoo runs no code"),
      ("\u{80}\u{4}\u{8C}\u{8}builtins\u{8C}\u{4}eval\u{93}.", "'builtins.eval'"),
      ("(S'true'\nios\nsystem\n.", "instruction 0x53"), ("\u{80}\u{2}(ios\nsystem\n.", "instruction 0x69"),
      ("\u{80}\u{2}]\u{81}.", "instruction 0x81"), ("\u{80}\u{2}N0N.", "instruction 0x30"),
      ("\u{80}\u{2}]2.", "instruction 0x32"), ("\u{80}\u{1}N.", "protocol 1"),
      ("\u{80}\u{6}N.", "protocol 6"),
      ("\u{80}\u{2}NN\u{86}R.", "empty stack"), ("\u{80}\u{2}N)R.", "calls something"),
      ("\u{80}\u{2}cnumpy\ndtype\nNR.", "calls something"), ("\u{80}\u{2}NNb.", "takes none"),
      ("\u{80}\u{2}cnumpy\ndtype\n)R)b)b.", "takes none"), ("\u{80}\u{2}NNa.", "no list"),
      ("\u{80}\u{2}]NNs.", "no dictionary"), ("\u{80}\u{2}}(Nu.", "no dictionary"),
      ("\u{80}\u{2}e.", "mark is missing"),
      ("\u{80}\u{2}.", "empty stack"), ("\u{80}\u{2}(\u{85}.", "empty stack"),
      ("\u{80}\u{2}](a.", "empty stack"),
      ("\u{80}\u{2}h\u{7}.", "recalls value 7"), ("\u{80}\u{2}q\u{7}.", "empty stack"),
      ("\u{80}\u{2}Nr\u{FF}\u{FF}\u{FF}\u{FF}.", "remembered"), ("\u{80}\u{2}N.N", "follows the end"),
      ("\u{80}\u{2}N", "cut short"),
      ("\u{80}\u{2}X\u{FF}\u{FF}\u{FF}\u{FF}", "4294967295 bytes"),
      ("\u{80}\u{2}X\u{1}\u{0}\u{0}\u{0}\u{FF}.", "UTF-8"),
      ("\u{80}\u{2}\u{8A}\u{9}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{1}.", "64 bits"),
      ("\u{80}\u{2}" + String(repeating: "(", count: 65), "64 values inside"),
      ("\u{80}\u{2}" + String(repeating: "N", count: 10_001), "10000 values"),
      ("\u{80}\u{2}" + String(repeating: "Nq\u{0}\u{85}a", count: 3) + ".", "empty stack"),
      ("\u{80}\u{2}]" + String(repeating: "Na", count: 500_000) + ".", "1000000 instructions"),
      ("\u{80}\u{2}" + String(repeating: "c", count: 300), "does not end"),
      (String(repeating: "N", count: 4 << 20 + 1), "its pickle has"),
    ])
  func refused(_ text: String, _ words: String) throws {
    let fault = try #require(throws: Fault.self) { try Self.read(text) }
    #expect(fault.kind == .data && fault.description.contains(words), "\(fault)")
  }

  @Test("that double in memory at every level take a step a level")
  func bomb() throws {
    let levels = (0..<200).map {
      "](h\(Character(Unicode.Scalar(UInt8($0))))h\(Character(Unicode.Scalar(UInt8($0))))eq"
    }
    let text =
      "\u{80}\u{2}]q\u{0}"
      + levels.enumerated().map { $1 + String(Character(Unicode.Scalar(UInt8($0 + 1)))) }.joined()
    let pickle = try Self.read(text + ".")
    #expect(pickle.members(pickle.root)?.count == 2)
    #expect(try pickle.texts(pickle.root) == nil)
  }

  @Test("that contain themselves or nest a hundred thousand deep are only data")
  func cycles() throws {
    let itself = try Self.read("\u{80}\u{2}]q\u{0}h\u{0}a.")
    #expect(itself.members(itself.root) == [itself.root])
    #expect(try itself.texts(itself.root) == nil)
    let deep = try Self.read("\u{80}\u{2}N" + String(repeating: "\u{85}", count: 100_000) + ".")
    #expect(deep.members(deep.root)?.count == 1)
  }

  @Test("that encode one long text again and again are stopped")
  func encoding() throws {
    let text = "X\u{0}\u{0}\u{10}\u{0}" + String(repeating: "x", count: 1 << 20)
    let start = "\u{80}\u{2}c_codecs\nencode\nq\u{0}" + text + "X\u{6}\u{0}\u{0}\u{0}latin1\u{86}q\u{1}"
    let fault = try #require(throws: Fault.self) {
      try Self.read(start + String(repeating: "h\u{0}h\u{1}R", count: 2000) + ".")
    }
    #expect(fault.description.contains("encoded bytes"), "\(fault)")
  }
}
