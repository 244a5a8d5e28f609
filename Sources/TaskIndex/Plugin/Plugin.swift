import Foundation
import PackagePlugin

/// Has the file written that puts the descriptions of tasks into the target that reads them.
@main
struct TaskIndex: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "tasks")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let files = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { folder.appending(path: $0) }
    let output = context.pluginWorkDirectoryURL.appending(path: "TaskIndex.swift")
    return [
      .buildCommand(
        displayName: "Index \(files.count) tasks", executable: try context.tool(named: "task-index").url,
        arguments: [output.path] + files.map(\.path), inputFiles: [folder] + files, outputFiles: [output])
    ]
  }
}
