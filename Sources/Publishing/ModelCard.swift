import Faults
import Formats
import Foundation
import Protocols
import Registry
import Runs
import Scores
import Weights

/// What a person should know of an entry before using it, in Markdown.
public struct ModelCard: Sendable {
  private let manifest: Manifest
  private let board: Leaderboard
  private let weights: [PublishedIndex.Weights]
  private let parameters: Int?
  private let calibrations: [CalibrationRecord]

  /// Collects what the card says.
  ///
  /// - Parameters:
  ///   - board: every subset, of all tasks.
  ///   - weights: the files of weights.
  ///   - parameters: the number of trained numbers, where it is known.
  ///   - calibrations: what was measured of bands around predictions, of any weights.
  public init(
    _ manifest: Manifest, _ board: Leaderboard, weights: [PublishedIndex.Weights], parameters: Int?,
    calibrations: [CalibrationRecord] = []
  ) {
    self.manifest = manifest
    self.board = board
    self.weights = weights
    self.parameters = parameters
    self.calibrations = calibrations.filter { record in weights.contains { $0.sha256 == record.artifact } }
  }

  /// The card.
  public var markdown: String {
    let task = manifest.task
    var parts = ["# \(manifest.name)", Markdown.text(manifest.description ?? "An entry for the task \(task.name).")]
    parts.append(
      section(
        "What it predicts",
        [
          "Task: \(task.name), \(counted(task.outputs.count, "output")) in \(task.unit) (times body mass in kg: \(task.rawUnit)).",
          "Outputs, in this order: \(task.outputs.joined(separator: ", ")).",
          "Inputs: one gait cycle of \(task.frames) frames, in degrees: \(task.inputs.joined(separator: ", ")).",
          "Architecture: \(manifest.architectureName)\(parameters.map { ", \($0) parameters" } ?? ""); configuration "
            + "\(Markdown.code(manifest.configuration.canonicalJSON)).",
        ]))
    parts.append(section("Weights", weightsLines))
    parts.append(section("Training data and protocol", trainingLines))
    parts.append("## Scores\n\n\(scores)")
    if !calibrations.isEmpty {
      parts.append(section("Bands around predictions", calibrations.map { Markdown.text($0.sentence) }))
    }
    parts.append(
      section(
        "Intended use",
        [
          "Research on gait. It is no medical device: do not use it for diagnosis or for decisions about a person's care.",
          "It knows what it was trained on: joints, marker sets and cadences far from that give numbers without meaning.",
          "Healthy and patient scores differ; read both before applying it to patients.",
        ]))
    parts.append(
      section(
        "Licence",
        ["Code: \(Markdown.text(manifest.license ?? "not stated")).", "Weights: \(Markdown.text(licensesOfWeights))."]))
    let citation = (try? Citation.bibTeX(of: manifest)) ?? "No citation is named."
    parts.append("## Citation\n\n\(Markdown.block(citation, "bibtex"))")
    return frontMatter + parts.joined(separator: "\n\n")
  }

  /// What the Hugging Face hub reads of a card; texts are in JSON's quotes, which YAML takes.
  private var frontMatter: String {
    // Who does not know front matter takes it for Markdown.
    func quoted(_ text: String) -> String { Node(text).canonicalJSON.replacing("<", with: "\\u003C") }
    let license = weights.compactMap(\.license).first ?? manifest.weights.first?.license ?? manifest.license
    let known = license.map { $0.lowercased() }
    var lines = ["---"]
    if let known {
      lines.append("license: \(known.allSatisfy { $0.isASCII && !$0.isWhitespace } ? quoted(known) : "other")")
    }
    lines += [
      "library_name: hipzoo",
      "tags: [\(["gait", "biomechanics", manifest.task.name].map(quoted).joined(separator: ", "))]",
    ]
    let measured = board.blocks.filter {
      $0.row.entry == manifest.name && $0.group.task == manifest.task.name && !$0.group.isReported
        && $0.scores[ScoreTable.overall] != nil
    }
    if !measured.isEmpty {
      lines += ["model-index:", "  - name: \(quoted(manifest.name))", "    results:"]
      for block in measured {
        guard let scores = block.scores[ScoreTable.overall] else { continue }
        let people = "\(block.cohort.population)\(block.cohort.isSynthetic ? ", synthetic" : "")"
        let facts =
          [people, "protocol \(block.group.protocolName ?? "-")"] + (scores.rmse.n.map { ["n = \($0)"] } ?? [])
        lines += [
          "      - task: {type: other, name: \(quoted(manifest.task.title))}",
          "        dataset: {type: other, name: \(quoted("\(block.cohort.name) (\(facts.joined(separator: ", ")))"))}",
          "        metrics:",
        ]
        for metric in Metric.allCases where scores[metric].mean.isFinite {
          let name = metric == .r2 ? metric.title : "\(metric.title), \(manifest.task.unit)"
          lines.append(
            "          - {type: \(metric.rawValue), value: \(String(format: "%.4f", scores[metric].mean)), name: \(quoted(name))}"
          )
        }
      }
    }
    return (lines + ["---", "", ""]).joined(separator: "\n")
  }

  private func section(_ title: String, _ lines: [String]) -> String {
    "## \(title)\n\n" + lines.map { "- \($0)" }.joined(separator: "\n")
  }

