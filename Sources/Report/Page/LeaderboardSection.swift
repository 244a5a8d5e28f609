import Registry
import Scores

/// The tables of the registry's leaderboard.
enum LeaderboardSection {
  /// A mean as every table prints it: with four decimals.
  static func number(_ number: Double?) -> String { NumberText.fixed(number, 4) }

  /// One group of comparable rows: overall, then by cadence.
  ///
  /// - Parameter group: the rows, ranked and tested by the registry.
  static func element(_ group: Leaderboard.Group) -> [Markup] {
    [
      .tag("p", [:], .tag("strong", [:], .text(group.isReported ? "Reported. " : "Measured. ")), .text(group.sentence)),
      scrolling("Leaderboard", overall(group)),
    ] + group.noteLines.map { .tag("p", [:], .text($0)) }
      + (cadences(group).map { [scrolling("Leaderboard by cadence", $0)] } ?? [])
  }

  /// A table in a region that scrolls by itself, so that the page does not.
  static func scrolling(_ label: String, _ table: Markup) -> Markup {
    .tag("div", ["class": "wide", "tabindex": "0", "role": "region", "aria-label": label], table)
  }

  private static func overall(_ group: Leaderboard.Group) -> Markup {
    let unit = group.unit
    var heads = ["Rank", "Entry"] + Metric.allCases.map { head($0, unit) }
    let external = group.external.map { $0.population == .onfh ? "ONFH" : $0.name }
    if let external { heads += Metric.allCases.map { "\(external) \(head($0, unit))" } + ["Gap, RMSE"] }
    heads.append("n")
    heads += group.isReported ? ["Source"] : ["p to first", "Reported RMSE", "Parameters", "Seeds"]
    let rows = group.rows.map { row -> Markup in
      var cells = [cell(row.rank.map(String.init) ?? "-", value: row.rank.map(Double.init)), name(row, group)]
      cells += Metric.allCases.map { score(row.healthy["overall"]?[$0]) }
      if external != nil {
        cells += Metric.allCases.map { score(row.external["overall"]?[$0]) }
        let gap = row.gap(.rmse)
        cells.append(cell(gap.map { ($0 < 0 ? "" : "+") + number($0) } ?? "-", value: gap))
      }
      let n = [row.healthy, row.external].compactMap { $0["overall"]?.rmse.n }
      cells.append(cell(n.map(String.init).joined(separator: " + "), value: n.first.map(Double.init)))
      guard !group.isReported else {
        return .tag("tr", [:], cells + [.tag("td", [:], .text(row.source ?? "-"))])
      }
      let p = row.toFirst?.adjusted
      cells.append(
        cell(p.map { NumberText.probability($0) + (Stars.text($0).map { " \($0)" } ?? "") } ?? "-", value: p))
      let claim = row.reported["healthy"]?["overall"]?.rmse.mean
      cells.append(cell(number(claim), value: claim))
      cells.append(cell(row.parameters.map(NumberText.count) ?? "-", value: row.parameters.map(Double.init)))
      cells.append(cell(row.seeds.map(String.init).joined(separator: ", "), value: nil))
      return .tag("tr", [:], cells)
    }
    return table(
      "Overall: mean ± sd over subjects\(group.isReported ? "" : ", 95 % bootstrap interval of the mean")", heads, rows)
  }

  private static func cadences(_ group: Leaderboard.Group) -> Markup? {
    let subsets = Subset.sorted(Set(group.rows.flatMap { $0.healthy.keys })).filter { $0 != ScoreTable.overall }
    guard !subsets.isEmpty else { return nil }
    let heads = ["Entry"] + subsets.flatMap { subset in Metric.allCases.map { "\(subset) \(head($0, group.unit))" } }
    let rows = group.rows.filter { !$0.healthy.isEmpty }.map { row in
      Markup.tag(
        "tr", [:],
        [name(row, group)]
          + subsets.flatMap { subset in Metric.allCases.map { score(row.healthy[subset]?[$0]) } })
    }
    return table("By cadence: \(subsets.map(Subset.title).joined(separator: ", "))", heads, rows)
  }

  private static func head(_ metric: Metric, _ unit: String) -> String {
    metric == .r2 ? metric.heading : "\(metric.heading), \(unit)"
  }

  private static func name(_ row: Leaderboard.Row, _ group: Leaderboard.Group) -> Markup {
    let word = group.isReported ? "reported" : row.origin == .trained ? "measured" : row.originText
    let sign = row.isExternalEntry ? " \(Leaderboard.Row.selectionSign)" : ""
    return .tag(
      "th", ["scope": "row"], .text(group.name(of: row) + sign), " ", .tag("span", ["class": "mark"], .text(word)))
  }

  private static func score(_ average: Leaderboard.Average?) -> Markup {
    guard let average else { return cell("-", value: nil) }
    let spread = average.deviation.map { " ± \(number($0))" } ?? ""
    var parts: [Markup] = [.text(number(average.mean) + spread)]
    if let low = average.low, let high = average.high {
      parts.append(.tag("small", [:], .text("\(number(low)) to \(number(high))")))
    }
    return .tag("td", ["class": "n", "data-value": NumberText.exact(average.mean)], parts)
  }

  private static func cell(_ text: String, value: Double?) -> Markup {
    .tag("td", value.map { ["class": "n", "data-value": NumberText.exact($0)] } ?? ["class": "n"], .text(text))
  }

  private static func table(_ caption: String, _ heads: [String], _ rows: [Markup]) -> Markup {
    .tag(
      "table", ["class": "sortable"], .tag("caption", [:], .text(caption)),
      .tag(
        "thead", [:],
        .tag("tr", [:], heads.map { .tag("th", ["scope": "col"], .text($0)) })), .tag("tbody", [:], rows))
  }
}
