import Faults
import Foundation

extension NumPyArray {
  /// Reads the body of an array of Python objects: a pickle of that array.
  static func pickled(_ stream: inout some ByteStream, _ header: NumPyHeader, _ size: DecodedSize) throws -> NumPyArray
  {
    guard stream.remaining <= Pickle.largest else { throw Pickle.tooLarge(stream.remaining, Pickle.largest) }
    let pickle = try Pickle(try stream.take(stream.remaining), globals: Pickle.numPyGlobals, size: size)
    let array = try pickle.numPyArray(pickle.root)
    guard array.shape == header.shape else {
      throw Fault(.data, "has the shape \(header.shape) in its header and \(array.shape) in its pickle.")
    }
    return array
  }
}

extension Pickle {
  /// The names that pickled NumPy arrays and numbers use; NumPy 2 moved some of them.
  public static let numPyGlobals: [String: PickleMeaning] = Dictionary(
    uniqueKeysWithValues: ["numpy.core", "numpy._core"].flatMap { core in
      ["multiarray _reconstruct", "multiarray scalar", "_internal _convert_to_stringdtype_kwargs"].map {
        ("\(core).\($0)", PickleMeaning.symbol)
      }
    } + [("numpy ndarray", .symbol), ("numpy dtype", .symbol), ("_codecs encode", .latin1)])

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
    if case .bytes(let bytes) = self[state[4]].kind, !Self.objectTypes.contains(type) {
      var reader = ByteReader(Data(bytes))
      return try NumPyDecoder(NumPyType(type), shape: shape, isColumnMajor: isColumnMajor, size).array(&reader)
    }
    guard Self.objectTypes.contains(type), let objects = members(state[4]) else {
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

  /// A number or text of NumPy (`numpy.float64(...)`, `numpy.str_(...)`), or nil when the value is something else.
  public func numPyScalar(_ reference: Reference) throws -> NumPyArray.Values? {
    let node = self[reference]
    guard case .call(let name) = node.kind, name.hasSuffix("multiarray scalar"),
      let arguments = members(node.items[0]), arguments.count == 2, case .bytes(let bytes) = self[arguments[1]].kind
    else { return nil }
    var reader = ByteReader(Data(bytes))
    let type = try NumPyType(try elementType(arguments[0]))
    return try NumPyDecoder(type, shape: [], isColumnMajor: false, size).array(&reader).values
  }

  /// The types whose elements are Python objects; `StringDType` is one of them in a pickle.
  private static let objectTypes = ["|O8", "|T"]

  /// The element type as a `.npy` header spells it: the call gives kind and size, its state the byte order.
  private func elementType(_ reference: Reference) throws -> String {
    let node = self[reference]
    if case .call(let name) = node.kind, name.hasSuffix("_convert_to_stringdtype_kwargs") { return "|T" }
    guard node.kind == .call("numpy dtype"), node.items.count == 2, let arguments = members(node.items[0]),
      let name = try arguments.first.flatMap(text), let state = members(node.items[1]), state.count > 1,
      let order = try text(state[1])
    else { throw Fault(.data, "has a pickled element type that cannot be read.") }
    return Self.shown(order + name)
  }

  private func values(_ objects: [Reference]) throws -> NumPyArray.Values {
    var bytes: [Reference: String] = [:]
    var texts: [String] = []
    var numbers: [Double] = []
    for object in objects {
      switch self[object].kind {
      case .text:
        if let text = try text(object) { texts.append(text) }
      case .bytes(let content):
        try size.take(NumPyType.textStride(content.count))
        // One byte string may be there a million times; it becomes a text once.
        let text = try bytes[object] ?? Self.decoded(content)
        bytes[object] = text
        texts.append(text)
      case .real(let number): numbers.append(number)
      case .integer(let integer):
        guard let number = Double(exactly: integer) else { throw neither }
        numbers.append(number)
      default:
        switch try numPyScalar(object) {
        case .strings(let text)?: texts += text
        case .floats(let number)?: numbers += number.map(Double.init)
        case .doubles(let number)?: numbers += number
        case .integers(let number)?: numbers += number.map(Double.init)
        case .booleans?, nil: throw neither
        }
      }
    }
    if texts.count == objects.count { return .strings(texts) }
    guard numbers.count == objects.count else { throw neither }
    return .doubles(numbers)
  }

  private static func decoded(_ bytes: [UInt8]) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(.data, "holds a byte string that is not UTF-8.")
    }
    return text
  }

  private var neither: Fault {
    Fault(.data, "holds Python objects that are neither all texts nor all numbers; save it with astype(str).")
  }
}
