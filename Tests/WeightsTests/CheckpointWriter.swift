import Formats
import Foundation

/// Writes checkpoints as PyTorch does, and wrong ones as it does not.
enum CheckpointWriter {
  // MARK: Pieces of a pickle of protocol 2

  static func text(_ text: String) -> Data { Data([0x58]) + number(UInt32(text.utf8.count)) + Data(text.utf8) }

  static func integer(_ value: Int) -> Data {
    if let small = Int32(exactly: value) { return Data("J".utf8) + number(small) }
    return Data([0x8A, 8]) + number(Int64(value))
  }

  static func tuple(_ items: Data...) -> Data { Data("(".utf8) + items.reduce(Data(), +) + Data("t".utf8) }
  static func list(_ items: [Data]) -> Data { Data("](".utf8) + items.reduce(Data(), +) + Data("e".utf8) }
  static func global(_ module: String, _ name: String) -> Data { Data("c\(module)\n\(name)\n".utf8) }
  static func call(_ function: Data, _ arguments: Data) -> Data { function + arguments + Data("R".utf8) }
  static let none = Data("N".utf8)
  static let yes = Data([0x88])
  static let no = Data([0x89])

  static func dictionary(_ pairs: [(String, Data)], from empty: Data = Data("}".utf8)) -> Data {
    empty + Data("(".utf8) + pairs.reduce(Data()) { $0 + text($1.0) + $1.1 } + Data("u".utf8)
  }

  static func ordered(_ pairs: [(String, Data)]) -> Data {
    dictionary(pairs, from: call(global("collections", "OrderedDict"), Data(")".utf8)))
  }

  private static func number(_ value: some FixedWidthInteger) -> Data {
    Swift.withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }

  /// `_codecs.encode(text, 'latin1')`: how protocol 2 spells bytes.
  static func bytes(_ bytes: Data) -> Data {
    let characters = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    return call(global("_codecs", "encode"), tuple(text(characters), text("latin1")))
  }

  /// A row of float32 numbers as NumPy pickles it.
  static func row(_ values: [Float]) -> Data {
    row("f4", values.count, values.reduce(Data()) { $0 + number($1.bitPattern) })
  }

  /// A row of texts of at most eight letters as NumPy pickles it.
  static func row(_ texts: [String]) -> Data {
    row(
      "U8", texts.count,
      texts.reduce(Data()) { all, text in
        let scalars = text.unicodeScalars.map(\.value)
        return (scalars + [UInt32](repeating: 0, count: 8 - scalars.count)).reduce(all) { $0 + number($1) }
      })
  }

  private static func row(_ kind: String, _ count: Int, _ raw: Data) -> Data {
    let start = call(
      global("numpy._core.multiarray", "_reconstruct"),
      tuple(global("numpy", "ndarray"), tuple(integer(0)), bytes(Data("b".utf8))))
    let type =
      call(global("numpy", "dtype"), tuple(text(kind), no, yes))
      + tuple(integer(3), text("<"), none, none, none, integer(-1), integer(-1), integer(0)) + Data("b".utf8)
    return start + tuple(integer(1), tuple(integer(count)), type, no, bytes(raw)) + Data("b".utf8)
  }

  /// A tensor as a view of a storage.
  struct View {
    var type = "FloatStorage"
    var key = "0"
    var storage = 6
    var offset = 0
    var size = [2, 3]
    var stride = [3, 1]

    var pickle: Data {
      let persistent =
        tuple(
          text("storage"), global("torch", type), text(key), text("cuda:0"), integer(storage)) + Data("Q".utf8)
      func sizes(_ numbers: [Int]) -> Data {
        Data("(".utf8) + numbers.reduce(Data()) { $0 + integer($1) } + Data("t".utf8)
      }
      let arguments = persistent + integer(offset) + sizes(size) + sizes(stride) + no + ordered([])
      return call(global("torch._utils", "_rebuild_tensor_v2"), Data("(".utf8) + arguments + Data("t".utf8))
    }
  }

  // MARK: The file

  /// Little-endian float32 numbers.
  static func floats(_ values: [Float]) -> Data { values.reduce(Data()) { $0 + number($1.bitPattern) } }

  /// A checkpoint with one pickled value and storage `0` of the numbers 0 to 5, or other files.
  static func file(
    _ value: Data, files: [String: Data] = ["archive/data/0": floats([0, 1, 2, 3, 4, 5])], order: String? = "little",
    pickle name: String = "archive/data.pkl"
  ) throws -> Data {
    var all = [ZipWriter.File(name, Data([0x80, 2]) + value + Data(".".utf8))]
    if let order { all.append(.init("archive/byteorder", Data(order.utf8))) }
    all += files.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
    all.append(.init("archive/version", Data("3\n".utf8)))
    return try ZipWriter.data(all)
  }
}
