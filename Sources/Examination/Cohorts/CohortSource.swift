import Cohorts
import Faults
import Formats
import Foundation
import Protocols
import Scores
import Synchronization
import SyntheticGait

/// Where an examination finds its cohorts: a file, a folder of files named by task, or the synthetic cohort.
public struct CohortSource: Sendable {
  private let computed: URL
  private let healthy: URL?
  private let external: URL?
  private let population: Population?
  private let read = ReadCohorts()

  /// Names the sources.
  ///
  /// - Parameters:
  ///   - healthy: a file, or a folder with `*_MF60.npz` and `*_JM60.npz`; nil for the synthetic cohort.
  ///   - external: the same for a cohort that no training sees; nil for the patients' files beside the healthy ones.
  ///   - computed: the folder where the synthetic cohort is kept once it has been computed.
  ///   - population: whose trials a person says the healthy cohort's are; nil for what its file or name says.
  public init(healthy: String?, external: String?, population: Population? = nil, computed: URL) {
    self.population = population
    self.computed = computed
    self.healthy = healthy.map { URL(fileURLWithPath: $0) }
    self.external = external.map { URL(fileURLWithPath: $0) }
  }

  /// Whether the synthetic cohort stands in for one that was not named.
  public var isSynthetic: Bool { healthy == nil }

  /// The healthy cohort of a task.
  /// - Throws: ``Fault``: missing, when there is no file for the task; data.
  public func healthy(_ task: any PredictionTask) throws -> HealthyCohort {
    let all = try files(healthy ?? syntheticFolder(), task)
    // A file that was named is taken at its word; in a folder names tell patients' files from the others.
    let files = try healthy.map(isFolder) ?? true ? all.filter { !Self.isOfPatients($0) } : all
    return try HealthyCohort(
      read.cohort(one(files, task, healthy, "--cohort"), task), population: population)
  }

  /// The external cohort of a task, or nil when there is none.
  /// - Throws: ``Fault``: missing, when one was named and has no file for the task; data.
  public func external(_ task: any PredictionTask) throws -> ExternalCohort? {
    let files: [URL]
    if let external {
      let all = try self.files(external, task)
      let patients = all.filter(Self.isOfPatients)
      files = patients.isEmpty ? all : patients
      return try ExternalCohort(besideHealthy: read.cohort(one(files, task, external, "--external"), task))
    }
    // A single file has no neighbours that belong to it.
    guard try healthy.map(isFolder) ?? true else { return nil }
    files = try self.files(healthy ?? syntheticFolder(), task).filter(Self.isOfPatients)
    guard !files.isEmpty else { return nil }
    return try ExternalCohort(besideHealthy: read.cohort(one(files, task, healthy, "--external"), task))
  }

  /// Whether a task's healthy cohort can be had, for a benchmark of all tasks on files of only some.
  public func has(_ task: any PredictionTask) throws -> Bool {
    guard let healthy else { return true }
    guard try !isFolder(healthy) else { return try !files(healthy, task).filter { !Self.isOfPatients($0) }.isEmpty }
    return try read.cohort(healthy, nil).task.name == task.name
  }

  private func isFolder(_ url: URL) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw Fault(.missing, at: .file(url.relativePath), "there is no such file or folder of cohorts.")
    }
    return isFolder.boolValue
  }

  private func files(_ url: URL, _ task: any PredictionTask) throws -> [URL] {
    guard try isFolder(url) else { return [url] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    // macOS leaves `._x.npz` beside x.npz on foreign disks; what is hidden is nothing that a person put there.
    return names.filter { $0.hasSuffix("_\(task.suffix).npz") && !$0.hasPrefix(".") }.sorted().map {
      url.appending(path: $0)
    }
  }

  private func one(_ files: [URL], _ task: any PredictionTask, _ folder: URL?, _ option: String) throws -> URL {
    if let file = files.first, files.count == 1 { return file }
    let place = (folder ?? computed).relativePath
    guard !files.isEmpty else {
      if folder == nil, let refusal = SyntheticTrial.refusal(of: task) { throw refusal }
      throw Fault(
        .missing, at: .file(place), "there is no file that ends in _\(task.suffix).npz for the task \(task.name).")
    }
    let names = files.map(\.lastPathComponent).joined(separator: ", ")
    throw Fault(
      .usage, at: .file(place), "several files fit the task \(task.name): \(names). Name one of them with \(option).")
  }

  private static func isOfPatients(_ file: URL) -> Bool {
    Population(ofFile: file.lastPathComponent) != .healthy
  }

  /// The folder of the synthetic cohort, computed on first use.
  private func syntheticFolder() throws -> URL {
    let folder = computed.appending(path: "synthetic-\(SyntheticCohort.defaultSeed)-\(hipzooVersion)")
    let wanted = SyntheticCohort.Population.allCases.flatMap { population in
      PredictionTasks.all.filter { SyntheticTrial.refusal(of: $0) == nil }.map { task in
        (population, task, folder.appending(path: SyntheticCohort.fileName(population, task: task)))
      }
    }
    let lacking = wanted.filter { !Self.holds($0.2, $0.1) }
    guard !lacking.isEmpty else { return folder }
    let synthetic = try SyntheticCohort.generate(seed: SyntheticCohort.defaultSeed)
    for (population, task, url) in lacking { try synthetic.cohort(population, task: task).write(to: url) }
    return folder
  }

  /// Whether a kept file has a task's cycles, as it has not when the description of the task was changed since.
  private static func holds(_ url: URL, _ task: any PredictionTask) -> Bool {
    guard FileManager.default.fileExists(atPath: url.path), let arrays = try? NPZ(url) else { return false }
    func names(_ array: String) -> Set<String>? { (try? arrays.array(array)?.strings).map(Set.init) }
    return (try? arrays.shape(of: "Y")?.dropFirst()) == [task.frames, task.outputs.count]
      && names("out_cols") == Set(task.outputs) && names("in_cols") == Set(task.inputs)
  }
}

/// The cohorts that have been read, so that no file is read twice however many tasks it is asked about.
private final class ReadCohorts: Sendable {
  private let known = Mutex<[URL: Cohort]>([:])

  /// The cohort of a file; without a task, of the one whose targets it holds.
  func cohort(_ url: URL, _ task: (any PredictionTask)?) throws -> Cohort {
    if let cohort = known.withLock({ $0[url] }), task == nil || task?.name == cohort.task.name { return cohort }
    let cohort = try Cohort.read(url, task: task)
    known.withLock { $0[url] = cohort }
    return cohort
  }
}
