import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

@Suite("A file that is something else")
struct FileKindTests {
  static let case16 = "cases/16-no-checkpoint-at-all"

  @Test(
    "is recognised by its first bytes and named with what to do",
    arguments: [
      ("lfs_pointer.pt", FileKind.lfsPointer, "git lfs pull"), ("lfs_pointer.npz", .lfsPointer, "git lfs pull"),
      ("page.pt", .webPage, "a web page"), ("model.onnx", .onnx, "ONNX is not read"),
      ("old_format.pt", .oldCheckpoint, "version 1.6 or later"), ("markers.trc", .markers, "inverse kinematics"),
    ])
  func named(_ file: String, _ kind: FileKind, _ words: String) throws {
    let url = Fixtures.url("\(Self.case16)/\(file)")
    #expect(try FileKind.of(url) == kind)
    for reader in [FileKind.Reader.cohort, .weights, .motion] {
      expectFault(.data, file, words) { try FileKind.expect(reader, url) }
    }
  }

  @Test(
    "is told from its first bytes alone",
    arguments: [
      (Data(), FileKind.empty), (Data("<html><body>404".utf8), .webPage), (Data([2, 0x50, 0, 0]), .c3d),
      (Data("<?xml version=\"1.0\"?>\n<OpenSimDocument Version=\"40000\">".utf8), .openSim),
      (Data("time,hip_flexion_r\n0,1\n".utf8), .table), (Data([0x80, 4, 0x95, 0]), .pickle),
      (Data([0x1F, 0x8B, 8, 0]), .packed), (Data("Coordinates\nversion=1\nnRows=2\nendheader\n".utf8), .motion),
      (Data([0x89] + Array("HDF\r\n".utf8) + [0x1A, 10]), .hdf5),
    ])
  func told(_ bytes: Data, _ kind: FileKind) { #expect(FileKind.of(bytes) == kind) }

  @Test("is no reason to refuse what a reader takes or nobody knows")
  func taken() throws {
    try FileKind.expect(.cohort, Fixtures.url("npz/unicode_float32.npz"))
    try FileKind.expect(.weights, Fixtures.url("\(Self.case16)/from_pytorch.safetensors"))
    try FileKind.expect(.motion, Data("Coordinates\nendheader\ntime\thip\n".utf8))
    try FileKind.expect(.weights, Data("neither".utf8))
    expectFault(.data, "a PyTorch checkpoint", "hipzoo weights import") {
      try FileKind.expect(.cohort, Fixtures.url("npz/bad_executable_checkpoint.pt"))
    }
  }
}
