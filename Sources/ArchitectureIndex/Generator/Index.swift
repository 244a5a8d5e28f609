import Faults
import Formats
import Foundation
import Protocols

/// What a build embeds in the program: its architectures with the digests of their sources, the manifests under `zoo/`, the
/// protocols and the descriptions of cohorts.
struct Index {
  let architectures: [String]
  /// What is wrong with the files, each a line as compilers write it: `file:line:column: error: message`.
  private(set) var faults: [String] = []
  private var manifests: [YAMLFile] = []
  private var protocols: [YAMLFile] = []
  private var cohorts: [YAMLFile] = []
  private var recipes: [YAMLFile] = []
  private var code: [(architecture: String, digest: String)] = []

  /// Reads and checks the files of a package.
  init(root: URL, architectures: [String]) {
    self.architectures = architectures
    manifests = files(in: "zoo", of: root)
    protocols = files(in: "protocols", of: root)
    cohorts = files(in: "cohorts", of: root)
    recipes = files(in: "recipes", of: root)
    for file in manifests {
      attempt {
        let manifest = try Manifest(yaml: file.bytes, file: file.name)
        do { try manifest.check(architectures: architectures) } catch let fault as Fault {
          throw fault.advised(manifest, in: root)
        }
      }
    }
    for file in files(in: "tasks", of: root) {
      attempt {
        let task = try DescribedTask(yaml: file.bytes, file: file.name)
        try locating(.file(file.name)) { try PredictionTasks.add([task]) }
      }
    }
    for file in protocols { attempt { _ = try NamedProtocol(yaml: file.bytes, file: file.name) } }
    for file in cohorts { attempt { _ = try CohortDescription(yaml: file.bytes, file: file.name) } }
    for name in architectures {
      guard isPublic(name, in: root) else {
        faults.append(
          "Plugins/\(name)/\(name).swift: error: no file of Plugins/\(name) declares a public type '\(name)'; write "
            + "'public struct \(name): Architecture' there.")
        continue
      }
      do { code.append((name, try sourceDigest(of: name, in: root))) } catch {
        faults.append("Plugins/\(name): error: its sources cannot be read: \(error.localizedDescription)")
      }
    }
    let folders = manifests.isEmpty ? [] : [Index.folder("zoo", of: root)]
    guard faults.isEmpty else { return }
    do {
      let catalogue = try Catalogue(builtIn: [], folders: folders, architectures: architectures)
      faults += catalogue.skipped.map { compilerLine($0.fault) }
    } catch { faults.append(compilerLine(error)) }
  }

  /// The Swift file; only to be asked for when there are no faults.
  var source: String {
    """
    // Written by architecture-index from Package.swift, zoo/, protocols/ and cohorts/ at every build; changes here are lost.

    \((["Zoo"] + architectures).sorted().map { "import \($0)" }.joined(separator: "\n"))

    /// The types of the plugins, in the order of Package.swift.
    let compiledPlugins: [Any.Type] = [
    \(architectures.map { "  \($0).self,\n" }.joined())]

    /// Where the build stops at a type that is nothing that a plugin can bring.
    func requirePlugins() {
    \(architectures.map { "  requirePlugin(\($0).self)\n" }.joined())}

    /// The architectures that this program is built with.
    let compiledArchitectures = compiledPlugins.compactMap { $0 as? any Architecture.Type }

    /// The sources of the architectures, as they were when this was built.
    let embeddedCode: CodeDigests = [
    \(code.map { "  \(swiftLiteral($0.architecture)): \"\($0.digest)\",\n" }.joined())]

    /// The manifests that were under `zoo/`, sorted by name.
    let embeddedManifests: [EmbeddedFile] = \(list(manifests))

    /// The protocols that were under `protocols/`, sorted by name.
    let embeddedProtocols: [EmbeddedFile] = \(list(protocols))

    /// The descriptions that were under `cohorts/`, sorted by name.
    let embeddedCohorts: [EmbeddedFile] = \(list(cohorts))

    /// The recipes that were under `recipes/`, sorted by name.
    let embeddedRecipes: [EmbeddedFile] = \(list(recipes))

    """
  }

  private func list(_ files: [YAMLFile]) -> String {
    let items = files.map { file in
      let text = String(decoding: file.bytes, as: UTF8.self)
      return "EmbeddedFile(\nname: \(swiftLiteral(file.name)),\ntext: \(swiftLiteral(text))\n),\n"
    }
    return "[\n\(items.joined())]"
  }

  private mutating func files(in folder: String, of root: URL) -> [YAMLFile] {
    let url = Index.folder(folder, of: root)
    guard FileManager.default.fileExists(atPath: url.path) else { return [] }
    var files: [YAMLFile] = []
    attempt { files = try YAMLFile.files(in: url) }
    return files
  }

  private static func folder(_ name: String, of root: URL) -> URL {
    URL(fileURLWithPath: name, isDirectory: true, relativeTo: root)
  }

  private mutating func attempt(_ work: () throws -> Void) {
    do {
      try work()
    } catch {
      faults.append(compilerLine(error))
    }
  }
}

/// What is wrong, with `error:` between the place and the sentence.
private func compilerLine(_ error: any Error) -> String {
  guard let fault = error as? Fault else { return "error: \(error)" }
  return (fault.place.map { "\($0): " } ?? "") + "error: \(fault.text)"
}

/// Whether the sources of an architecture declare a type of its name that the program can see.
private func isPublic(_ name: String, in root: URL) -> Bool {
  let folder = root.appending(path: "Plugins/\(name)")
  let files = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
  let words = "\\b(public|open)\\b[^\\n{]*\\b(struct|class|enum|actor|typealias)\\s+\(name)\\b"
  return files.filter { $0.hasSuffix(".swift") }.contains { file in
    let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
    return text.range(of: words, options: .regularExpression) != nil
  }
}

extension Fault {
  /// The same fault with what is missing where the architecture's folder is there and its word is not.
  fileprivate func advised(_ manifest: Manifest, in root: URL) -> Fault {
    guard case .architecture(let name) = manifest.implementation,
      FileManager.default.fileExists(atPath: root.appending(path: "Plugins/\(name)").path)
    else { return self }
    return Fault(
      kind, code: code, at: place,
      "\(text) Plugins/\(name) is there: add \"\(name)\" to the list at the top of Package.swift.")
  }
}
