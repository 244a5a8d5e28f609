import Faults
import Formats
import Foundation
import Jobs
import Processes
import Protocols
import Runs
import Scores
import Zoo

/// What a benchmark was asked to do: all that is needed to plan it, here or on another machine.
public struct BenchmarkRequest: Codable, Sendable, Equatable {
  /// The protocol's name or file.
  public var `protocol`: String
  /// The entries, or families such as `lstm`; nil for all.
  public var entries: [String]?
  /// The tasks; nil for all that the cohort has.
  public var tasks: [String]?
  /// The healthy cohort's file or folder; nil for the synthetic one.
  public var cohort: String?
  /// The external cohort's file or folder.
  public var external: String?
  /// The seeds; nil for those of the protocol.
  public var seeds: [UInt64]?
  /// Whose trials a person says the healthy cohort's are; nil for what its file or name says.
  public var population: String?
  /// Whether the folds alone are wanted, and neither final trainings nor tests; nil for no.
  public var isOfFoldsAlone: Bool?

  /// Makes a request.
  public init(
    protocol name: String, entries: [String]? = nil, tasks: [String]? = nil, cohort: String? = nil,
    external: String? = nil, seeds: [UInt64]? = nil, population: String? = nil, isOfFoldsAlone: Bool? = nil
  ) {
    self.isOfFoldsAlone = isOfFoldsAlone
    self.population = population
    self.protocol = name
    self.entries = entries
    self.tasks = tasks
    self.cohort = cohort
    self.external = external
    self.seeds = seeds
  }

  /// What is installed: the entries, architectures and protocols that a request chooses from, and the home folder.
  public struct Installation: Sendable {
    /// The entries that there are.
    public let catalogue: Catalogue
    /// The architectures that are compiled.
    public let architectures: [any Architecture.Type]
    /// The digests of their sources.
    public let code: CodeDigests
    /// The protocols inside the program.
    public let protocols: [EmbeddedFile]
    /// Where state is kept.
    public let home: HomeFolder
    /// The walls that programs of process entries run in.
    package var sandbox: ProgramSandbox?

    /// Collects what a request is planned with.
    public init(
      catalogue: Catalogue, architectures: [any Architecture.Type], code: CodeDigests,
      protocols: [EmbeddedFile], home: HomeFolder
    ) {
      self.catalogue = catalogue
      self.architectures = architectures
      self.code = code
      self.protocols = protocols
      self.home = home
    }
  }

  /// Plans an examination for each task, in the tasks' order.
  /// - Throws: ``Fault`` when an entry, task, protocol or cohort is not there or wrong.
  public func examinations(in installation: Installation) throws -> [ExaminationPlan] {
    let named = try NamedProtocol.find(self.protocol, builtIn: installation.protocols)
    let source = CohortSource(
      healthy: cohort, external: external, population: population.flatMap(Population.init(rawValue:)),
      computed: installation.home.cohorts)
    let chosen = try chosenEntries(installation.catalogue)
    let wanted = try tasks.map { try $0.map(PredictionTasks.named) } ?? PredictionTasks.all
    var examinations = [ExaminationPlan]()
    for task in wanted {
      let entries = chosen.filter { $0.task.name == task.name }
      let isAsked = tasks != nil
      guard try !entries.isEmpty && (isAsked || source.has(task)) else { continue }
      let candidates = try entries.map {
        try TrainableEntry(
          $0, among: installation.architectures, code: installation.code, sandbox: installation.sandbox)
      }
      for variant in named.variants {
        examinations.append(
          try ExaminationPlan(
            variant, cohort: source.healthy(task), external: source.external(task), candidates: candidates,
            seeds: seeds, isOfFoldsAlone: isOfFoldsAlone ?? false, home: installation.home))
      }
    }
    guard !examinations.isEmpty else {
      throw Fault(
        .usage,
        "There is nothing to examine: no entry of \(wanted.map(\.name).joined(separator: ", ")) that the cohort "
          + "has targets for. (hipzoo list)")
    }
    return examinations
  }

