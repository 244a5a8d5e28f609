import Faults
import Foundation

extension MotionTable {
  /// Refuses a large file whose numbers cannot fit into memory, before its text lies there: what will be refused costs
  /// little (docs/limits.md, section 1).
  /// - Throws: ``Fault`` (data) when there are too many; missing and io.
  static func checkCount(of url: URL, named name: String) throws {
    let file = try RegularFile(url)
    guard file.size > 64 << 20 else { return }
    let most = DecodedSize.most / MemoryLayout<Double>.stride
    var piece = Data(count: 1 << 20)
    var (fields, isInside) = (0, false)
    while true {
      let count = try piece.withUnsafeMutableBytes { buffer in
        let count = try file.read(into: buffer)
        for byte in buffer.prefix(count) {
          let isBlank = byte <= 0x20
          if isInside, isBlank { fields += 1 }
          isInside = !isBlank
        }
        return count
      }
      guard count > 0 else { return }
      guard fields <= most else {
        throw Fault(.data, at: .file(name), "its numbers take more than 512 MiB, which is the most for one file.")
      }
    }
  }
}
