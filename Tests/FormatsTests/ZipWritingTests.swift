import Faults
import Formats
import Foundation
import TestSupport
import Testing

@Suite("An archive that is written into a file")
struct ZipWritingTests {
  @Test("has the bytes of one that is made in memory")
  func sameBytes() throws {
    try withTemporaryFolder { folder in
      let arrays: [String: NumPyArray] = try [
        "X": NumPyArray(shape: [3, 100_000], .floats((0..<300_000).map { Float($0) / 7 })),
        "d": NumPyArray(.doubles([1, .nan])), "i": NumPyArray(.integers([-1, 1 << 40])),
        "none": NumPyArray(.floats([])),
        "b": NumPyArray(.booleans([true, false])), "s": NumPyArray(.strings(["", "Müller", "a\0b"])),
        "scalar": NumPyArray(shape: [], .strings(["one"])),
      ]
      let file = folder.appending(path: "x.npz")
      try NPZ.write(arrays, to: file)
      #expect(try Data(contentsOf: file) == NPZ.data(arrays))
      #expect(try NPZ.read(file).keys.sorted() == arrays.keys.sorted())
      #expect(try NPZ(file).floats("X") == arrays["X"]?.floats)
    }
  }

  @Test("makes numbers while it is written, each once and in order")
  func madeNumbers() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "x.npz")
      var made: [Range<Int>] = []
      let floats = MadeFloats(shape: [2, 300_000]) { range in
        made.append(range)
        return range.map { Float($0) }
      }
      try NPZ.write(["one": NumPyArray(.floats([1]))], making: ["X": floats], to: file)
      #expect(made.first?.lowerBound == 0 && made.last?.upperBound == 600_000 && made.count > 1)
      #expect(zip(made, made.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      #expect(try NPZ(file).floats("X") == (0..<600_000).map { Float($0) })
    }
  }

  @Test("is not left behind where its numbers cannot be made")
  func fault() throws {
    try withTemporaryFolder { folder in
      let floats = MadeFloats(shape: [2]) { _ in throw Fault(.data, "no numbers.") }
      expectFault(.data, "no numbers") {
        try NPZ.write([:], making: ["X": floats], to: folder.appending(path: "x.npz"))
      }
      let short = MadeFloats(shape: [2]) { _ in [1, 2, 3] }
      expectFault(.software, "other bytes") {
        try NPZ.write([:], making: ["X": short], to: folder.appending(path: "x.npz"))
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }

  @Test(
    "says that a disk is full",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    #expect(throws: POSIXError(.ENOSPC)) {
      try ZipWriter.write([("a.npy", ZipContents(Data(count: 100)))], to: full)
    }
  }

  @Test("keeps a number once, in memory or in a file")
  func scratch() throws {
    try withTemporaryFolder { folder in
      let kept = ScratchNumbers(in: folder, most: 5)
      try kept.append([1, 2, 3])
      #expect(try kept.numbers(in: 1..<3) == [2, 3])
      try kept.append([4, 5, 6])
      try kept.append([7])
      #expect(try kept.numbers(in: 2..<7) == [3, 4, 5, 6, 7] && kept.count == 7)
      expectFault(.software, "from 6 to 8") { try kept.numbers(in: 6..<8) }
      let nowhere = ScratchNumbers(in: folder.appending(path: "none"), most: 0)
      expectFault(.io, "none") { try nowhere.append([1]) }
    }
  }
}
