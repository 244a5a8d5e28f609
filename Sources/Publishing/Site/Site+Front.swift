import Protocols
import Report
import Runs

extension Site {
  /// The front page.
  var front: String {
    let entries = zip(manifests, index).map { manifest, entry -> [Markup] in
      [
        link(entryPath(manifest.name), manifest.name), .text(": \(manifest.description ?? manifest.task.title)"),
        .text(entry.weights.isEmpty ? " (no weights here)" : ""),
      ]
    }
    let groups = measured + board.groups.filter(\.isReported)
    return page(
      "HipZoo: a zoo of gait models",
      "Models that predict what a hip bears from joint angles, all under one fixed examination: the same split, "
        + "preprocessing, metrics and statistics, for healthy people and for patients with osteonecrosis of the femoral head "
        + "(ONFH).",
      [
        .tag("h2", [:], "What you can do here"),
        list([
          ["Fetch weights: ", .tag("code", [:], "hipzoo pull ENTRY --from ", here("./")), "."],
          report == nil
            ? ["There is no report yet: nothing has been measured here."]
            : ["Read ", link("report.html", "the report"), " with every figure."],
          ["Join with an architecture of your own: ", link("join.html", "how to"), "."],
          [
            "For programs: ", link("index.json", "index.json"), ", ", link("leaderboard.csv", "leaderboard.csv"), ", ",
            link("leaderboard.json", "leaderboard.json"), ".",
          ],
        ]),
        .tag("h2", ["id": "tables"], "Tables"),
      ] + (groups.isEmpty ? [.tag("p", [:], "Nothing has been measured and nothing is reported.")] : [])
        + tables(groups, up: "") + [
          .tag("h2", ["id": "entries"], "Entries"), list(entries), .tag("h2", ["id": "tasks"], "Tasks"),
          list(tasks.map { [link(taskPath($0.name), $0.title)] }),
          .tag("h2", ["id": "cohorts"], "Cohorts and protocols"),
          list(
            cohorts.map { [link(cohortPath($0), $0.name), .text(": \(words($0))")] }
              + protocols.map { ["protocol ", link(protocolPath($0.fingerprint), protocolTitle($0.fingerprint))] }),
        ],
      sections: [
        ("tables", "Tables"), ("entries", "Entries"), ("tasks", "Tasks"), ("cohorts", "Cohorts and protocols"),
      ], isTop: true)
  }

  /// How an entry joins.
  var join: String {
    page(
      "How to join", "An architecture joins in Swift or as a program in any language; the examination is the same.",
      [
        .tag("h2", [:], "In Swift"),
        .tag(
          "pre", [:],
          "hipzoo new MyNet\nswift build -c release --product hipzoo\nhipzoo benchmark --protocol quick --entries mynet-jm60\nhipzoo report"
        ),
        .tag(
          "p", [:],
          .text(
            "The first command writes a folder under Plugins and a manifest under zoo; a forward pass of differentiable "
              + "operations is all that is to be written, never a gradient.")),
        .tag("h2", [:], "In another language"),
        .tag(
          "pre", [:],
          "hipzoo new my-net --process python\nhipzoo benchmark --protocol quick --entries my-net-jm60 --zoo my-net"),
        .tag(
          "p", [:],
          .text(
            "HipZoo calls the program to fit and to predict. It gets standardised inputs and training targets, never a test "
              + "target and nobody's name.")),
        .tag("h2", [:], "What makes a score count"),
        list([
          ["Scores share a table only where protocol, cohort and split have the same fingerprints."],
          ["A rank needs a sealed run whose files pass ", .tag("code", [:], "hipzoo verify"), "."],
          ["What authors report stands apart from what was measured here."],
        ]),
        .tag("p", [:], "CONTRIBUTING.md in HipZoo's sources walks from the idea to a row in the table."),
      ], isTop: true)
  }

  /// Who the people of a cohort are.
  func words(_ cohort: TestedCohort) -> String {
    let whose = cohort.population == .onfh ? "ONFH" : cohort.population.rawValue
    return cohort.isSynthetic ? "\(whose), synthetic: nobody walked" : "\(whose), measured people"
  }
}
