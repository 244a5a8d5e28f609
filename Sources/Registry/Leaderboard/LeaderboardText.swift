import Formats
import Foundation
import Protocols
import Scores

/// The shapes in which a leaderboard is written.
public enum LeaderboardFormat: String, Sendable, CaseIterable {
  /// Columns for a terminal.
  case table
  /// One line an entry, metric and population.
  case csv
  /// Everything, for programs.
  case json
  /// Tables for a text such as a README.
  case markdown
}

extension Leaderboard {
  /// The leaderboard as text, without a line feed at the end.
  ///
  /// - Parameters:
  ///   - format: the shape.
  ///   - width: the characters of a line that a table has room for; nil for as many as it needs.
  /// - Throws: what the JSON encoder throws.
  public func text(_ format: LeaderboardFormat, width: Int? = nil) throws -> String {
    switch format {
    case .table: groups.isEmpty ? Self.nothing : groups.map { plain($0, width) }.joined(separator: "\n\n")
    case .markdown: groups.isEmpty ? Self.nothing : groups.map(markdown).joined(separator: "\n\n")
    case .csv: csv
    case .json: String(decoding: try JSONText.line(self).dropLast(), as: UTF8.self)
    }
  }

  private static let nothing =
    "Nothing has been measured yet and nothing is reported: hipzoo benchmark --protocol quick"

  // MARK: Tables

  private func heading(_ group: Group) -> [String] {
    let metrics = [sort] + Metric.allCases.filter { $0 != sort }
    let prefix = group.isExternalOnly(subset) ? "\(group.externalTitle) " : ""
    var heading = ["rank"] + (group.hasTests ? ["p to first"] : []) + ["entry"] + metrics.map { prefix + $0.title }
    if group.external != nil, !group.isExternalOnly(subset) {
      heading += ["\(group.externalTitle) \(sort.title)", "gap"]
    }
    heading += group.isReported ? ["n", "source"] : ["n", "reported \(sort.title)", "parameters", "seeds", "origin"]
    if group.hasTracks { heading.append("track") }
    return heading
  }

  private func cells(_ row: Row, of group: Group) -> [String] {
    let metrics = [sort] + Metric.allCases.filter { $0 != sort }
    let shown = (group.isExternalOnly(subset) ? row.external : row.healthy)[subset]
    var cells =
      [row.rank.map(String.init) ?? "-"] + (group.hasTests ? [probability(row.toFirst)] : []) + [group.name(of: row)]
    cells += metrics.map { metric in shown.map { spread($0[metric]) } ?? "-" }
    if group.external != nil, !group.isExternalOnly(subset) {
      let sign = row.isExternalEntry ? " \(Row.selectionSign)" : ""
      cells += [
        row.external[subset].map { spread($0[sort]) + sign } ?? "-", row.gap(sort, subset).map { signed($0) } ?? "-",
      ]
    }
    cells.append(counts(row))
    if group.isReported { return cells + [row.source ?? ""] }
    let claim = row.reported[ReportedScore.cohorts[0]]?[subset]
    return cells + [
      claim.map { number($0[sort].mean) } ?? "-", row.parameters.map(String.init) ?? "-", seeds(row),
      row.originText,
    ] + (group.hasTracks ? [row.trackText ?? "-"] : [])
  }

  private func counts(_ row: Row) -> String {
    let counts = [row.healthy, row.external].compactMap { $0[subset].map { $0[sort].n.map(String.init) ?? "?" } }
    return counts.isEmpty ? "-" : counts.joined(separator: "+")
  }

  private func seeds(_ row: Row) -> String {
    row.origin == .trained || row.origin == .finetuned ? String(row.seeds.count) : "-"
  }

  private func title(_ group: Group) -> String {
    let source = group.isReported ? "reported" : group.cohort.isSynthetic ? "measured, synthetic" : "measured"
    return "\(group.task), \(subset), RMSE and MAE in \(group.unit) (\(source))"
  }

  private func table(_ group: Group) -> TextTable {
    var table = TextTable(heading(group))
    for row in group.rows { table.add(cells(row, of: group)) }
    return table
  }

  private func plain(_ group: Group, _ width: Int?) -> String {
    let heading = heading(group)
    // What is left out first where room is short; rank, entry and the metric that ranks stay.
    let others = Metric.allCases.filter { $0 != sort }.map { metric in
      heading.first { $0.hasSuffix(metric.title) } ?? ""
    }
    let least =
      ["p to first", "gap", "n"] + others.reversed() + [
        "source", "reported \(sort.title)", "seeds", "parameters", "origin",
      ]
    let words = [title(group), group.sentence].flatMap { TextTable.wrapped($0, width: width) }
    return
      (words + table(group).lines(width: width, least: least)
      + notes(group).flatMap { TextTable.wrapped($0, width: width) }).joined(separator: "\n")
  }

  private func markdown(_ group: Group) -> String {
    let notes = notes(group).map { "\n\n" + Markdown.text($0) }.joined()
    return "### \(Markdown.text(title(group)))\n\n\(Markdown.text(group.sentence))\n\n"
      + table(group).markdown.joined(separator: "\n") + notes
  }

