import Faults
import Foundation

/// What a file is by its first bytes, whatever it is called.
///
/// A reader that is given something else says so and what to do, before it reads on: ``expect(_:_:named:)``.
/// A new kind is a case, its name with the advice, and a line in ``FileKind/signatures``.
public enum FileKind: Sendable, CaseIterable {
  case empty, lfsPointer, webPage
  case npz, array, checkpoint, safetensors, archive
  case oldCheckpoint, pickle, onnx, hdf5, matlab
  case motion, markers, c3d, openSim, spreadsheet
  case table, json, xml, packed

  /// What it is, as a message says it after "is".
  public var name: String {
    switch self {
    case .empty: "empty"
    case .lfsPointer: "a git-lfs pointer and not the file itself"
    case .webPage: "a web page and not the file"
    case .npz: "an NPZ of arrays"
    case .array: "a single NumPy array (.npy)"
    case .checkpoint: "a PyTorch checkpoint"
    case .safetensors: "a safetensors file"
    case .archive: "a ZIP archive"
    case .oldCheckpoint: "a PyTorch file in the format from before version 1.6"
    case .pickle: "a plain Python pickle"
    case .onnx: "an ONNX model"
    case .hdf5: "an HDF5 file (as Keras and MATLAB 7.3 write)"
    case .matlab: "a MATLAB file"
    case .motion: "an OpenSim motion file"
    case .markers: "a file of marker positions (.trc)"
    case .c3d: "a C3D file of a motion capture system"
    case .openSim: "an OpenSim document (a model or a setup)"
    case .spreadsheet: "a spreadsheet or another office document"
    case .table: "a table in text"
    case .json: "a JSON text"
    case .xml: "an XML text"
    case .packed: "a compressed file"
    }
  }

  /// What to do about it.
  public var advice: String {
    switch self {
    case .empty: "copy or download it again"
    case .lfsPointer: "fetch the file with 'git lfs pull'"
    case .webPage: "the download gave a page instead; download the file itself"
    case .npz, .archive: "give the file that it was made for"
    case .array: "save the arrays together with numpy.savez"
    case .checkpoint, .safetensors: "'hipzoo weights import' takes it"
    case .oldCheckpoint: "load it in PyTorch and save it anew with torch.save of version 1.6 or later"
    case .pickle: "save weights with torch.save(model.state_dict(), ...) and gait cycles with numpy.savez"
    case .onnx: "ONNX is not read; save the model's state_dict in PyTorch, with torch.save or safetensors"
    case .hdf5, .matlab: "save weights with PyTorch, gait cycles with numpy.savez"
    case .motion: "its name must end in .mot or .sto"
    case .markers, .c3d: "run inverse kinematics first and give the joint angles (.mot)"
    case .openSim: "give the motion with the joint angles (.mot)"
    case .spreadsheet: "save the table as CSV"
    case .table: "save gait cycles with numpy.savez, a motion as OpenSim's .mot or .sto"
    case .json, .xml: "give the file that it describes"
    case .packed: "unpack it first"
    }
  }

  /// Recognises a file by its beginning; 4 KiB of it are enough.
  public static func of(_ beginning: Data) -> FileKind? {
    let beginning = Beginning(beginning)
    return signatures.first { $0.fits(beginning) }?.kind
  }

  /// Recognises a file; nil when it is like nothing that is known.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` when it is a folder, a pipe or a device.
  public static func of(_ url: URL) throws -> FileKind? { of(try ByteSource(url).beginning(beginningSize)) }

  /// Whether it is a ZIP archive of any kind.
  public var isArchive: Bool { [.npz, .checkpoint, .archive, .spreadsheet].contains(self) }

  static let beginningSize = 4 << 10

  /// What a reader is for.
  public enum Reader: Sendable {
    /// Gait cycles in arrays.
    case cohort
    /// The weights of a network.
    case weights
    /// A motion with a time base.
    case motion

    /// What it takes, as a message says it.
    var expected: String {
      switch self {
      case .cohort: "an NPZ of gait cycles"
      case .weights: "a PyTorch checkpoint (.pt) or a safetensors file"
      case .motion: "an OpenSim motion file (.mot, .sto)"
      }
    }

    /// The kinds that it looks into; what it cannot read of them it says better itself.
    var takes: Set<FileKind> {
      switch self {
      case .cohort: [.npz, .archive]
      case .weights: [.checkpoint, .archive, .safetensors]
      case .motion: [.motion, .table]
      }
    }
  }

  /// Refuses bytes that are recognised as something that a reader does not take; unknown ones are left to the reader.
  /// - Throws: ``Fault`` `.data` saying what they are and what to do.
  public static func expect(_ reader: Reader, _ beginning: Data) throws {
    guard let kind = of(beginning), !reader.takes.contains(kind) else { return }
    throw Fault(.data, "is \(kind.name); expected is \(reader.expected): \(kind.advice).")
  }

  /// Refuses a file that is recognised as something that a reader does not take, before the rest of it is read.
  /// - Parameter name: what the file is called in messages, by default its own name.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file, what it is and what to do.
  public static func expect(_ reader: Reader, _ url: URL, named name: String? = nil) throws {
    let beginning = try ByteSource(url).beginning(beginningSize)
    try locating(.file(name ?? url.lastPathComponent)) { try expect(reader, beginning) }
  }
}
