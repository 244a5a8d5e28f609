import Faults
import Fetching
import Formats
import Foundation
import Protocols
import Registry
import Report
import Weights
import Zoo

/// A zoo as a folder of plain files, which any web server or object store can serve.
///
/// ```
/// index.json            what there is; hipzoo pull --from reads it
/// blobs/<sha256>        the weights
/// zoo/ENTRY.yaml        the manifests
/// cards/ENTRY.md        a model card each
/// leaderboard.csv       what was measured and what is reported
/// leaderboard.json
/// README.md             the leaderboard as Markdown
/// index.html            the front page; a page each in entries, tasks, cohorts and protocols; join.html
/// hub/ENTRY             card, manifest and weights of an entry in one folder, as the Hugging Face hub has them
/// pages.json            what was written, by which the next publication removes what has gone
/// report.html           the report, where anything is measured, with its figures in report_files
/// ```
///
/// Everything in it follows from the home folder and the manifests, so publishing twice gives the same bytes.
public struct Publication: Sendable {
  private let registry: RegistryIndex
  private let catalogue: Catalogue
  private let architectures: [any Architecture.Type]
  private let current: [String: String]

  /// Prepares a publication of a home folder.
  ///
  /// - Parameter current: the fingerprint of each entry as it would be trained now.
  public init(
    _ registry: RegistryIndex, _ catalogue: Catalogue, architectures: [any Architecture.Type],
    current: [String: String] = [:]
  ) {
    self.current = current
    self.registry = registry
    self.catalogue = catalogue
    self.architectures = architectures
  }

  /// Writes the folder; the index comes last, so that it never names what is not there yet.
  ///
  /// - Returns: the index.
  /// - Throws: ``Fault``: `data` when installed weights are damaged; `io`.
  public func write(to folder: URL) throws -> PublishedIndex {
    AtomicFile.removeLeftovers(in: folder)
    let board = try Leaderboard(registry, catalogue.entries, .init(includesEverySubset: true), current: current)
    let calibrations = try registry.home.calibrationRecords()
    var (entries, hub) = ([PublishedIndex.Entry](), [String]())
    for manifest in catalogue.entries {
      let weights = try self.weights(of: manifest)
      for (file, data) in weights { try AtomicFile.write(data, to: folder.appending(path: "blobs/\(file.sha256)")) }
      let entry = PublishedIndex.Entry(
        name: manifest.name, description: manifest.description, task: manifest.task.name,
        architecture: manifest.architectureName, license: manifest.license, manifest: "zoo/\(manifest.name).yaml",
        card: "cards/\(manifest.name).md", weights: weights.map(\.file))
      try write(manifest.text, to: folder.appending(path: entry.manifest))
      let card = ModelCard(
        manifest, board, weights: entry.weights, parameters: try parameters(of: manifest), calibrations: calibrations)
      try write(card.markdown, to: folder.appending(path: entry.card))
      for (path, data) in Self.hub(manifest, card, weights) {
        try AtomicFile.write(data, to: folder.appending(path: path))
        hub.append(path)
      }
      entries.append(entry)
    }
    try write(board.text(.csv), to: folder.appending(path: "leaderboard.csv"))
    try JSONText.write(board, to: folder.appending(path: "leaderboard.json"))
    try write(readme(board, entries), to: folder.appending(path: "README.md"))
    try writePages(board, entries, hub, to: folder)
    let index = PublishedIndex(entries: entries)
    try JSONText.write(index, to: folder.appending(path: PublishedIndex.fileName))
    return index
  }

  /// A folder of an entry with weights, which can be put on the Hugging Face hub as it is.
  private static func hub(
    _ manifest: Manifest, _ card: ModelCard, _ weights: [(file: PublishedIndex.Weights, data: Data)]
  ) -> [(path: String, data: Data)] {
    guard !weights.isEmpty else { return [] }
    let texts = [("README.md", card.markdown), ("\(manifest.name).yaml", manifest.text)]
    return texts.map { ("hub/\(manifest.name)/\($0)", Data(($1 + "\n").utf8)) }
      + weights.map { ("hub/\(manifest.name)/\($0.file.file)", $0.data) }
  }

