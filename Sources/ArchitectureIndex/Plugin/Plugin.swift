import Foundation
import PackagePlugin

/// Has the file written that lists the architectures a target depends on, and the manifests, protocols and cohorts.
@main
struct ArchitectureIndex: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let root = context.package.directoryURL
    let plugins = root.appending(path: "Plugins").path + "/"
    let names = target.dependencies.compactMap { dependency -> String? in
      guard case .target(let target) = dependency else { return nil }
      return target.directoryURL.path.hasPrefix(plugins) ? target.name : nil
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "ArchitectureIndex.swift")
    return [
      .buildCommand(
        displayName: "Index \(names.count) architectures",
        executable: try context.tool(named: "architecture-index").url,
        arguments: [output.path, root.path] + names, inputFiles: try inputs(in: root) + sources(of: names, in: root),
        outputFiles: [output])
    ]
  }

  /// The sources of the architectures, whose digests are embedded.
  private func sources(of names: [String], in root: URL) throws -> [URL] {
    try names.flatMap { name in
      let folder = root.appending(path: "Plugins/\(name)")
      return try [folder]
        + FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { folder.appending(path: $0) }
    }
  }

  /// The folders and each of their files: a folder changes when a file comes or goes, a file when it is edited.
  ///
  /// SwiftPM asks again for this list only when a target's folder has changed, and a build stops at a file of the list
  /// that is gone. So the folder of this target has links to these folders, which `Package.swift` leaves out of it.
  private func inputs(in root: URL) throws -> [URL] {
    let folders = ["zoo", "protocols", "cohorts", "tasks", "recipes"].map { root.appending(path: $0) }
    return try folders.filter { FileManager.default.fileExists(atPath: $0.path) }.flatMap { folder in
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      return [folder] + names.filter { $0.hasSuffix(".yaml") }.map { folder.appending(path: $0) }
    }
  }
}
