import Faults
import Protocols
import Testing

/// Whatever the bytes, a manifest is read or refused; a trap would end the test process.
@Suite("A damaged manifest") struct ManifestFuzzTests {
  /// Whether it is read; anything thrown must be a fault of the data that names the file.
  private func isRead(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try Manifest(yaml: bytes, file: "zoo/toy.yaml")
      return true
    } catch let fault as Fault {
      #expect(fault.kind == .data && fault.description.hasPrefix("zoo/toy.yaml:"))
      #expect(!fault.description.contains("\n"))
    } catch {
      Issue.record("\(error)")
    }
    return false
  }

  @Test func `that is cut anywhere is read or refused`() throws {
    let bytes = Array(manifestText().utf8)
    let read = bytes.indices.count { isRead(Array(bytes[..<$0])) }
    #expect(read < 100)
    #expect(isRead(bytes))
  }

  @Test(arguments: [0x01, 0x02, 0x08, 0x20, 0x80, 0xFF] as [UInt8])
  func `with any byte flipped is read or refused`(_ mask: UInt8) throws {
    var bytes = Array(manifestText().utf8)
    var read = 0
    for index in bytes.indices {
      bytes[index] ^= mask
      if isRead(bytes) { read += 1 }
      bytes[index] ^= mask
    }
    #expect(read < bytes.count)
  }

  @Test func `with any character put anywhere is read or refused`() throws {
    let bytes = Array(manifestText().utf8)
    var read = 0
    for character in "*&!<%@`[]{}:,#|>?-'\"\n\t\u{0}".utf8 {
      for index in bytes.indices {
        var damaged = bytes
        damaged.insert(character, at: index)
        if isRead(damaged) { read += 1 }
      }
    }
    #expect(read > 0)
  }
}
