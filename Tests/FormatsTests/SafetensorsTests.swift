import Faults
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

@Suite("A safetensors file")
struct SafetensorsTests {
  static let file = Safetensors(
    tensors: [
      .init("b.weight", shape: [2, 3], floats: [1, -0.0, .infinity, .leastNonzeroMagnitude, 5, -6]),
      .init("a.scalar", shape: [], doubles: [.pi]),
      .init("c.empty", shape: [0, 7], floats: []),
      .init("d.count", shape: [2], integers: [.min, .max]),
      .init("a.bias", shape: [1], floats: [7]),
    ], metadata: ["unit": "Nm/kg", "note": "é \"quoted\" \\ \n \u{1} 𝄞"])

  @Test("gives back what was written, whatever its type and shape")
  func roundTrip() throws {
    let read = try Safetensors(try Self.file.encoded())
    #expect(read.metadata == Self.file.metadata)
    #expect(read.tensors.count == Self.file.tensors.count)
    for tensor in Self.file.tensors {
      #expect(read[tensor.name] == tensor)
      #expect(read[tensor.name]?.doubles().map(\.bitPattern) == tensor.doubles().map(\.bitPattern))
    }
    #expect(read["d.count"]?.integers() == [.min, .max])
    #expect(read["a.bias"]?.integers() == nil)
  }

  @Test("has the same bytes in whatever order it was put together")
  func determinism() throws {
    let bytes = try Self.file.encoded()
    for _ in 0..<10 {
      let other = Safetensors(tensors: Self.file.tensors.shuffled(), metadata: Self.file.metadata)
      #expect(try other.encoded() == bytes)
    }
    #expect(try Safetensors(bytes).encoded() == bytes)
  }

  @Test("lays larger elements first and begins its data at a multiple of 8")
  func layout() throws {
    let bytes = try Self.file.encoded()
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    #expect(length % 8 == 0 && bytes[8] == UInt8(ascii: "{"))
    #expect(try Safetensors(bytes).tensors.map(\.name) == ["a.scalar", "d.count", "a.bias", "b.weight", "c.empty"])
  }

  @Test("that the Python library wrote is read", arguments: ["lstm", "mamba", "transformer"])
  func python(_ name: String) throws {
    let file = try Safetensors.read(Fixtures.url("\(name)_small.safetensors"))
    #expect(file.metadata["config"]?.contains("\"d_in\": 10") == true)
    #expect(file["output"]?.shape == [3, 12, 3])
    let (single, double) = (try #require(file["output"]).doubles(), try #require(file["output_float64"]).doubles())
    #expect(zip(single, double).allSatisfy { ($0 - $1).magnitude < 1e-5 })
  }

  @Test("cannot hold two arrays of a name, a name for a path, or fewer numbers than its shape spans")
  func refusals() {
    for tensors in [
      [Safetensors.Entry("a", shape: [1], floats: [1]), .init("a", shape: [1], floats: [2])],
      [.init("../a", shape: [1], floats: [1])], [.init("__metadata__", shape: [1], floats: [1])],
      [.init("a", shape: [2], floats: [1])], [.init("a", shape: [-1, -1], floats: [1])],
    ] {
      let fault = #expect(throws: Fault.self) { try Safetensors(tensors: tensors).encoded() }
      #expect(fault?.kind == .software)
    }
  }

  @Test("that is missing is a missing input, and a folder is not a file")
  func missing() {
    let nowhere = URL(fileURLWithPath: "/nowhere/at/all.safetensors")
    #expect(throws: Fault(.missing, "There is no file '/nowhere/at/all.safetensors'.")) {
      try Safetensors.read(nowhere)
    }
    #expect((#expect(throws: Fault.self) { try Safetensors.read(Fixtures.url("npz")) })?.kind == .data)
  }

  @Test("cut short anywhere or with any byte of its header changed is read or refused, never a crash")
  func fuzz() throws {
    let bytes = try Self.file.encoded()
    for prefix in Damage.prefixes(bytes) { #expect(throws: Fault.self) { try Safetensors(prefix) } }
    Damage.expectReadOrFault(Damage.flips(bytes, first: bytes.count)) { _ = try Safetensors($0) }
  }
}
