import ArgumentParser
import Foundation
import Protocols
import Runs
import Weights

/// The options that say where HipZoo works, and what it finds there.
struct HomeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of all state.", valueName: "dir"))
  var home: String?

  @Option(help: ArgumentHelp("A folder of further manifests.", valueName: "dir"))
  var zoo: [String] = []

  var homeFolder: HomeFolder { HomeFolder(home) }

  /// The folders of further manifests: those of `--zoo`, `$HIPZOO_ZOO` and `zoo/` in the working directory.
  var folders: [URL] {
    let named = zoo + [ProcessInfo.processInfo.environment["HIPZOO_ZOO"] ?? ""].filter { !$0.isEmpty }
    var isFolder: ObjCBool = false
    let hasOwn = FileManager.default.fileExists(atPath: "zoo", isDirectory: &isFolder) && isFolder.boolValue
    return (named + (hasOwn ? ["zoo"] : [])).map { URL(fileURLWithPath: $0) }
  }

  /// The entries that are built in and those of ``folders``.
  func catalogue() throws -> Catalogue {
    try Catalogue(
      builtIn: embeddedManifests, folders: folders, architectures: compiledArchitectures.map { $0.name })
  }

  func weights() throws -> WeightsSearch {
    WeightsSearch(
      try catalogue(), architectures: compiledArchitectures, installed: InstalledWeights(homeFolder.weights))
  }
}

/// How many threads work.
struct Workers: ParsableArguments {
  @Option(help: "The number of threads; results do not depend on it. By default all processors.")
  var threads: Int?

  var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads); give a number from 1 to 1024.")
    }
  }
}