  private var weightsLines: [String] {
    let here = weights.map {
      "\(Markdown.code($0.file)): \($0.bytes) bytes, \($0.format), SHA-256 `\($0.sha256)`"
        + "\($0.label.map { "; \(Markdown.text($0.text))" } ?? "")."
    }
    let elsewhere = manifest.weights.filter { published in !weights.contains { $0.sha256 == published.sha256 } }
      .map { published in
        "\(Markdown.text(published.fileName)), from its authors: SHA-256 `\(published.sha256)`."
      }
    return here + elsewhere + (here.isEmpty && elsewhere.isEmpty ? ["None are published."] : [])
  }

  private var licensesOfWeights: String {
    let stated = weights.compactMap(\.license) + manifest.weights.map(\.license)
    return stated.isEmpty ? "not stated" : Set(stated).sorted().joined(separator: ", ")
  }

  private var measured: [(group: Leaderboard.Group, row: Leaderboard.Row)] {
    board.groups.filter { !$0.isReported }.flatMap { group in
      group.rows.filter { $0.entry == manifest.name }.map { (group, $0) }
    }
  }

  /// What each file of weights was trained on, then what was trained here and is not among them.
  private var trainingLines: [String] {
    let own = weights.map { file in "\(Markdown.code(file.file)): \(training(of: file))" }
    let others = measured.filter { $0.row.origin == .trained || $0.row.origin == .finetuned }
      .filter { _, row in !weights.contains { row.artifacts.contains($0.sha256) } }
      .map { "Examined here with other weights than these: \(training($0.group, $0.row))." }
    return own + others
      + (own.isEmpty && others.isEmpty
        ? ["Not trained here; what its authors trained on is in their publication."] : [])
  }

  private func training(of file: PublishedIndex.Weights) -> String {
    if let (group, row) = measured.first(where: { $0.row.origin == .trained && $0.row.artifacts.contains(file.sha256) })
    {
      return training(group, row) + "."
    }
    guard let label = file.label else { return "the file does not say what it was trained on." }
    let published = manifest.weights.first { $0.sha256 == label.sourceFingerprint }
    return switch label.origin {
    case .imported where published != nil:
      "its authors' weights, trained by them\(published?.trainedOn.map { " on \(Markdown.text($0))" } ?? ""), not here."
    case .imported:
      "\(Markdown.text(label.text)), which this manifest does not name; what it was trained on is not known here."
    case .finetuned, .trained:
      Markdown.text("\(label.text)\(label.origin == .finetuned ? ", by \(label.source ?? "a protocol")" : "").")
    case .unknown: "the file does not say what it was trained on."
    }
  }

  private func training(_ group: Leaderboard.Group, _ row: Leaderboard.Row) -> String {
    "\(row.origin == .finetuned ? Markdown.text(row.originText) : "trained here") by protocol "
      + "\(Markdown.text(group.protocolName ?? "")) "
      + "(`\((group.protocolFingerprint ?? "").prefix(8))`) on "
      + "\(group.cohort.isSynthetic ? "the synthetic cohort" : "the cohort") \(Markdown.text(group.cohort.name)) "
      + "(`\((group.cohort.fingerprint ?? "").prefix(8))`), split `\((group.split ?? "").prefix(8))`, seeds "
      + row.seeds.map(String.init).joined(separator: ", ")
  }

  private var scores: String {
    let heading =
      "| cohort | how | weights | subset | n | RMSE, \(manifest.task.unit) | MAE, \(manifest.task.unit) | R2 |"
    var lines = [String]()
    for block in board.blocks where block.row.entry == manifest.name && block.group.task == manifest.task.name {
      let how =
        block.group.isReported
        ? "reported (\(Markdown.text(block.row.source ?? "")))"
        : "measured here (\(block.row.origin?.rawValue ?? ""), \(Markdown.text(block.group.protocolName ?? "")) "
          + "`\((block.group.protocolFingerprint ?? "").prefix(8))`)"
      lines += table(block.cohort, block.scores, "\(how) | \(weights(of: block))")
    }
    guard !lines.isEmpty else { return "Nothing has been measured and nothing is reported." }
    return ([heading, "| --- | --- | --- | --- | --- | --- | --- | --- |"] + lines).joined(separator: "\n")
  }

  /// Which weights predicted: a file of this card, or others.
  private func weights(of block: Leaderboard.Block) -> String {
    if block.group.isReported { return "the authors'" }
    if let file = weights.first(where: { block.row.artifacts.contains($0.sha256) }) { return Markdown.code(file.file) }
    return block.row.artifacts.first.map { "others (`\($0.prefix(8))`)" } ?? "none"
  }

  private func table(_ cohort: Leaderboard.Cohort, _ scores: [String: Leaderboard.Scores], _ origin: String) -> [String]
  {
    Subset.sorted(scores.keys).compactMap { subset in
      guard let score = scores[subset] else { return nil }
      let numbers = Metric.allCases.map { metric in
        let average = score[metric]
        return String(format: "%.4f", average.mean) + (average.deviation.map { String(format: " ± %.4f", $0) } ?? "")
      }
      let name =
        cohort.isSynthetic
        ? "\(cohort.name) (synthetic, \(cohort.population.rawValue))"
        : "\(cohort.name) (\(cohort.population.rawValue))"
      return
        "| \(Markdown.text(name)) | \(origin) | \(Markdown.text(subset)) | \(score.rmse.n.map(String.init) ?? "?") | "
        + numbers.joined(separator: " | ") + " |"
    }
  }
}
