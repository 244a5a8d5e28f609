import Faults
import Formats
import Foundation

/// A checkout of HipZoo's source, where architectures can be added.
public struct Checkout: Sendable {
  /// The folder of `Package.swift`.
  public let root: URL

  /// Finds the checkout that a folder is in, going up from it.
  /// - Throws: ``Fault`` of kind `missing` when there is none.
  public init(around folder: URL) throws {
    var trainable = folder.resolvingSymlinksInPath().standardizedFileURL
    while !Self.isRoot(trainable) {
      let parent = trainable.deletingLastPathComponent().standardizedFileURL
      guard parent.path != trainable.path else {
        throw Fault(
          .missing,
          "'\(folder.path)' is in no checkout of HipZoo (no 'Package.swift' that names it here or above); clone the "
            + "repository and run this inside it. A program in any other language needs none: --process python.")
      }
      trainable = parent
    }
    root = trainable
  }

  private static func isRoot(_ folder: URL) -> Bool {
    let package = folder.appending(path: "Package.swift")
    guard let data = try? BoundedFile.read(package, limit: 1 << 20) else { return false }
    return data.range(of: Data("name: \"HipZoo\"".utf8)) != nil && data.range(of: Data("let architectures".utf8)) != nil
  }

  /// The package's description.
  public var package: URL { root.appending(path: "Package.swift") }
  /// The folder of the built-in manifests.
  public var zoo: URL { root.appending(path: "zoo") }
  /// The folder of an architecture.
  public func plugin(_ name: String) -> URL { root.appending(path: "Plugins/\(name)") }
  /// The file of an architecture's tests.
  public func tests(_ name: String) -> URL { root.appending(path: "Tests/ConformanceTests/\(name)Tests.swift") }

  /// The architectures that `Package.swift` lists.
  /// - Throws: ``Fault`` naming the line when the list cannot be read.
  public func architectures() throws -> ArchitectureList {
    let data = try BoundedFile.read(package, limit: 1 << 20)
    return try locating(.file("Package.swift")) { try ArchitectureList(of: String(decoding: data, as: UTF8.self)) }
  }

  /// The names of the folders under `Plugins`, sorted.
  public var pluginFolders: [String] {
    let folder = root.appending(path: "Plugins")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var isFolder: ObjCBool = false
    return names.filter {
      !$0.hasPrefix(".")
        && FileManager.default.fileExists(atPath: folder.appending(path: $0).path, isDirectory: &isFolder)
        && isFolder.boolValue
    }.sorted()
  }
}
