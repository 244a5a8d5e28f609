import Faults
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing
import Weights

@Suite("A hostile file", .enabled(if: Fixtures.isShared("cases/hostile"), "needs ../shared/cases/hostile"))
struct HostileFileTests {
  static let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
  private static let folder = Fixtures.shared.appending(path: "cases/hostile")

  @Test("is refused by every reader with one line that names it", arguments: files)
  func everywhere(_ name: String) throws {
    let url = Self.folder.appending(path: name)
    let readers: [(String, (URL) throws -> Void)] = [
      ("NPZ", { _ = try NPZ.read($0) }), ("checkpoint", { _ = try TorchCheckpoint.read($0) }),
      ("artifact", { _ = try Artifact.read($0) }), ("facts", { _ = try WeightsFacts($0) }),
      ("safetensors", { _ = try Safetensors.read($0) }), ("motion", { _ = try MotionTable(contentsOf: $0) }),
    ]
    for (reader, read) in readers {
      let fault = #expect(throws: Fault.self, "\(reader)") { try read(url) }
      #expect(
        fault?.kind == .data && fault?.description.contains(name) == true, "\(reader): \(fault?.description ?? "")")
      #expect(fault?.description.contains("\n") == false, "\(reader)")
    }
  }

  @Test("of one text that is referred to again and again is refused by what it would take")
  func references() {
    for name in ["pickle_bytes2_x2000.npz", "S_pickled_bytes_16KiB_x900000.npz"] {
      expectFault(.data, name, "array 'subject_id'", "512 MiB") { try NPZ.read(Self.folder.appending(path: name)) }
    }
  }
}
