import Faults
import Formats
import Foundation
import Protocols
import Registry
import Runs
import Synchronization

/// The figures and tables of a registry: one page that needs nothing beside it, and every figure as a file.
public struct ReportPage: Sendable {
  /// What a person should know of what was left out.
  public let notes: [String]
  private let exams: [ComparableRuns]
  private let sections: [ComparisonSection]
  private let reported: [Leaderboard.Group]
  /// The figures across several protocols.
  private let across: [Figure]

  /// Which part of the registry is shown.
  public struct Filter: Sendable {
    /// Only this task.
    public var task: String?
    /// Only these entries, `lstm` standing for `lstm-mf60` and `lstm-jm60`; all when there are none.
    public var entries: [String]

    /// Makes a filter.
    public init(task: String? = nil, entries: [String] = []) {
      self.task = task
      self.entries = entries
    }
  }

  /// Reads the registry of a home folder and the run folders that it names.
  ///
  /// Finished runs that the registry does not know yet are taken up first.
  ///
  /// - Parameters:
  ///   - home: the folder of all state.
  ///   - manifests: the zoo's entries, for what their authors report.
  ///   - current: the fingerprint of each entry as it would be trained now; rows of other versions have no rank.
  ///   - filter: which part is shown.
  /// - Throws: ``Fault``: `missing` when no run is finished, `usage` for an unknown task or entry, `data` and `io`.
  public init(home: HomeFolder, manifests: [Manifest], current: [String: String] = [:], filter: Filter = Filter())
    throws
  {
    if let task = filter.task { _ = try PredictionTasks.named(task) }
    let registry = try RegistryIndex(home: home)
    var notes = registry.notice.map { [$0] } ?? []
    var (runs, finished) = ([RunRecord](), [FinishedRun]())
    var unfinished = 0
    for folder in try home.runFolders() {
      do {
        // One run that cannot be believed does not keep the others from being shown.
        guard let run = try FinishedRun.settled(folder), run.tests.first?.files == folder.test else {
          unfinished += 1
          continue
        }
        runs.append(try RunRecord(run))
        finished.append(run)
      } catch let fault as Fault {
        notes.append("\(folder.name) is left out. \(fault.description)")
      }
    }
    if unfinished > 0 { notes.append("\(counted(unfinished, "run")) not finished and left out.") }
    try registry.record(finished)
    let known = Set(runs.map(\.description.entry.name)).sorted()
    let entries = try filter.entries.flatMap { name in
      let meant = known.entries(meantBy: name)
      guard !meant.isEmpty || runs.isEmpty else {
        throw Fault(
          .usage, "There is no finished run of '\(name)'. There are runs of: \(known.joined(separator: ", ")).")
      }
      return meant
    }
    let board = try Leaderboard(
      registry, manifests, .init(task: filter.task, includesEverySubset: true, entries: entries), current: current)
    let shown = runs.filter { run in
      (filter.task == nil || run.description.task == filter.task)
        && (entries.isEmpty || run.description.origin == .baseline || entries.contains(run.description.entry.name))
    }
    guard !shown.isEmpty else {
      throw Fault(
        .missing, at: .file(home.runs.path),
        "there is no finished run to report on; make some: hipzoo benchmark --protocol quick.")
    }
    let unranked = board.groups.flatMap(\.rows).filter { !$0.canBeRanked && $0.origin != .baseline }.flatMap(\.runs)
    exams = try ComparableRuns.all(shown, unranked: Set(unranked))
    across = PopulationFigure.across(exams) + PoolShareFigure.figures(exams) + TransferFigure.figures(exams)
    sections = exams.map { exam in
      let alike = board.groups.filter { $0.comparability == exam.comparability }
      let own = alike.filter { group in
        group.external == nil
          ? exam.mainCohort?.population == .healthy : exam.testedCohorts.contains { $0 == group.external }
      }
      return ComparisonSection(exam, own.isEmpty ? alike : own, manifests)
    }
    reported = board.groups.filter(\.isReported)
    self.notes = notes
  }

  /// Every figure, in the order of the page.
  public var figures: [Figure] { sections.flatMap(\.figures) + across }

  /// The page.
  ///
  /// - Parameter folder: the folder of the figures' files as the page names it.
  public func page(files folder: String) -> String {
    let numbers = Dictionary(
      zip(figures.map(\.name), 1...), uniquingKeysWith: { first, _ in first })
    let links =
      [("overview", "Overview")] + sections.map { (id: $0.id, text: $0.link) }
      + (across.isEmpty ? [] : [("across", "Across protocols and cohorts")])
      + (reported.isEmpty ? [] : [("reported", "Reported by authors")])
    return PageShell.text(
      "HipZoo report",
      "Hip muscle forces and joint moments, predicted from joint angles by every entry of the zoo under a fixed examination. "
        + "ONFH is osteonecrosis of the femoral head. For research; no number here is a diagnosis.", links: links,
      content: SharedMarks.drawnOnce(
        [OverviewSection.element(exams)] + sections.map { $0.element(files: folder, numbers: numbers) }
          + acrossProtocols(folder, numbers) + authors),
      footer: "Written by HipZoo \(hipzooVersion). Every figure and its numbers are files in \(folder).",
      choices: (sections.map(\.choices) + reported.map(LeaderboardSection.choices)).max() ?? 1,
      people: figures.map(\.people.count).max() ?? 0)
  }

