import Protocols
import Registry
import Scores

/// The tables of the registry's leaderboard.
package enum LeaderboardSection {
  /// The decimals of a measured score; the CSV beside the page and `--json` have all.
  static let decimals = 3

  /// One group of comparable rows: overall, then by cadence.
  ///
  /// - Parameters:
  ///   - group: the rows, ranked and tested by the registry.
  ///   - id: a name on the page that no other group has.
  ///   - title: what the group is about, for those who move from region to region.
  ///   - page: where the page of an entry is, if it has one.
  ///   - words: the trials of a subset in words; nil for what its label says.
  ///   - isFolded: whether the tables by cadence are folded.
  package static func element(
    _ group: Leaderboard.Group, id: String, title: String, page: (String) -> String? = { _ in nil },
    words: ((String) -> String)? = nil, isFolded: Bool = false
  ) -> [Markup] {
    // The first word says which kind of table it is.
    let first = String(group.sentence.prefix { $0 != " " })
    let byCadence = cadences(group, id, title, page, words ?? group.words)
    let fold = Markup.tag("summary", [:], .text("By cadence: \(title)"))
    return [
      .tag("p", [:], .tag("strong", [:], .text(first)), .text(String(group.sentence.dropFirst(first.count)))),
      scrolling("Leaderboard: \(title)", overall(group, page)),
    ] + group.notesSaidOnce.map { .tag("p", [:], .text($0)) }
      + (isFolded && !byCadence.isEmpty ? [.tag("details", ["class": "cadences"], [fold] + byCadence)] : byCadence)
      + [
        .tag(
          "details", [:], .tag("summary", [:], .text("The table as LaTeX: \(title)")),
          .tag("pre", ["class": "copied"], .text(LaTeXTable.text(group))))
      ]
  }

  /// How many cadences a group lets choose from.
  static func choices(_ group: Leaderboard.Group) -> Int { subsets(group).count }

  /// A table in a region that scrolls by itself, so that the page does not.
  package static func scrolling(_ label: String, _ table: Markup) -> Markup {
    .tag("div", ["class": "wide", "tabindex": "0", "role": "region", "aria-label": label], table)
  }

  private static func overall(_ group: Leaderboard.Group, _ page: (String) -> String?) -> Markup {
    var heads = ["Rank", "Entry"] + scoreHeads(group)
    if group.hasGap { heads.append("Gap, RMSE") }
    heads.append("n")
    heads +=
      group.isReported
      ? ["Source"]
      : [
        "p to first, RMSE (Holm)", "Reported RMSE, \(group.reportedPeople == "onfh" ? "ONFH" : group.reportedPeople)",
        "Parameters", "Seeds",
      ]
    let rows = group.rows.map { row -> Markup in
      var cells = [cell(row.rank.map(String.init) ?? "-", value: row.rank.map(Double.init)), name(row, group, page)]
      cells += scores(row, group, ScoreTable.overall)
      if group.hasGap {
        let gap = row.gap(.rmse)
        let digits = PrintedScores(row.healthy[ScoreTable.overall], group).errorDigits
        cells.append(cell(gap.map { ($0 < 0 ? "" : "+") + NumberText.fixed($0, digits) } ?? "-", value: gap))
      }
      cells.append(people(row, ScoreTable.overall))
      guard !group.isReported else {
        return .tag("tr", [:], cells + [.tag("td", ["class": "source"], .text(row.source ?? "-"))])
      }
      let p = row.toFirst?.adjusted
      cells.append(
        cell(p.map { NumberText.probability($0) + (Stars.text($0).map { " \($0)" } ?? "") } ?? "-", value: p))
      let claim = row.reported[group.reportedPeople]?[ScoreTable.overall]
      let digits = PrintedScores(claim, isReported: true).errorDigits
      cells.append(cell(NumberText.fixed(claim?.rmse.mean, digits), value: claim?.rmse.mean))
      cells.append(cell(row.parameters.map(NumberText.count) ?? "-", value: row.parameters.map(Double.init)))
      // Weights that were there already were drawn from no seed here.
      let isDrawn = row.origin == .trained || row.origin == .finetuned
      cells.append(cell(isDrawn ? row.seeds.map(String.init).joined(separator: ", ") : "-", value: nil))
      return .tag("tr", [:], cells)
    }
    return table(
      "Overall: mean ± sd over subjects\(group.isReported ? "" : ", 95 % bootstrap interval of the mean")", heads, rows)
  }

  /// A table a cadence, of which one is chosen; all of them on paper.
  private static func cadences(
    _ group: Leaderboard.Group, _ id: String, _ title: String, _ page: (String) -> String?,
    _ words: (String) -> String
  ) -> [Markup] {
    let subsets = subsets(group)
    guard !subsets.isEmpty else { return [] }
    let tables = subsets.map { subset -> Markup in
      // No columns of people of whom nothing is known at this cadence.
      var group = group
      if group.hasOwnPeople, !group.rows.contains(where: { $0.external[subset] != nil }) { group.external = nil }
      let rows = group.rows.filter { $0.healthy[subset] != nil || $0.external[subset] != nil }.map { row in
        Markup.tag("tr", [:], [name(row, group, page)] + scores(row, group, subset) + [people(row, subset)])
      }
      return scrolling(
        "\(words(subset)): \(title)",
        table("By cadence: \(words(subset))", ["Entry"] + scoreHeads(group) + ["n"], rows))
    }
    return [Choice.element("Scores by cadence:", name: "\(id)-cadence", subsets.map { words($0) }, tables)]
  }

  private static func subsets(_ group: Leaderboard.Group) -> [String] {
    Subset.sorted(Set(group.rows.flatMap { Array($0.healthy.keys) + Array($0.external.keys) }))
      .filter { $0 != ScoreTable.overall }
  }

  private static func scoreHeads(_ group: Leaderboard.Group) -> [String] {
    func head(_ metric: Metric) -> String { metric == .r2 ? metric.heading : "\(metric.heading), \(group.unit)" }
    let own = group.hasOwnPeople ? Metric.allCases.map(head) : []
    guard let external = group.external else { return own }
    guard group.hasOwnPeople else { return Metric.allCases.map(head) }
    let name = external.population == .onfh ? "ONFH" : external.name
    return own + Metric.allCases.map { "\(name) \(head($0))" }
  }

  private static func scores(_ row: Leaderboard.Row, _ group: Leaderboard.Group, _ subset: String) -> [Markup] {
    let sides = (group.hasOwnPeople ? [row.healthy] : []) + (group.external == nil ? [] : [row.external])
    return sides.flatMap { side in
      let printed = PrintedScores(side[subset], group)
      return Metric.allCases.map { metric -> Markup in
        guard let average = side[subset]?[metric] else { return cell("-", value: nil) }
        let parts = [printed.spread(metric), printed.interval(metric)].compactMap(\.self)
        return .tag(
          "td", ["class": "n", "data-value": NumberText.exact(average.mean)],
          [.text(printed.mean(metric))] + parts.map { .tag("small", [:], .text($0)) })
      }
    }
  }

  private static func people(_ row: Leaderboard.Row, _ subset: String) -> Markup {
    let n = [row.healthy, row.external].compactMap { $0[subset]?.rmse.n }
    return cell(n.map(String.init).joined(separator: " + "), value: n.first.map(Double.init))
  }

  private static func name(_ row: Leaderboard.Row, _ group: Leaderboard.Group, _ page: (String) -> String?) -> Markup {
    let word = group.isReported ? "reported" : row.origin == .trained ? "measured" : row.originText
    let sign = row.isExternalEntry ? " \(Leaderboard.Row.selectionSign)" : ""
    return .tag(
      "th", ["scope": "row"],
      [
        page(row.entry).map { .tag("a", ["href": $0], .text(group.name(of: row) + sign)) }
          ?? .text(group.name(of: row) + sign), " ", .tag("span", ["class": "mark"], .text(word)),
      ] + (row.track.map { [" ", mark($0)] } ?? []))
  }

  /// Says by whose rules an entry trained, where that is not the protocol's recipe.
  static func mark(_ track: Track) -> Markup { .tag("span", ["class": "mark"], .text("\(track.rawValue) track")) }

  private static func cell(_ text: String, value: Double?) -> Markup {
    .tag("td", value.map { ["class": "n", "data-value": NumberText.exact($0)] } ?? ["class": "n"], .text(text))
  }

  private static func table(_ caption: String, _ heads: [String], _ rows: [Markup]) -> Markup {
    .tag(
      "table", ["class": "sortable entries"], .tag("caption", [:], .text(caption)),
      .tag(
        "thead", [:],
        .tag(
          "tr", [:],
          heads.map { head in
            let style = ["Entry": "e", "Source": nil][head, default: "r"]
            return .tag("th", style.map { ["scope": "col", "class": $0] } ?? ["scope": "col"], .text(head))
          })), .tag("tbody", [:], rows))
  }
}

