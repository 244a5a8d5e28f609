import Faults
import Formats
import Foundation
import TestSupport
import Testing

@Suite("Reading and writing whole files")
struct FileTests {
  @Test("gives back what was written, and makes the folders")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a/b/file.bin")
      for data in [Data("first".utf8), Data(), Data("second, longer".utf8)] {
        try AtomicFile.write(data, to: url)
        #expect(try BoundedFile.read(url, limit: 100) == data)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a/b") == ["file.bin"])
    }
  }

  @Test("leaves the old file and no other when writing fails half-way")
  func failure() throws {
    struct Interruption: Error {}
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "file.bin")
      try AtomicFile.write(Data("old".utf8), to: url)
      let fault = try #require(throws: Fault.self) {
        try AtomicFile.write(to: url) { handle in
          try handle.write(contentsOf: Data("new".utf8))
          throw Interruption()
        }
      }
      #expect(fault.kind == .io && fault.description.contains("file.bin"))
      #expect(try BoundedFile.read(url, limit: 100) == Data("old".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file.bin"])
    }
  }

  @Test("passes on the fault of what was to be written")
  func passesFaults() throws {
    try withTemporaryFolder { folder in
      #expect(throws: Fault(.data, "mine")) {
        try AtomicFile.write(to: folder.appending(path: "x")) { _ in throw Fault(.data, "mine") }
      }
    }
  }

  @Test("cannot put a file where a folder or a file is in the way")
  func inTheWay() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Data(), to: folder.appending(path: "file"))
      try FileManager.default.createDirectory(
        at: folder.appending(path: "folder/x"), withIntermediateDirectories: true)
      for path in ["folder", "file/below"] {
        let fault = try #require(throws: Fault.self) {
          try AtomicFile.write(Data(), to: folder.appending(path: path))
        }
        #expect(fault.kind == .io && fault.description.contains(path))
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "folder"])
    }
  }

  @Test("says what stands in the way of reading")
  func refusals() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "five.bin")
      try AtomicFile.write(Data("12345".utf8), to: file)
      let pipe = folder.appending(path: "pipe")
      try #require(mkfifo(pipe.path, 0o600) == 0)
      let cases: [(URL, Fault.Kind, String)] = [
        (file, .data, "5 bytes"), (folder, .data, "is a folder"), (pipe, .data, "is not a regular file"),
        (folder.appending(path: "none"), .missing, "none"),
        (file.appending(path: "below"), .missing, "below"),
      ]
      for (url, kind, words) in cases {
        let fault = try #require(throws: Fault.self) { try BoundedFile.read(url, limit: 4) }
        #expect(fault.kind == kind && fault.description.contains(words), "\(fault)")
      }
      #expect(try BoundedFile.read(file, limit: 5).count == 5)
    }
  }

  @Test("puts the place before the line of a fault, innermost last")
  func places() {
    #expect(throws: Fault(.data, at: Place(file: "a.npz", parts: ["array 'X'"]), "is wrong.")) {
      try locating(.file("a.npz")) { try locating(.part("array 'X'")) { throw Fault(.data, "is wrong.") } }
    }
  }
}

@Suite("SHA-256")
struct DigestTests {
  @Test(
    "equals the examples of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
  func examples(_ text: String, _ digest: String) {
    #expect(Digest.sha256(of: Data(text.utf8)) == digest)
  }

  @Test(
    "is that of other programs on both sides of a block's end",
    arguments: [
      (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
      (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
      (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
      (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
      (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
      (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
      (120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
    ])
  func blocks(_ count: Int, _ expected: String) {
    let data = Data(repeating: UInt8(ascii: "a"), count: count)
    #expect(Digest.sha256(of: data) == expected)
    for size in [1, 7, 63, 64] {
      var digest = Digest()
      for start in stride(from: 0, to: count, by: size) { digest.update(data[start...].prefix(size)) }
      #expect(digest.hexadecimal == expected)
    }
  }

  @Test("of a million letters is the same in memory, in pieces and from a file")
  func pieces() throws {
    let data = Data(repeating: UInt8(ascii: "a"), count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    var digest = Digest()
    for start in stride(from: 0, to: data.count, by: 65_537) { digest.update(data[start...].prefix(65_537)) }
    #expect(Digest.sha256(of: data) == expected)
    #expect(digest.hexadecimal == expected)
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "million")
      try AtomicFile.write(data + data, to: url)
      #expect(try Digest.sha256(ofFile: url) == Digest.sha256(of: data + data))
    }
  }
}
