import Faults
import Fixtures
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite("NPZ files written by NumPy")
struct NPZFixtureTests {
  static let reference = Result { try NPZ.read(Fixtures.url("npz/unicode_float32.npz")) }

  @Test("hold the published arrays with their shapes")
  func shapes() throws {
    let arrays = try Self.reference.get()
    #expect(
      Set(arrays.keys) == [
        "X", "Y", "subject_id", "height_m", "weight_kg", "speed_label", "in_cols", "out_cols",
      ])
    #expect(arrays["X"]?.shape == [6, 180, 10])
    #expect(arrays["subject_id"]?.strings == ["H01", "H01", "H01", "H02", "H02", "H02"])
    #expect(arrays["in_cols"]?.strings == jointMoment.inputs)
    #expect(arrays["out_cols"]?.strings == jointMoment.outputs)
  }

  @Test(
    "read the same whatever the byte order, the axis order and the kind of text",
    arguments: ["bytes_big_endian", "fortran_order", "object_float64_deflated"])
  func layouts(_ name: String) throws {
    let reference = try Self.reference.get()
    let arrays = try NPZ.read(Fixtures.url("npz/\(name).npz"))
    #expect(Set(arrays.keys) == Set(reference.keys))
    for (key, array) in reference {
      let other = try #require(arrays[key])
      #expect(other.shape == array.shape, "\(key)")
      #expect(other.strings == array.strings, "\(key)")
      #expect(other.floats == array.floats, "\(key)")
    }
  }

  @Test("are written back byte for byte")
  func roundTrip() throws {
    let data = try BoundedFile.read(Fixtures.url("npz/unicode_float32.npz"), limit: 1 << 20)
    let archive = try ZipArchive(data, limits: NPZ.limits)
    for entry in archive.entries {
      let bytes = try archive.contents(of: entry)
      #expect(try NumPyArray.read(npy: bytes).npy == bytes, "\(entry.name)")
    }
  }

  @Test(
    "are refused with a message of their own when they are broken",
    arguments: [
      ("bad_executable_pickle", ["array 'subject_id'", "builtins.eval", "runs no code"]),
      ("bad_huge_shape", ["array 'X'", "4611686018427387904"]),
      ("bad_not_a_zip", ["not a ZIP archive"]),
      ("bad_truncated", ["cut short"]),
    ])
  func broken(_ name: String, _ words: [String]) throws {
    let fault = try #require(throws: Fault.self) { try NPZ.read(Fixtures.url("npz/\(name).npz")) }
    #expect(fault.kind == .data)
    for word in words + ["\(name).npz: "] {
      #expect(fault.description.contains(word), "\(fault)")
    }
    #expect(!FileManager.default.fileExists(atPath: "PICKLE_WAS_EXECUTED"))
  }

  @Test(
    "are read as containers when only their meaning is wrong",
    arguments: [
      "bad_missing_Y", "bad_nan", "bad_shape", "bad_unknown_column", "bad_zero_mass", "swapped_columns",
    ])
  func container(_ name: String) throws {
    #expect(try NPZ.read(Fixtures.url("npz/\(name).npz"))["X"]?.shape == [6, 180, 10])
  }

  @Test("of the published size are read as they were written")
  func published() throws {
    let forces = (0..<713 * 180 * 14).map { Float($0) }
    let data = try NPZ.data(["Y": NumPyArray(shape: [713, 180, 14], .floats(forces))])
    // A header and a directory beside the numbers, and no more.
    #expect(data.count < 4 * forces.count + 1000)
    #expect(try NPZ.read(data)["Y"]?.floats == forces)
  }
}
