import Faults
import Foundation

/// An element type as NumPy writes it, for example `<f4`: byte order, kind, size.
struct NumPyType {
  /// Whether the most significant byte comes first.
  let isBigEndian: Bool
  /// The letter of the kind: `f i u b U S`.
  let kind: Character
  /// The number of bytes, for `U` the number of characters.
  let size: Int

  init(_ name: String) throws {
    var rest = name[...]
    isBigEndian = rest.first == ">"
    if let order = rest.first, "<>|=".contains(order) { rest.removeFirst() }
    let known: [Character: ClosedRange<Int>] = [
      "f": 2...8, "i": 1...8, "u": 1...8, "b": 1...1, "U": 1...1 << 20, "S": 1...1 << 20,
    ]
    guard let kind = rest.popFirst(), let sizes = known[kind], let size = Int(rest), sizes.contains(size),
      "US".contains(kind) || size.nonzeroBitCount == 1
    else {
      throw Fault(
        .data,
        "has elements of type '\(name)'; read are f2, f4, f8, i1 to i8, u1 to u8, b1, U, S and "
          + "pickled (O) texts; astype(float) or astype(str) makes one of them."
      )
    }
    (self.kind, self.size) = (kind, size)
  }

  /// The bytes of an element in the file.
  var stride: Int { kind == "U" ? size * 4 : size }

  /// What an element takes in memory here, for the check before memory is taken.
  var decodedStride: Int {
    switch kind {
    case "f": max(size, MemoryLayout<Float>.stride)
    case "b": size
    case "i", "u": MemoryLayout<Int64>.stride
    default: Self.textStride(stride)
    }
  }

  /// What a text of at most so many bytes takes; longer ones than 15 bytes lie in a place of their own.
  static func textStride(_ bytes: Int) -> Int { MemoryLayout<String>.stride + (bytes > 15 ? bytes + 32 : 0) }
}
