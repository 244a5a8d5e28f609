import Formats
import Foundation
import Protocols
import Registry
import Report
import Runs
import Scores
import Weights

/// The pages of a published zoo: plain HTML that works without scripts, from any server and from disk.
///
/// ```
/// index.html            what there is, and the tables
/// join.html             how an entry joins
/// entries/ENTRY.html    scores, how to predict, weights, licence, citation
/// tasks/TASK.html       inputs and outputs
/// cohorts/COHORT.html   who was tested
/// protocols/NAME.html   the rules
/// ```
struct Site {
  let board: Leaderboard
  let manifests: [Manifest]
  let index: [PublishedIndex.Entry]
  /// The rules of each protocol by its fingerprint, as far as a run tells them.
  let rules: [String: String]
  /// The report, where there is a finished run.
  let report: ReportPage?

  /// Each page by its path in the folder.
  var pages: [(path: String, text: String)] {
    var pages = [("index.html", front), ("join.html", join)]
    pages += zip(manifests, index).map { (entryPath($0.name), page(of: $0, $1)) }
    pages += tasks.map { (taskPath($0.name), page(of: $0)) }
    pages += cohorts.map { (cohortPath($0), page(of: $0)) }
    pages += protocols.map { (protocolPath($0.fingerprint), page(of: protocolTitle($0.fingerprint), $0.fingerprint)) }
    return pages.map { (path: $0.0, text: $0.1) }
  }

  // MARK: What there is

  var measured: [Leaderboard.Group] { board.groups.filter { !$0.isReported } }

  var tasks: [any PredictionTask] {
    let names = Set(manifests.map(\.task.name) + board.groups.map(\.task))
    return PredictionTasks.all.filter { names.contains($0.name) }
  }

  var cohorts: [TestedCohort] {
    var found = [TestedCohort]()
    for cohort in measured.flatMap({ [$0.cohort] + ($0.external.map { [$0] } ?? []) })
    where !found.contains(where: { cohortPath($0) == cohortPath(cohort) }) { found.append(cohort) }
    return found
  }

  var protocols: [(name: String, fingerprint: String)] {
    var found = [(name: String, fingerprint: String)]()
    for group in measured {
      guard let name = group.protocolName, let fingerprint = group.protocolFingerprint,
        !found.contains(where: { $0.fingerprint == fingerprint })
      else { continue }
      found.append((name, fingerprint))
    }
    return found
  }

  // MARK: Where it is

  /// An entry's name is safe in a path as it is.
  func entryPath(_ name: String) -> String { "entries/\(name).html" }
  func taskPath(_ name: String) -> String { "tasks/\(slug(name)).html" }
  func cohortPath(_ cohort: TestedCohort) -> String {
    "cohorts/\(slug(cohort.name))-\((cohort.fingerprint ?? "").prefix(8)).html"
  }
  /// A protocol's name, with its digits where another has the same.
  func protocolTitle(_ fingerprint: String) -> String {
    let name = protocols.first { $0.fingerprint == fingerprint }?.name ?? ""
    return protocols.count { $0.name == name } > 1 ? "\(name) \(fingerprint.prefix(8))" : name
  }
  func protocolPath(_ fingerprint: String) -> String {
    let name = protocols.first { $0.fingerprint == fingerprint }?.name ?? ""
    return "protocols/\(slug(name))-\(fingerprint.prefix(8)).html"
  }

  /// A page in a folder of the site, or at its top.
  func page(
    _ title: String, _ introduction: String, _ content: [Markup], sections: [(id: String, text: String)] = [],
    isTop: Bool = false
  ) -> String {
    let up = isTop ? "" : "../"
    var links = [("index.html", "The zoo")]
    if report != nil { links.append(("report.html", "Report")) }
    links.append(("join.html", "How to join"))
    return PageShell.text(
      title, introduction, links: sections, pages: links.map { (href: up + $0.0, text: $0.1) }, content: content,
      footer: "Published by HipZoo \(hipzooVersion). For research; no number here is a diagnosis.", choices: 8)
  }

  /// The tables that hold what is asked for, with the names of entries as links.
  func tables(_ groups: [Leaderboard.Group], up: String) -> [Markup] {
    let boards = groups.enumerated().map { place, group -> Markup in
      let task = tasks.first { $0.name == group.task }?.title ?? group.task
      let rules = group.protocolFingerprint.map(protocolTitle) ?? ""
      let title =
        group.isReported ? "\(task), reported by authors" : "\(task): \(rules), \(group.cohort.name)"
      var about = [link(up + taskPath(group.task), task)]
      if let fingerprint = group.protocolFingerprint {
        about += [", protocol ", link(up + protocolPath(fingerprint), protocolTitle(fingerprint))]
      }
      if !group.isReported {
        about += [", cohort ", link(up + cohortPath(group.cohort), group.cohort.name)]
        if let external = group.external, cohortPath(external) != cohortPath(group.cohort) {
          about += [" and ", link(up + cohortPath(external), external.name)]
        }
      }
      let known = Set(manifests.map(\.name))
      let table = LeaderboardSection.element(
        group, id: "table-\(place)", title: title,
        page: { name in known.contains(name) ? up + entryPath(name) : nil }, words: report?.words(of: group) ?? nil,
        isFolded: true)
      return .tag(
        "section",
        [
          "class": "board", "data-task": task, "data-protocol": group.protocolName ?? "reported",
          "data-cohort": group.isReported ? "reported" : group.cohort.name,
        ], [.tag("h3", [:], .text(title)), .tag("p", [:], about)] + table)
    }
    return boards.isEmpty ? [] : [.tag("div", ["class": "tools"], "")] + boards
  }

  /// The folder of the site in a command, which a script replaces by where the page was opened.
  func here(_ up: String) -> Markup { .tag("span", ["class": "here", "data-up": up], "URL-of-this-folder") }

  func link(_ href: String, _ words: String) -> Markup { .tag("a", ["href": href], .text(words)) }

  func list(_ items: [[Markup]]) -> Markup { .tag("ul", [:], items.map { .tag("li", [:], $0) }) }
}