  /// The installed weights of an entry, then those that its manifest names as far as they are in the cache, as
  /// safetensors: a checkpoint may carry more than weights, such as paths of the machine that it was trained on.
  private func weights(of manifest: Manifest) throws -> [(file: PublishedIndex.Weights, data: Data)] {
    var found = [(file: PublishedIndex.Weights, data: Data)]()
    var sources = Set<String>()
    func add(_ artifact: Artifact, _ data: Data, _ file: String, license: String?) {
      found.append(
        (
          .init(
            file: file, sha256: Digest.sha256(of: data), bytes: data.count,
            format: PublishedWeights.Format.safetensors.rawValue, license: license, label: artifact.label), data
        ))
    }
    if let (artifact, data) = try InstalledWeights(registry.home.weights).artifact(of: manifest.name) {
      add(artifact, data, "\(manifest.name).safetensors", license: artifact.provenance["license"])
      if let source = artifact.provenance["source_sha256"] { sources.insert(source) }
    }
    let cache = BlobCache(registry.home.blobs)
    for weights in manifest.weights where sources.insert(weights.sha256).inserted {
      let wanted = ExpectedFile(sha256: weights.sha256, bytes: weights.bytes, name: weights.fileName)
      guard let url = try cache.file(wanted) else { continue }
      let artifact = try WeightsImport(catalogue, architectures: architectures).artifact(
        url, as: manifest.name, calling: weights.fileName)
      let data = try artifact.encoded()
      guard !found.contains(where: { $0.data == data }) else { continue }
      let name = "\(manifest.name)-\(weights.sha256.prefix(8)).safetensors"
      add(artifact, data, name, license: weights.license)
    }
    return found
  }

  private func parameters(of manifest: Manifest) throws -> Int? {
    guard case .architecture = manifest.implementation else { return nil }
    return try manifest.configured(among: architectures).parameterCount(of: manifest.task)
  }

  /// The pages for people.
  private func writePages(
    _ board: Leaderboard, _ entries: [PublishedIndex.Entry], _ hub: [String], to folder: URL
  ) throws {
    let report: ReportPage?
    do {
      report = try ReportPage(home: registry.home, manifests: catalogue.entries, current: current)
    } catch let fault as Fault where fault.kind == .missing {
      // Nothing has been measured yet, so there is nothing to draw.
      report = nil
    }
    try report?.write(to: folder.appending(path: "report.html"))
    let site = Site(
      board: board, manifests: catalogue.entries, index: entries, rules: report?.rules ?? [:], report: report)
    let pages = site.pages
    for page in pages { try AtomicFile.write(Data(page.text.utf8), to: folder.appending(path: page.path)) }
    try PageList(pages.map(\.path).filter { $0.contains("/") } + entries.flatMap { [$0.card, $0.manifest] } + hub)
      .replace(in: folder)
  }

  private func readme(_ board: Leaderboard, _ entries: [PublishedIndex.Entry]) throws -> String {
    let lines = entries.map { entry in
      "- [\(entry.name)](\(entry.card)): \(Markdown.text(entry.description ?? entry.task))"
        + (entry.weights.isEmpty ? " (no weights here)" : "")
    }
    return """
      # A zoo published by HipZoo

      Fetch an entry's weights with `hipzoo pull ENTRY --from URL-of-this-folder`. For research; not for diagnosis.

      ## Entries

      \(lines.joined(separator: "\n"))

      ## Leaderboard

      \(try board.text(.markdown))
      """
  }

  private func write(_ text: String, to url: URL) throws { try AtomicFile.write(Data((text + "\n").utf8), to: url) }
}

extension Manifest {
  /// The architecture's name; `process` for a program.
  var architectureName: String {
    switch implementation {
    case .architecture(let name): name
    case .process: "process"
    }
  }

  /// The manifest in YAML; JSON is YAML, and the canonical form is the same on every machine.
  var text: String { node.canonicalJSON }
}
