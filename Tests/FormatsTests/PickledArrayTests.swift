import Faults
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

@Suite("Pickled NumPy arrays")
struct PickledArrayTests {
  /// A pickled array of two objects, as NumPy writes it with protocol 4, around the given list.
  static func npy(_ list: String, shape: String = "(2,)") -> Data {
    func word(_ text: String) -> String {
      "\u{8C}\(Character(Unicode.Scalar(UInt8(text.utf8.count))))\(text)"
    }
    let reconstruct = word("numpy.core.multiarray") + word("_reconstruct") + "\u{93}"
    let array = reconstruct + word("numpy") + word("ndarray") + "\u{93}K\u{0}\u{85}C\u{1}b\u{87}R"
    let type = word("numpy") + word("dtype") + "\u{93}" + word("O8") + "\u{89}\u{88}\u{87}R"
    let order = "(K\u{3}" + word("|") + "NNNJ\u{FF}\u{FF}\u{FF}\u{FF}J\u{FF}\u{FF}\u{FF}\u{FF}K\u{3F}tb"
    let pickle = "\u{80}\u{4}" + array + "(K\u{1}K\u{2}\u{85}" + type + order + "\u{89}" + list + "tb."
    return NumPyTests.npy(NumPyTests.header("|O", shape), Array(Data(latin1: pickle)))
  }

  @Test(
    "are read when all objects are texts or all are numbers",
    arguments: [
      ("](\u{8C}\u{3}H01\u{8C}\u{3}H02e", NumPyArray.Values.strings(["H01", "H02"])),
      ("](C\u{3}H01\u{8C}\u{3}H02e", .strings(["H01", "H02"])),
      ("](K\u{3}G\u{3F}\u{F8}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}e", .doubles([3, 1.5])),
    ])
  func objects(_ list: String, _ values: NumPyArray.Values) throws {
    #expect(try NumPyArray.read(npy: Self.npy(list)) == NumPyArray(values))
  }

  @Test(
    "are refused otherwise",
    arguments: [
      ("](\u{8C}\u{3}H01Ne", "neither all texts nor all numbers"), ("](\u{8C}\u{3}H01e", "but 1 are there"),
      ("]\u{94}(h\u{0}h\u{0}e", "neither"), ("N", "which are not read"), ("C\u{2}ab", "which are not read"),
    ])
  func refused(_ list: String, _ words: String) throws {
    let fault = try #require(throws: Fault.self) { try NumPyArray.read(npy: Self.npy(list)) }
    #expect(fault.kind == .data && fault.description.contains(words), "\(fault)")
  }

  @Test("are refused when header and pickle disagree on the shape")
  func shape() throws {
    #expect(throws: Fault.self) { try NumPyArray.read(npy: Self.npy("](NNe", shape: "(3,)")) }
  }

  @Test("cut short anywhere or changed anywhere never trap")
  func damage() throws {
    let data = try BoundedFile.read(Fixtures.url("npz/object_float64_deflated.npz"), limit: 1 << 20)
    let archive = try ZipArchive(data, limits: NPZ.limits)
    let bytes = try archive.contents(of: try #require(archive.entry(named: "subject_id.npy")))
    for prefix in Damage.prefixes(bytes) { #expect(throws: Fault.self) { try NumPyArray.read(npy: prefix) } }
    Damage.expectReadOrFault(Damage.flips(bytes)) { _ = try NumPyArray.read(npy: $0) }
  }
}