  /// The drawing of each figure beside a page, and the parts of those that are too tall for one.
  public func files(of url: URL, width: SheetWidth = .screen) -> [URL] {
    let folder = url.deletingLastPathComponent().appending(path: Self.folder(of: url))
    return figures.flatMap { [$0] + $0.parts(width) }.map { folder.appending(path: "\($0.name).svg") }
  }

  /// The names of the figures that are taller than a page, and of which there are parts as well.
  public func tall(_ width: SheetWidth) -> [String] { figures.filter { !$0.parts(width).isEmpty }.map(\.name) }

  /// What the trials of a subset are called in a table; nil for one that no section is about.
  package func words(of group: Leaderboard.Group) -> ((String) -> String)? {
    sections.first { $0.comparability == group.comparability }?.words(group)
  }

  /// The figures that are about one entry, those of measured people first.
  package func figures(of entry: String) -> [Figure] { sections.flatMap { $0.figures(of: entry) } }

  /// Everybody of a cohort who was tested in any section, with the trials and the cadences; nil where nobody was.
  package func participants(of cohort: TestedCohort) -> DataTable? {
    let tables = exams.flatMap { exam in
      exam.testedCohorts.filter { $0.fingerprint == cohort.fingerprint && $0.name == cohort.name }
        .map { ProvenanceSection.participants(exam, [$0]) }
    }
    return tables.max { $0.rows.count < $1.rows.count }
  }

  /// The rules of each protocol that is shown, by its fingerprint.
  package var rules: [String: String] {
    Dictionary(exams.map { ($0.rules.fingerprint, $0.rules.text) }, uniquingKeysWith: { first, _ in first })
  }

  private static func folder(of url: URL) -> String { "\(url.deletingPathExtension().lastPathComponent)_files" }

  /// Writes the page, and its figures as `.svg` and `.csv` into a folder beside it (`report.html`: `report_files`).
  ///
  /// Files of an earlier report that this one does not have are removed.
  ///
  /// - Parameter width: how wide the figures' files are.
  /// - Throws: ``Fault``: `usage` when there is a folder of the page's name; `io`.
  public func write(to url: URL, width: SheetWidth = .screen) throws {
    if (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
      throw Fault(.usage, at: .file(url.path), "it is a folder; a page is a file, such as report.html in it.")
    }
    let folder = Self.folder(of: url)
    let files = url.deletingLastPathComponent().appending(path: folder)
    for place in [url.deletingLastPathComponent(), files] { AtomicFile.removeLeftovers(directlyIn: place) }
    let figures = figures
    let failure = Mutex<(any Error)?>(nil)
    // Side by side, since most of the time goes by while a disk says that it has a file.
    DispatchQueue.concurrentPerform(iterations: figures.count) { number in
      let figure = figures[number]
      do {
        for sheet in [figure] + figure.parts(width) {
          try FigureList.write(sheet.sheet(width).rendered, as: sheet.name, in: files)
        }
        try AtomicFile.write(Data(figure.numbers.csv.utf8), to: files.appending(path: "\(figure.name).csv"))
        if let tests = figure.tests {
          try AtomicFile.write(Data(tests.csv.utf8), to: files.appending(path: "\(figure.name)-tests.csv"))
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    let names = figures.flatMap { figure in
      [figure.name] + figure.parts(width).map(\.name) + (figure.tests == nil ? [] : ["\(figure.name)-tests"])
    }
    try FigureList(names).replace(in: files)
    try AtomicFile.write(Data(page(files: folder).utf8), to: url)
  }

  private func acrossProtocols(_ folder: String, _ numbers: [String: Int]) -> [Markup] {
    guard !across.isEmpty else { return [] }
    let figures = across.map { figure in
      var figure = figure
      figure.number = numbers[figure.name]
      return figure.element(files: folder)
    }
    let parts = [.tag("h2", [:], "Across protocols and cohorts")] + figures
    return [.tag("section", ["id": "across"], parts)]
  }

  private var authors: [Markup] {
    guard !reported.isEmpty else { return [] }
    let tables = reported.flatMap { group in
      [.tag("h3", [:], .text((try? PredictionTasks.named(group.task))?.title ?? group.task))]
        + LeaderboardSection.element(
          group, id: "reported-\(slug(group.task))", title: "reported by authors, \(group.task)")
    }
    return [.tag("section", ["id": "reported"], [.tag("h2", [:], "Reported by authors")] + tables)]
  }
}
