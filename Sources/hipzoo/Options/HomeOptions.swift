import ArgumentParser
import Examination
import Faults
import Formats
import Foundation
import Processes
import Protocols
import Registry
import Runs
import Weights

/// The options that say where HipZoo works, and what it finds there.
struct HomeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of all state.", valueName: "dir"))
  var home: String?

  @Option(help: ArgumentHelp("A folder of further manifests.", valueName: "dir"))
  var zoo: [String] = []

  /// The home folder.
  var homeFolder: HomeFolder {
    get throws {
      let folder = HomeFolder(home)
      try Folder.checkReadable(folder.url)
      return folder
    }
  }

  /// Looks whether a home folder that was named is there, for commands that have nothing to do in a new one.
  ///
  /// - Throws: ``Fault`` of kind `missing`.
  func checkNamedHome() throws {
    let folder = try homeFolder.url
    let isNamed = home != nil || !(ProcessInfo.processInfo.environment["HIPZOO_HOME"] ?? "").isEmpty
    guard isNamed, !FileManager.default.fileExists(atPath: folder.path) else { return }
    throw Fault(
      .missing, at: .file(folder.relativePath),
      "there is no such home folder; name one in which something was planned, or plan it: hipzoo benchmark ... --plan")
  }

  /// The folders of further manifests: those of `--zoo`, `$HIPZOO_ZOO` and `zoo/` in the working directory.
  var folders: [URL] {
    let named = zoo + [ProcessInfo.processInfo.environment["HIPZOO_ZOO"] ?? ""].filter { !$0.isEmpty }
    var isFolder: ObjCBool = false
    let hasOwn = FileManager.default.fileExists(atPath: "zoo", isDirectory: &isFolder) && isFolder.boolValue
    return (named + (hasOwn ? ["zoo"] : [])).map { URL(fileURLWithPath: $0) }
  }

  func validate() throws {
    for (option, folders) in [("--home", home.map { [$0] } ?? []), ("--zoo", zoo)] where folders.contains("") {
      throw ValidationError("\(option) names no folder; give one, or leave the option out.")
    }
  }

  /// The entries that are built in and those of ``folders``, after saying which files had to be skipped.
  func catalogue() throws -> Catalogue {
    try sound(
      Catalogue(builtIn: embeddedManifests, folders: folders, architectures: compiledArchitectures.map { $0.name }))
  }

  /// Without the entries whose architecture refuses their configuration: they shut nothing but themselves.
  private func sound(_ catalogue: Catalogue) -> Catalogue {
    let sound = catalogue.passing { entry in
      if case .architecture = entry.implementation { _ = try entry.configured(among: compiledArchitectures) }
    }
    sound.skipped.forEach { Terminal.noteOnce($0.line) }
    return sound
  }

  /// The entries, and installed weights with a name of their own: whatever can predict.
  func catalogueOfWeights() throws -> Catalogue {
    let catalogue = try catalogue()
    return sound(try catalogue.adding(installed.manifests(besides: catalogue)))
  }

  /// The same without the entries whose networks cannot be made, for whoever makes them or counts their parameters.
  func makeable(_ catalogue: Catalogue) throws -> Catalogue {
    let makeable = try NetworkCounts.passing(catalogue, self)
    makeable.skipped.forEach { Terminal.noteOnce($0.line) }
    return makeable
  }

  /// What a word means that is no weights but learnt in a run here; nil where it is weights or nothing.
  func trainedRun(_ word: String, sandboxed: Bool) throws -> TrainedRun? {
    // Most words mean installed weights, for which nothing else has to be read.
    guard try installed.existingFile(of: word) == nil || (try? homeFolder.run(named: word)) != nil else { return nil }
    guard let run = try TrainedRun.find(word, in: homeFolder, installation(sandboxed: sandboxed)) else { return nil }
    Terminal.note("\(run.entry) predicts with what it learnt in \(run.run.url.relativePath)")
    return run
  }

  var installed: InstalledWeights { get throws { InstalledWeights(try homeFolder.weights) } }

  func weights() throws -> WeightsSearch {
    try WeightsSearch(catalogueOfWeights(), architectures: compiledArchitectures, installed: installed)
  }

  /// The registry of the home folder with all that its run folders hold, after saying what a person should know of it.
  func registry() throws -> RegistryIndex {
    var registry = try RegistryIndex(home: homeFolder)
    try registry.catchUp()
    registry.notice.map(Terminal.note)
    return registry
  }

  /// The fingerprints of the entries as they are now, by which a table knows rows of earlier versions.
  func currentFingerprints() throws -> [String: String] {
    try catalogue().currentFingerprints(among: compiledArchitectures, code: embeddedCode)
  }

  /// What benchmarks are planned with.
  ///
  /// - Parameter sandboxed: whether programs run in walls.
  /// - Throws: ``Fault`` where there is nothing to build them with.
  func installation(sandboxed: Bool = false) throws -> BenchmarkRequest.Installation {
    var installation = try BenchmarkRequest.Installation(
      catalogue: makeable(catalogue()), architectures: compiledArchitectures, code: embeddedCode,
      protocols: embeddedProtocols, home: homeFolder)
    if sandboxed { installation.sandbox = try ProgramSandbox() }
    return installation
  }
}
