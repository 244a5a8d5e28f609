import Faults
import Foundation

extension NumPyArray {
  /// Reads the body of an array of Python objects: a pickle of that array.
  static func pickled(_ body: Data, _ header: NumPyHeader) throws -> NumPyArray {
    let pickle = try Pickle(body, globals: Pickle.numPyGlobals)
    let array = try pickle.numPyArray(pickle.root)
    guard array.shape == header.shape else {
      throw Fault(.data, "has the shape \(header.shape) in its header and \(array.shape) in its pickle.")
    }
    return array
  }
}

extension Pickle {
  /// The names that a pickled NumPy array uses; NumPy 2 moved one of them.
  public static let numPyGlobals: [String: PickleMeaning] = [
    "numpy._core.multiarray _reconstruct": .symbol, "numpy.core.multiarray _reconstruct": .symbol,
    "numpy ndarray": .symbol, "numpy dtype": .symbol, "_codecs encode": .latin1,
  ]

  /// The NumPy array that a call of `_reconstruct` and its state describe.
  ///
  /// The state is (version, shape, element type, whether column-major, bytes or a list of objects).
  /// - Throws: ``Fault`` `.data` when the value is no array or is one that is not read.
  public func numPyArray(_ reference: Reference) throws -> NumPyArray {
    let node = self[reference]
    guard case .call(let name) = node.kind, name.hasSuffix("multiarray _reconstruct"), node.items.count == 2,
      let state = members(node.items[1]), state.count == 5, let shape = integers(state[1], most: 32),
      case .boolean(let isColumnMajor) = self[state[3]].kind
    else { throw Fault(.data, "is not a pickled NumPy array.") }
    let type = try elementType(state[2])
    if case .bytes(let bytes) = self[state[4]].kind, type != "|O8" {
      return try NumPyDecoder(Data(bytes), NumPyType(type), shape: shape, isColumnMajor: isColumnMajor)
        .array()
    }
    guard type == "|O8", let objects = members(state[4]) else {
      throw Fault(.data, "has elements of type '\(type)' in a pickle, which are not read.")
    }
    let count = try NumPyArray.count(shape)
    guard objects.count == count else {
      throw Fault(
        .data, "has the shape \(shape), which needs \(count) objects, but \(objects.count) are there.")
    }
    guard !isColumnMajor || shape.count < 2 else {
      throw Fault(.data, "has pickled objects in column-major order; save it with dtype=str or in C order.")
    }
    return try NumPyArray(shape: shape, try values(objects))
  }

  /// The element type as a `.npy` header spells it: the call gives kind and size, its state the byte order.
  private func elementType(_ reference: Reference) throws -> String {
    let node = self[reference]
    guard node.kind == .call("numpy dtype"), node.items.count == 2, let arguments = members(node.items[0]),
      let name = arguments.first.flatMap(text), let state = members(node.items[1]), state.count > 1,
      let order = text(state[1])
    else { throw Fault(.data, "has a pickled element type that cannot be read.") }
    return order + name
  }

  private func values(_ objects: [Reference]) throws -> NumPyArray.Values {
    let kinds = objects.map { self[$0].kind }
    let texts = kinds.compactMap { kind -> String? in
      switch kind {
      case .text(let text): text
      case .bytes(let bytes): String(bytes: bytes, encoding: .utf8)
      default: nil
      }
    }
    if texts.count == objects.count { return .strings(texts) }
    let numbers = kinds.compactMap { kind -> Double? in
      switch kind {
      case .real(let number): number
      case .integer(let number): Double(exactly: number)
      default: nil
      }
    }
    guard numbers.count == objects.count else {
      throw Fault(.data, "holds Python objects that are neither all texts nor all numbers.")
    }
    return .doubles(numbers)
  }
}
