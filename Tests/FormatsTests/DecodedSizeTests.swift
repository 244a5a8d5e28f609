import Faults
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

@Suite("What a small file would take in memory")
struct DecodedSizeTests {
  @Test("is counted over references to one pickled byte string")
  func references() throws {
    let url = Fixtures.url("cases/hostile/S_pickled_bytes_16KiB_x900000.npz")
    expectFault(.data, "array 'subject_id'", "512 MiB") { try NPZ.read(url) }
  }

  @Test("is counted over the arrays that are decoded, and over no others")
  func arrays() throws {
    // Numbers of a byte become integers of eight, so four arrays of 20 MB take 640 MB.
    let zeros = Data(count: 20_000_000)
    let npy = NumPyTests.npy(NumPyTests.header("|i1", "(20000000,)"), Array(zeros))
    let small = try NumPyArray(.integers([1])).npy
    let files = (0..<4).map { ZipWriter.File("a\($0).npy", npy) } + [.init("x.npy", small)]
    let archive = try NPZ(try ZipWriter.data(files))
    #expect(try archive.array("x")?.values == .integers([1]))
    for name in ["a0", "a1", "a2"] { #expect(try archive.shape(of: name) == [20_000_000]) }
    expectFault(.data, "array 'a3'", "512 MiB") {
      for name in ["a0", "a1", "a2", "a3"] { _ = try archive.array(name) }
    }
  }

  @Test("is added up by the shapes before the first array takes memory")
  func together() throws {
    let npy = NumPyTests.npy(NumPyTests.header("|i1", "(50000000,)"), Array(Data(count: 50_000_000)))
    let files = ["X", "Y", "Z"].map { ZipWriter.File("\($0).npy", npy) }
    let archive = try NPZ(try ZipWriter.data(files))
    try archive.expectRoom(for: ["X", "Y", "mu_x"])
    expectFault(.data, "array 'Z'", "512 MiB") { try archive.expectRoom(for: ["X", "Y", "Z"]) }
    #expect(try archive.floats("Z")?.count == 50_000_000, "the look has taken nothing of the room")
  }

  @Test("does not matter where a sparse file is nothing that is read")
  func sparse() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "sparse.npz")
      try Data().write(to: url)
      let file = try FileHandle(forWritingTo: url)
      try file.truncate(atOffset: 3 << 30)
      try file.close()
      expectFault(.data, "sparse.npz", "not a ZIP archive") { try NPZ.read(url) }
    }
  }

  @Test("does not count what nobody asked for")
  func unasked() throws {
    for name in ["date", "meta_dict", "records", "slash"] {
      let file = try NPZ(Fixtures.url("cases/12-npz-arrays-nobody-asked-for/\(name).npz"))
      #expect(try file.shape(of: "X")?.suffix(2) == [180, 10], "\(name)")
      #expect(try file.floats("X")?.isEmpty == false && file.array("in_cols")?.strings?.count == 10, "\(name)")
    }
  }
}
