import PackagePlugin

@main
struct ArchitectureIndex: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let root = context.package.directoryURL.appending(path: "Plugins").path
    let names = target.dependencies.compactMap { dependency -> String? in
      guard case .target(let target) = dependency, target.directoryURL.path.hasPrefix(root) else { return nil }
      return target.name
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "ArchitectureIndex.swift")
    return [
      .buildCommand(
        displayName: "Index \(names.count) architectures", executable: try context.tool(named: "architecture-index").url,
        arguments: [output.path] + names, inputFiles: [], outputFiles: [output])
    ]
  }
}