  private func chosenEntries(_ catalogue: Catalogue) throws -> [Manifest] {
    // An entry whose file was edited after the build is in doubt and does not train by itself.
    let doubtful = Set(catalogue.skipped.map(\.name))
    guard let entries else {
      return catalogue.entries.filter {
        $0.replacement == nil && !doubtful.contains($0.name) && !BaselineName.isKept($0.name)
      }
    }
    var chosen = [Manifest]()
    let names = catalogue.names
    for word in entries {
      let meant = names.entries(meantBy: word)
      for name in meant.isEmpty ? [word] : meant where !chosen.contains(where: { $0.name == name }) {
        chosen.append(try catalogue.entry(named: name))
      }
    }
    return chosen
  }
}

extension BenchmarkRequest {
  /// Keeps the request beside what its examinations leave, so that `hipzoo job` finds it.
  /// - Throws: ``Fault`` of kind `io`.
  public func save(for examinations: [ExaminationPlan]) throws {
    let request = anywhere
    for examination in examinations { try JSONText.write(request, to: examination.folder.request) }
  }

  /// The request with its files named so that a worker finds them whatever folder it is started in.
  private var anywhere: BenchmarkRequest {
    func whole(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    var request = self
    if self.protocol.hasSuffix(".yaml") || self.protocol.hasSuffix(".yml") { request.protocol = whole(self.protocol) }
    (request.cohort, request.external) = (cohort.map(whole), external.map(whole))
    return request
  }

  /// Every examination that was planned in a home folder, planned again from its saved request.
  public struct Saved: Sendable {
    /// The examinations, by name.
    public var examinations: [ExaminationPlan] = []
    /// Those that cannot be planned here, as when their cohort has gone, each with the line that says why.
    public var unplanned: [String] = []
  }

  /// Plans again what was planned in a home folder.
  ///
  /// - Parameter name: the examination's name; nil for all.
  /// - Throws: ``Fault``: `io` when the folder cannot be listed; `missing` when there is none of that name.
  public static func saved(_ name: String? = nil, in installation: Installation) throws -> Saved {
    var saved = Saved()
    let folders = try installation.home.examinationFolders().filter {
      FileManager.default.fileExists(atPath: $0.request.path) && (name == nil || $0.name == name)
    }
    guard !folders.isEmpty || name == nil else {
      throw Fault(
        .missing,
        "There is no examination '\(name ?? "")' in \(installation.home.examinations.relativePath). Plan it first: "
          + "hipzoo benchmark ... --plan")
    }
    for folder in folders where !saved.examinations.contains(where: { $0.folder == folder }) {
      do {
        let request = try JSONText.read(BenchmarkRequest.self, from: folder.request)
        let planned = try request.examinations(in: installation)
        guard planned.contains(where: { $0.folder == folder }) else {
          throw Fault(
            .data,
            "its protocol, entries or cohort are others than when it was planned; plan what is wanted now: hipzoo "
              + "benchmark ... --plan")
        }
        for examination in planned
        where examination.folder.isThere && !saved.examinations.contains(where: { $0.folder == examination.folder })
          && (name == nil || examination.folder.name == name)
        { saved.examinations.append(examination) }
      } catch {
        // What has been compared needs no planning any more.
        guard name != nil || !FileManager.default.fileExists(atPath: folder.comparison.path) else { continue }
        saved.unplanned.append("\(folder.name) (\(error))")
      }
    }
    saved.examinations.sort { $0.folder.name < $1.folder.name }
    return saved
  }

  /// The job of an id, planned again from the request that it belongs to.
  ///
  /// - Throws: ``Fault`` of kind `missing` when no saved request has such a job.
  public static func job(_ id: String, in installation: Installation) throws -> PlannedJob {
    let saved = try saved(in: installation)
    if let job = PlannedJob(id, of: saved.examinations) { return job }
    let gone =
      saved.unplanned.isEmpty ? "" : " These could not be looked into: \(saved.unplanned.joined(separator: "; "))"
    throw Fault(
      .missing,
      "There is no job '\(id)' in \(installation.home.examinations.relativePath). Plan it with the same options and cohort "
        + "first: hipzoo benchmark ... --plan\(gone)")
  }
}