  /// What has to be known of a table's rows, a line each.
  private func notes(_ group: Group) -> [String] { group.noteLines.map { "note: \($0)" } }

  // MARK: CSV

  private var csv: String {
    let heading =
      [
        "task", "measured_or_reported", "protocol", "protocol_sha256", "cohort", "cohort_sha256", "split_sha256",
        "synthetic", "rank", "p_to_first", "p_holm", "p_metric", "p_subset", "p_n", "external_entry", "entry",
        "entry_sha256", "architecture", "parameters", "origin", "weights", "weights_sha256", "seeds", "population",
        "subset", "metric", "unit", "mean", "sd", "n", "low", "high", "source",
      ] + (hasTracks ? ["track"] : [])
    let lines = blocks.flatMap(csv)
    return ([heading] + lines).map(CSV.line).joined(separator: "\n")
  }

  /// Whether a column tells tracks apart; without it the bytes are those of before there were any.
  private var hasTracks: Bool { groups.contains(where: \.hasTracks) }

  private func csv(_ block: Block) -> [[String]] {
    let (group, row, cohort) = (block.group, block.row, block.cohort)
    let table = [
      group.task, group.isReported ? "reported" : "measured", group.protocolName ?? "", group.protocolFingerprint ?? "",
      cohort.name, cohort.fingerprint ?? "", group.split ?? "", group.isReported ? "" : String(cohort.isSynthetic),
    ]
    let place = [
      whole(row.rank), full(row.toFirst?.pValue), full(row.toFirst?.adjusted), row.toFirst?.metric.rawValue ?? "",
      row.toFirst?.subset ?? "", whole(row.toFirst?.n), row.isExternalEntry ? "selected" : "",
    ]
    let entry = [
      row.entry, row.fingerprint ?? "", row.architecture, whole(row.parameters), row.origin?.rawValue ?? "",
      row.weights?.text ?? "", row.artifacts.joined(separator: " "), row.seeds.map(String.init).joined(separator: " "),
      cohort.population.rawValue,
    ]
    return block.scores.keys.sorted().flatMap { subset -> [[String]] in
      Metric.allCases.compactMap { metric -> [String]? in
        guard let average = block.scores[subset]?[metric] else { return nil }
        let numbers = [
          full(average.mean), full(average.deviation), whole(average.n), full(average.low), full(average.high),
        ]
        let score = [subset, metric.rawValue, metric == .r2 ? "" : group.unit] + numbers
        return table + place + entry + score + [row.source ?? ""]
          + (hasTracks ? [group.isReported ? "" : row.trackText ?? ""] : [])
      }
    }
  }

  // MARK: Numbers

  private func spread(_ average: Average) -> String {
    average.deviation.map { "\(number(average.mean)) ± \(number($0))" } ?? number(average.mean)
  }

  private func probability(_ test: ToFirst?) -> String {
    guard let test else { return "-" }
    return String(format: "%.4f", test.adjusted) + (Stars.text(test.adjusted).map { " \($0)" } ?? "")
  }

  private func number(_ value: Double) -> String { String(format: "%.4f", value) }
  private func signed(_ value: Double) -> String { String(format: "%+.4f", value) }
  private func full(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
  private func whole(_ number: Int?) -> String { number.map { String($0) } ?? "" }
}

extension Metric {
  /// The name in tables.
  public var title: String { self == .r2 ? "R2" : rawValue.uppercased() }
}

extension Leaderboard.Row {
  /// How the predictions came about, with origin and parent of weights that were there already.
  package var originText: String {
    let word = origin?.rawValue ?? "-"
    guard let weights else { return word }
    return origin == .finetuned ? weights.text : "\(word) \(weights.text)"
  }

  /// The track in which the row is ranked; nil for a baseline, which stands in every one and is ranked in none.
  fileprivate var trackText: String? { origin == .baseline ? nil : (track ?? .fixed).rawValue }
}

extension Leaderboard.Group {
  /// What has to be known of the columns and rows, a line each.
  package var noteLines: [String] {
    notes + rows.filter { !$0.marks.isEmpty }.map { "\(name(of: $0)): \($0.marks.joined(separator: "; "))" }
  }

  /// The name of a row's entry, with digits of the fingerprint where another row has the same name.
  package func name(of row: Leaderboard.Row) -> String {
    guard !isReported, rows.filter({ $0.entry == row.entry }).count > 1 else { return row.entry }
    return "\(row.entry)@\((row.fingerprint ?? "").prefix(8))"
  }

  /// Whether nobody of the table's own cohort was tested, as when weights are tested on patients alone.
  fileprivate func isExternalOnly(_ subset: String) -> Bool {
    external != nil && !rows.contains { $0.healthy[subset] != nil }
  }

  /// Whether any row trained otherwise than by the protocol's recipe.
  fileprivate var hasTracks: Bool { !isReported && rows.contains { $0.track != nil } }

  /// Whether any row was held against the first.
  fileprivate var hasTests: Bool { rows.contains { $0.toFirst != nil } }

  fileprivate var externalTitle: String { external?.population == .onfh ? "ONFH" : "external" }
}
