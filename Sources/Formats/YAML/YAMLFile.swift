import Faults
import Foundation

/// A YAML file that was read as bytes.
public struct YAMLFile: Sendable {
  /// The name that messages use: the folder as it was given, then the file.
  public let name: String
  /// The content, cut right after the limit that ``Node`` refuses.
  public let bytes: [UInt8]

  /// The files of a folder that end in `.yaml`, sorted by name; hidden ones are left out.
  /// - Throws: ``Fault`` of kind `missing` when there is no such folder, `data` for a file that is no regular one
  ///   or a link that leaves the folder, and `io` when reading fails.
  public static func files(in folder: URL) throws -> [YAMLFile] { try each(in: folder).map { try $0.read.get() } }

  /// The same files, each by its name with what reading it gave, so that one that cannot be read shuts no other.
  /// - Throws: ``Fault`` of kind `missing` when there is no such folder, and `io` when it cannot be listed.
  package static func each(in folder: URL) throws -> [(name: String, read: Result<YAMLFile, any Error>)] {
    let path = folder.relativePath
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw Fault(.missing, "There is no folder \(quoted(path)) to read entries from.")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw Fault(.io, at: .file(path), "the folder cannot be listed: \(error.localizedDescription)")
    }
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { file in
        ("\(path)/\(file)", Result { try YAMLFile(name: "\(path)/\(file)", at: file, in: folder) })
      }
  }

  /// Reads one file that a person named.
  /// - Throws: ``Fault`` of kind `missing` when there is none, `data` when it is no regular file, and `io`.
  public init(path: String) throws {
    let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    try self.init(name: path, at: url.lastPathComponent, in: url.deletingLastPathComponent())
  }

  private init(name: String, at path: String, in folder: URL) throws {
    let file = try containedFile(path, in: folder, name: name)
    do {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      bytes = [UInt8](try handle.read(upToCount: Node.sizeLimit + 1) ?? Data())
    } catch {
      throw Fault(.io, at: .file(name), "it cannot be read: \(error.localizedDescription)")
    }
    self.name = name
  }
}

/// The regular file at a path in a folder, links followed, provided that it lies inside the folder.
package func containedFile(_ path: String, in folder: URL, name: String) throws -> URL {
  // What is a regular file itself, and no link, lies where its name says.
  var status = stat()
  let own = folder.appending(path: path)
  if !path.contains("/"), lstat(own.path(percentEncoded: false), &status) == 0, status.st_mode & S_IFMT == S_IFREG {
    return own
  }
  let root = folder.resolvingSymlinksInPath()
  let file = folder.appending(path: path).resolvingSymlinksInPath()
  guard file.pathComponents.starts(with: root.pathComponents) else {
    throw Fault(
      .data, at: .file(name), "it is a link out of its folder, which is not allowed. Copy the file instead.")
  }
  let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
  guard let type = attributes?[.type] as? FileAttributeType else {
    throw Fault(.missing, at: .file(name), "there is no such file.")
  }
  guard type == .typeRegular else { throw Fault(.data, at: .file(name), "it is not a regular file.") }
  return file
}
