import Faults
import Formats
import Foundation
import Testing

/// The bytes of a safetensors file that says what is not true.
struct SafetensorsLie: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What the message must say.
  let words: String
  let bytes: Data

  init(_ name: String, _ words: String, bytes: Data) {
    (testDescription, self.words, self.bytes) = (name, words, bytes)
  }

  /// A file with the given header and as many bytes behind it.
  init(_ name: String, _ words: String, _ header: String, body: Int = 8) {
    self.init(name, words, bytes: Self.file(Data(header.utf8), body: body))
  }

  static func file(_ header: Data, body: Int, length: UInt64? = nil) -> Data {
    let length = length ?? UInt64(header.count)
    return Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }) + header + Data(count: body)
  }

  /// The header's member for an array.
  static func array(_ name: String, _ type: String = "F32", _ shape: String = "[2]", _ offsets: String = "[0,8]")
    -> String
  {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  static let header = Data("{\(array("a"))}".utf8)

  static let lengths: [SafetensorsLie] = [
    SafetensorsLie("nothing at all", "only 0 bytes", bytes: Data()),
    SafetensorsLie("half a length", "only 7 bytes", bytes: Data(count: 7)),
    SafetensorsLie(
      "a header of 100 MB", "states a header of 100000000", bytes: file(header, body: 8, length: 100_000_000)),
    SafetensorsLie(
      "the largest length", "states a header of 18446744073709551615", bytes: file(header, body: 8, length: .max)),
    SafetensorsLie("a header longer than the file", "is cut short", bytes: file(header, body: 8, length: 500)),
    SafetensorsLie("a header that is cut", "is no JSON", bytes: file(header, body: 8, length: 20)),
    SafetensorsLie("an empty header", "does not begin with '{'", ""),
    SafetensorsLie("bytes behind the last array", "has 1 byte behind", "{\(array("a"))}", body: 9),
    SafetensorsLie("fewer bytes than the arrays take", "is cut short: array 'a'", "{\(array("a"))}", body: 7),
  ]

  static let texts: [SafetensorsLie] = [
    SafetensorsLie("a space before the header", "does not begin with '{'", " {\(array("a"))}"),
    SafetensorsLie("a list as header", "does not begin with '{'", "[]", body: 0),
    SafetensorsLie(
      "a header that is not UTF-8", "UTF-8", bytes: file(Data("{\"\u{61}".utf8) + [0xFF] + Data("\":1}".utf8), body: 0)),
    SafetensorsLie("half a JSON text", "is no JSON", "{\"a\":"),
    SafetensorsLie("two JSON texts", "more than one value", "{\(array("a"))}{}"),
    SafetensorsLie("the same array twice", "'a' twice", "{\(array("a")),\(array("a"))}"),
    SafetensorsLie("the same array twice in two spellings", "'a' twice", "{\(array("a")),\(array("\\u0061"))}"),
    SafetensorsLie("metadata twice", "'__metadata__' twice", #"{"__metadata__":{},"__metadata__":{}}"#, body: 0),
    SafetensorsLie("metadata that is a list", "'__metadata__'", #"{"__metadata__":[]}"#, body: 0),
    SafetensorsLie("metadata with a number", "'x', which is no string", #"{"__metadata__":{"x":1}}"#, body: 0),
    SafetensorsLie("a bomb of brackets", "16 deep", "{\"a\":" + String(repeating: "[", count: 100_000), body: 0),
  ]

  static let arrays: [SafetensorsLie] = [
    SafetensorsLie("an array that is a number", "needs exactly", #"{"a":1}"#, body: 0),
    SafetensorsLie("an array without a type", "needs exactly", #"{"a":{"shape":[2],"data_offsets":[0,8]}}"#),
    SafetensorsLie(
      "an array with a word more", "needs exactly", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#),
    SafetensorsLie("a type of another format", "type 'F8_E4M3'", "{\(array("a", "F8_E4M3"))}"),
    SafetensorsLie("a type that there is not", "type 'F31'", "{\(array("a", "F31"))}"),
    SafetensorsLie("nine axes", "at most 8 sizes", "{\(array("a", "F32", "[1,1,1,1,1,1,1,1,2]"))}"),
    SafetensorsLie("a negative size", "sizes from 0", "{\(array("a", "F32", "[-2]"))}"),
    SafetensorsLie("a broken size", "sizes from 0", "{\(array("a", "F32", "[2.0]"))}"),
    SafetensorsLie(
      "a size beyond all counting", "impossible shape", "{\(array("a", "F32", "[4611686018427387904,4]"))}"),
    SafetensorsLie("a size that no integer holds", "sizes from 0", "{\(array("a", "F32", "[99999999999999999999]"))}"),
    SafetensorsLie(
      "a shape that does not fill its bytes", "needs 4 bytes, but takes 8", "{\(array("a", "F32", "[1]"))}"),
    SafetensorsLie("a type that does not fill its bytes", "needs 16 bytes, but takes 8", "{\(array("a", "F64"))}"),
    SafetensorsLie("three offsets", "'data_offsets'", "{\(array("a", "F32", "[2]", "[0,4,8]"))}"),
    SafetensorsLie("offsets that run backwards", "'data_offsets'", "{\(array("a", "F32", "[2]", "[8,0]"))}"),
    SafetensorsLie("a negative offset", "'data_offsets'", "{\(array("a", "F32", "[2]", "[-8,0]"))}"),
    SafetensorsLie("an offset beyond the file", "is cut short", "{\(array("a", "F32", "[4000000]", "[0,16000000]"))}"),
    SafetensorsLie("a hole before the first array", "leaves a hole", "{\(array("a", "F32", "[1]", "[4,8]"))}"),
    SafetensorsLie(
      "a hole between arrays", "leaves a hole",
      "{\(array("a", "F32", "[1]", "[0,4]")),\(array("b", "F32", "[1]", "[8,12]"))}", body: 12),
    SafetensorsLie("two arrays over the same bytes", "shares bytes", "{\(array("a")),\(array("b"))}"),
    SafetensorsLie(
      "arrays that overlap", "shares bytes", "{\(array("a")),\(array("b", "F32", "[2]", "[4,12]"))}", body: 12),
    SafetensorsLie("a name that climbs", "has an array whose name", "{\(array("../../etc/passwd"))}"),
    SafetensorsLie("an empty name", "has an array whose name", "{\(array(""))}"),
    SafetensorsLie("a name of 257 bytes", "has an array whose name", "{\(array(String(repeating: "a", count: 257)))}"),
    SafetensorsLie(
      "4097 arrays", "holds 4097 arrays",
      "{" + (0...4096).map { array("a\($0)", "F32", "[0]", "[0,0]") }.joined(separator: ",") + "}", body: 0),
  ]
}

@Suite("A safetensors file that lies")
struct SafetensorsLieTests {
  @Test("about its lengths is refused with a message of its own", arguments: SafetensorsLie.lengths)
  func lengths(_ lie: SafetensorsLie) { expectRefusal(lie) }

  @Test("in its text is refused with a message of its own", arguments: SafetensorsLie.texts)
  func texts(_ lie: SafetensorsLie) { expectRefusal(lie) }

  @Test("about an array is refused with a message of its own", arguments: SafetensorsLie.arrays)
  func arrays(_ lie: SafetensorsLie) { expectRefusal(lie) }

  @Test("is not among these when it tells the truth")
  func truth() throws {
    #expect(try Safetensors(SafetensorsLie.file(SafetensorsLie.header, body: 8))["a"]?.floats() == [0, 0])
  }

  private func expectRefusal(_ lie: SafetensorsLie) {
    let fault = #expect(throws: Fault.self) { try Safetensors(lie.bytes) }
    guard let fault else { return }
    #expect(fault.kind == .data && fault.description.contains(lie.words), "\(fault)")
    #expect(!fault.description.contains("\n"))
  }
}
