import Registry
import Scores

/// A leaderboard's table as LaTeX, for the package booktabs.
package enum LaTeXTable {
  static func text(_ group: Leaderboard.Group) -> String {
    // Only where two groups of people stand beside each other need the second be named.
    let sides = group.hasOwnPeople ? [""] + (group.external.map { ["\(escaped($0.name)) "] } ?? []) : [""]
    let heads = sides.flatMap { side in Metric.allCases.map { side + head($0, group.unit) } }
    let rows = group.rows.map { row in
      let scores =
        (group.hasOwnPeople ? [row.healthy] : []) + (group.external == nil ? [] : [row.external])
      let cells = scores.flatMap { side -> [String] in
        let printed = PrintedScores(side[ScoreTable.overall], group)
        return Metric.allCases.map { metric in
          guard side[ScoreTable.overall] != nil else { return "--" }
          let spread = printed.spread(metric).map { " $\\pm$ \($0.dropFirst(2))" } ?? ""
          return number(printed.mean(metric)) + spread
        }
      }
      return ([escaped(group.name(of: row))] + cells).joined(separator: " & ") + " \\\\"
    }
    return
      ([
        "\\begin{tabular}{l\(String(repeating: "r", count: heads.count))}", "\\toprule",
        (["Entry"] + heads).joined(separator: " & ") + " \\\\", "\\midrule",
      ] + rows + ["\\bottomrule", "\\end{tabular}"]).joined(separator: "\n")
  }

  private static func head(_ metric: Metric, _ unit: String) -> String {
    switch metric {
    case .r2: "$R^2$"
    default: "\(metric.heading), \(escaped(unit))"
    }
  }

  private static func number(_ text: String) -> String { text.hasPrefix("-") ? "$\(text)$" : text }

  /// Text with what LaTeX would take for a command escaped.
  package static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "_", "%", "&", "#", "$", "{", "}": "\\\(character)"
      default: String(character)
      }
    }.joined()
  }
}
