import Faults
import Foundation

/// NumPy's `.npz`: a ZIP archive of named arrays.
///
/// Opening reads the directory; an array is decoded when somebody asks for it, so that it does not matter what else
/// a file holds.
public struct NPZ {
  /// What such an archive may hold (docs/limits.md, section 2).
  public static let limits = ZipLimits(
    entries: 4096, entrySize: DecodedSize.most, totalSize: 4 << 30, allowsFolders: true, holdForUnread: false)
  /// The largest file: of one that large, the arrays that are asked for are read.
  static let largestFile = 4 << 30

  private let archive: ZipArchive
  private let size = DecodedSize()

  /// Opens a file.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file and the reason.
  public init(_ url: URL) throws {
    try FileKind.expect(.cohort, url)
    let source = try ByteSource(url)
    archive = try locating(.file(url.lastPathComponent)) {
      guard source.size <= Self.largestFile else {
        throw Fault(.data, "has \(source.size) bytes; an NPZ has at most \(Self.largestFile).")
      }
      return try ZipArchive(source, Self.limits)
    }
  }

  /// Opens an archive in memory.
  /// - Throws: ``Fault`` `.data` with the reason.
  public init(_ data: Data) throws {
    try FileKind.expect(.cohort, data)
    archive = try ZipArchive(data, limits: Self.limits)
  }

  /// The names of the arrays, in the order of the archive; anything else in it has none.
  public var names: [String] {
    archive.entries.filter { $0.name.hasSuffix(".npy") }.map { String($0.name.dropLast(4)) }
  }

  /// Whether there is an array of a name.
  public func contains(_ name: String) -> Bool { archive.entry(named: "\(name).npy") != nil }

  /// The shape of an array, of which only the header is read; nil when there is none of that name.
  /// - Throws: ``Fault`` `.data` naming the array and the reason.
  public func shape(of name: String) throws -> [Int]? {
    try open(name) { stream in
      let header = try NumPyHeader(&stream)
      // A type that is not read may have any shape; nobody has asked for its elements.
      _ = try NumPyArray.count(header.shape)
      if let decoder = try? NumPyDecoder(header, size) { try decoder.check(stream) }
      return header.shape
    }
  }

  /// Looks whether arrays of numbers, each as float32, will fit together before the first of them takes memory.
  ///
  /// - Parameter names: their names; those that are not there take nothing.
  /// - Throws: ``Fault`` `.data` naming the array with which they are too many.
  public func expectRoom(for names: [String]) throws {
    let together = DecodedSize()
    for name in names {
      guard let shape = try shape(of: name) else { continue }
      try locating(.part("array '\(name)'")) {
        try together.take(NumPyArray.count(shape), of: MemoryLayout<Float>.stride)
      }
    }
  }

  /// Decodes an array; nil when there is none of that name.
  /// - Throws: ``Fault`` `.data` naming the array and the reason.
  public func array(_ name: String) throws -> NumPyArray? {
    try open(name) { stream in try NumPyArray.read(from: &stream, size: size) }
  }

  /// Decodes the numbers of an array as float32, rounded where the file has more digits; nil when there is none of that
  /// name.
  /// - Throws: ``Fault`` `.data` naming the array and the reason, such as that it holds no numbers.
  public func floats(_ name: String) throws -> [Float]? {
    try open(name) { stream in
      let header = try NumPyHeader(&stream)
      let floats =
        header.isPickled
        ? try NumPyArray.pickled(&stream, header, size).floats
        : try NumPyDecoder(header, size).floats(&stream)
      guard let floats else { throw Fault(.data, "holds no numbers; astype(float) makes them.") }
      return floats
    }
  }

  private func open<Result>(_ name: String, _ read: (inout ZipStream) throws -> Result) throws -> Result? {
    guard let entry = archive.entry(named: "\(name).npy") else { return nil }
    return try locating(.part("array '\(name)'")) {
      var stream = try archive.stream(of: entry)
      return try read(&stream)
    }
  }

  /// Reads every array of a file.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file, the array and the reason.
  public static func read(_ url: URL) throws -> [String: NumPyArray] {
    let file = try NPZ(url)
    return try locating(.file(url.lastPathComponent)) { try file.all() }
  }

  /// Reads every array of an archive in memory.
  /// - Throws: ``Fault`` `.data` naming the array and the reason.
  public static func read(_ data: Data) throws -> [String: NumPyArray] { try NPZ(data).all() }

  private func all() throws -> [String: NumPyArray] {
    var arrays: [String: NumPyArray] = [:]
    for name in names { arrays[name] = try array(name) }
    return arrays
  }

  /// Writes arrays so that `numpy.load(allow_pickle=False)` reads them; the same arrays give the same bytes.
  ///
  /// - Parameters:
  ///   - arrays: the arrays by name, at least one.
  ///   - made: arrays whose numbers are made while the file is written, by name.
  /// - Throws: ``Fault`` `.io` with the path; what making numbers throws.
  public static func write(
    _ arrays: [String: NumPyArray], making made: [String: MadeFloats] = [:], to url: URL
  ) throws {
    let contents = arrays.mapValues(\.contents).merging(made.mapValues(\.contents)) { $1 }
    let entries = contents.sorted { $0.key < $1.key }.map { (name: "\($0.key).npy", contents: $0.value) }
    try AtomicFile.write(to: url) { file in try ZipWriter.write(entries, to: file.fileDescriptor) }
  }

  /// The bytes of an archive with the arrays in the order of their names.
  public static func data(_ arrays: [String: NumPyArray]) throws -> Data {
    try ZipWriter.data(arrays.sorted { $0.key < $1.key }.map { ZipWriter.File("\($0.key).npy", $0.value.npy) })
  }
}
