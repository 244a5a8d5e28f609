import Faults
import Formats
import Foundation
import TestSupport
import Testing

@Suite("NumPy arrays")
struct NumPyTests {
  /// The bytes of a `.npy` file with a header of the test's choice.
  static func npy(_ header: String, _ body: [UInt8] = [], version: UInt8 = 1) -> Data {
    let length =
      version == 1
      ? [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
      : [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8), 0, 0]
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + body)
  }

  static func header(_ type: String, _ shape: String, fortran: String = "False") -> String {
    "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
  }

  @Test(
    "of every type are read in both byte orders",
    arguments: [
      ("<f4", [0, 0, 0xC0, 0x3F], NumPyArray.Values.floats([1.5])),
      (">f4", [0x3F, 0xC0, 0, 0], .floats([1.5])),
      ("<f8", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F], .doubles([1.5])),
      (">f8", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0], .doubles([1.5])),
      ("|i1", [0xFE], .integers([-2])), ("<i2", [0xFE, 0xFF], .integers([-2])),
      (">i2", [0xFF, 0xFE], .integers([-2])),
      ("<i4", [0xFE, 0xFF, 0xFF, 0xFF], .integers([-2])),
      (">i8", [0, 0, 0, 0, 0, 0, 1, 2], .integers([258])),
      ("|u1", [0xFE], .integers([254])), ("<u2", [0xFE, 0xFF], .integers([65534])),
      (">u4", [0, 0, 1, 0], .integers([256])),
      ("<u8", [1, 0, 0, 0, 0, 0, 0, 0], .integers([1])), ("|b1", [1], .booleans([true])), ("?", [], nil),
      ("|S3", [0x48, 0x31, 0], .strings(["H1"])), ("<U2", [0xE9, 0, 0, 0, 0, 0, 0, 0], .strings(["é"])),
      (">U1", [0, 1, 0xF6, 0], .strings(["😀"])), ("<U1", [0, 0xD8, 0, 0], nil), ("|S1", [0xFF], nil),
      ("<u8", [0, 0, 0, 0, 0, 0, 0, 0x80], nil), ("<f2", [0, 0x3E], .floats([1.5])),
      (">f2", [0xFC, 0], .floats([-.infinity])),
      ("<f2", [1, 0], .floats([0x1p-24])), ("<f1", [0], nil),
      ("<c8", [0, 0, 0, 0, 0, 0, 0, 0], nil),
      ("<M8", [0, 0, 0, 0, 0, 0, 0, 0], nil), ("<U0", [], nil), ("|V1", [0], nil), ("", [0], nil),
      ("<f5", [0, 0, 0, 0, 0], nil),
    ] as [(String, [UInt8], NumPyArray.Values?)])
  func types(_ type: String, _ bytes: [UInt8], _ values: NumPyArray.Values?) throws {
    let data = Self.npy(Self.header(type, "(1,)"), bytes)
    if let values {
      #expect(try NumPyArray.read(npy: data) == NumPyArray(values))
    } else {
      #expect(throws: Fault.self) { try NumPyArray.read(npy: data) }
    }
  }

  @Test("are turned from column-major into row-major order")
  func columnMajor() throws {
    let data = Self.npy(Self.header("|i1", "(2, 3, 2)", fortran: "True"), Array(0..<12))
    // Element (i, j, k) of a column-major (2, 3, 2) array lies at i + 2 j + 6 k.
    let expected: [Int64] = [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]
    #expect(try NumPyArray.read(npy: data) == NumPyArray(shape: [2, 3, 2], .integers(expected)))
  }

  @Test(
    "may be written in any way that the format allows",
    arguments: [
      npy("{\"shape\":(),\"fortran_order\":False,\"descr\":\"|b1\"}", [0]),
      npy(header("|b1", "()"), [0], version: 2), npy(header("|b1", "()"), [0], version: 3),
      npy("  { 'descr' : '|b1' , 'fortran_order' : True , 'shape' : ( ) }   \n", [0]),
    ])
  func spellings(_ data: Data) throws {
    #expect(try NumPyArray.read(npy: data) == NumPyArray(shape: [], .booleans([false])))
  }

  @Test(
    "with a header that lies or does not parse are refused",
    arguments: [
      (header("<f4", "(2,)"), "needs 8 bytes, but 4 are there"), (header("<f4", "(0,)"), "needs 0 bytes"),
      (header("<f4", "(-1,)"), "negative size"),
      (header("<f4", "(99999999999999999999,)"), "impossible size"),
      (header("<f4", "(4611686018427387904, 4)"), "impossible shape"),
      (header("<f4", "(0, 4611686018427387904, 4)"), "impossible shape"),
      (header("<f4", "(1000000000,)"), "512 MiB"), (header("|i1", "(70000000,)"), "512 MiB"),
      (header("|O", "(1,)"), "pickle"), (header("<f4", "(1)x"), "malformed"),
      (header("<f4", "1"), "malformed"),
      (header("<f4", "(1,)", fortran: "1"), "malformed"),
      (header("<f4", "(1,)", fortran: "__import__('os')"), "malformed"),
      (header("<f4\\", "(1,)"), "malformed"),
      ("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", "records"),
      ("{'descr': '<f4', 'shape': (1,)}", "lacks"), ("{'descr': '<f4', 'descr': '<f4'}", "'descr'"),
      ("{'a': 1}", "the key 'a'"),
      (header("<f4", "(1,)") + "x", "more in its header"), ("", "malformed"), ("{", "malformed"),
      ("{'descr", "malformed"), ("é", "plain text"),
      (header("<f4", "(" + String(repeating: "1,", count: 33) + ")"), "32 axes"),
      (String(repeating: " ", count: 10_001), "10001 characters"),
    ])
  func lies(_ header: String, _ words: String) throws {
    let fault = try #require(throws: Fault.self) {
      try NumPyArray.read(npy: Self.npy(header, [0, 0, 0x80, 0x3F]))
    }
    #expect(fault.kind == .data && fault.description.contains(words), "\(fault)")
  }

  @Test("keep every kind of value through a file")
  func roundTrip() throws {
    let arrays: [String: NumPyArray] = [
      "floats": try NumPyArray(shape: [2, 2], .floats([1, -0.0, .infinity, .leastNonzeroMagnitude])),
      "doubles": try NumPyArray(shape: [1, 1, 3], .doubles([.pi, -1, .leastNonzeroMagnitude])),
      "integers": try NumPyArray(.integers([.min, 0, .max])),
      "booleans": try NumPyArray(.booleans([true, false])),
      "strings": try NumPyArray(.strings(["", "é", "hip_flexion_r", "😀😀"])),
      "none": try NumPyArray(.strings([])),
      "scalar": try NumPyArray(shape: [], .floats([7])), "empty": try NumPyArray(shape: [3, 0], .floats([])),
    ]
    let data = try NPZ.data(arrays)
    #expect(try NPZ.read(data) == arrays)
    #expect(try NPZ.data(arrays) == data)
  }

  @Test("with a shape that does not fit are not made")
  func shapes() {
    #expect(throws: Fault.self) { try NumPyArray(shape: [2, 2], .floats([1, 2, 3])) }
    #expect(throws: Fault.self) { try NumPyArray(shape: [-1, -3], .floats([1, 2, 3])) }
  }

  @Test("cut short anywhere or changed anywhere never trap")
  func damage() throws {
    let numbers = try NumPyArray(shape: [2, 2], .floats([1, 2, 3, 4])).npy
    let texts = try NumPyArray(.strings(["H01", "H02"])).npy
    for data in [numbers, texts] {
      for prefix in Damage.prefixes(data) { #expect(throws: Fault.self) { try NumPyArray.read(npy: prefix) } }
      Damage.expectReadOrFault(Damage.flips(data)) { _ = try NumPyArray.read(npy: $0) }
    }
    let archive = try NPZ.data([
      "X": try NumPyArray(.floats([1, 2])), "in_cols": try NumPyArray(.strings(["a"])),
    ])
    for prefix in Damage.prefixes(archive) { #expect(throws: Fault.self) { try NPZ.read(prefix) } }
    Damage.expectReadOrFault(Damage.flips(archive)) { _ = try NPZ.read($0) }
  }
}