extension Leaderboard.Group {
  /// What has to be known of the columns and rows; what is true of several rows is said once.
  fileprivate var notesSaidOnce: [String] {
    var said = [(marks: [String], names: [String])]()
    for row in rows where !row.marks.isEmpty {
      if let place = said.firstIndex(where: { $0.marks == row.marks }) {
        said[place].names.append(name(of: row))
      } else {
        said.append((row.marks, [name(of: row)]))
      }
    }
    return notes + said.map { "\($0.names.joined(separator: ", ")): \($0.marks.joined(separator: "; "))" }
  }

  /// The people of whom authors report what stands beside the measured numbers: those by whom the table ranks.
  fileprivate var reportedPeople: String {
    !hasOwnPeople && external?.population == .onfh || cohort.population == .onfh ? "onfh" : "healthy"
  }

  /// Whether two groups of people stand beside each other.
  var hasGap: Bool { external != nil && hasOwnPeople }

  /// The trials of a subset in words, of the people by whom rows are ranked.
  func words(of subset: String) -> String {
    FigureWords.title(subset, hasOwnPeople ? .healthy : external?.population ?? .healthy)
  }

  /// Whether anybody of the table's own cohort was tested as healthy, or nobody else was.
  var hasOwnPeople: Bool { external == nil || rows.contains { !$0.healthy.isEmpty } }
}
