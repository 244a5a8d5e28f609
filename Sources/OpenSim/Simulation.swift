import Cohorts
import Faults
import Formats
import Foundation
import Jobs
import Protocols

/// From a table of motion-capture sessions to cohorts: scaling, inverse kinematics, inverse dynamics and static
/// optimisation by OpenSim, then the ordinary import.
public struct Simulation: Sendable {
  /// What a person chooses.
  public struct Options: Sendable {
    /// The rules.
    public var recipe: Recipe
    /// The generic model that is scaled; nil where every row names a model of its own.
    public var model: URL?
    /// The Python that has OpenSim.
    public var python: OpenSimPython
    /// The legs whose cycles are taken.
    public var sides: [Side] = [.right, .left]
    /// Whether trials outside the recipe's limits are taken, too.
    public var accepts = false
    /// The seconds that one step may take.
    public var timeLimit = 900.0

    /// Makes options.
    public init(recipe: Recipe, model: URL? = nil, python: OpenSimPython) {
      (self.recipe, self.model, self.python) = (recipe, model, python)
    }
  }

  /// A row that cannot be simulated, with the reason.
  public struct Refusal: Sendable, Encodable {
    /// The line of the table.
    public let line: Int
    /// Who walked.
    public let subject: String
    /// Why, in one line.
    public let reason: String
  }

  /// The rows that were refused before OpenSim starts.
  public let refusals: [Refusal]
  /// Why there is nothing to simulate, where no row can be used.
  package let emptiness: Fault?
  /// What a person should know of the table and the recordings.
  public let notes: [String]
  let trials: [SimulatedTrial]
  let models: [ScaledModel]
  let options: Options
  /// The Python that has OpenSim.
  public var python: OpenSimPython { options.python }
  /// Where the steps' files are kept.
  public let session: URL

  /// Reads a table and looks at every recording that it names.
  ///
  /// - Parameters:
  ///   - table: the table of sessions.
  ///   - output: the folder of the cohorts.
  ///   - name: what the files' names begin with.
  /// - Throws: ``Fault`` when the table as a whole cannot be used, or no row can.
  public init(_ table: URL, to output: URL, name: String, _ options: Options) throws {
    try self.init(anyOf: table, to: output, name: name, options)
    if let emptiness { throw emptiness }
  }

  /// Reads a table of which perhaps no row can be used; see ``init(_:to:name:_:)``.
  package init(anyOf table: URL, to output: URL, name: String, _ options: Options) throws {
    let list = try SessionTable(table)
    self.options = options
    session = output.appending(path: "\(name)_session")
    AtomicFile.removeLeftovers(in: session)
    AtomicFile.removeLeftovers(directlyIn: output)
    var (refusals, notes) = ([Refusal](), [String]())
    var (trials, models) = ([SimulatedTrial](), [ScaledModel]())
    if !list.unusedColumns.isEmpty {
      notes.append("not used: the columns \(list.unusedColumns.joined(separator: ", "))")
    }
    var first: Fault?
    var earlier = EarlierRows()
    let people = PersonNames(list.rows.map(\.subject))
    notes += people.remarks
    for ((line, subject, result), name) in zip(list.rows, people.subjects) {
      do {
        var row = try result.get()
        row.subject = name
        let model: SimulatedTrial.Model
        if let own = row.files["model"] {
          model = .own(own)
          let unused = ["static", "placing"].filter { row.files[$0] != nil }
          if !unused.isEmpty {
            notes.append(
              "line \(line), \(subject): \(unused.map { "'\($0)'" }.joined(separator: " and ")) not used, since 'model' names a "
                + "scaled model")
          }
        } else {
          guard let generic = options.model else {
            throw Fault(
              .data, at: row.place,
              "the row names no 'model' of its own, so the generic model is scaled: give it with --model FILE.osim.")
          }
          let scaled = try ScaledModel(row, generic, options.recipe, in: session)
          if let known = models.first(where: { $0.subject == scaled.subject }), known != scaled {
            throw Fault(
              .data, at: row.place,
              "\(row.subject) has another standing trial or mass than in an earlier row; a person is scaled once.")
          }
          model = .scaled(scaled)
        }
        try earlier.check(row)
        let trial = try SimulatedTrial(row, model, options, in: session, folder: list.folder)
        if trials.contains(where: { $0.folder == trial.folder || $0.row.isSameWalk(as: row) }) {
          throw Fault(.data, at: row.place, "the same recording stands in an earlier line; keep one of them.")
        }
        notes += (trial.prepared.notes + StepSeal.notes(on: trial.folder)).map { "line \(line), \(subject): \($0)" }
        try earlier.add(row)
        trials.append(trial)
        // Nobody is scaled for a row that is refused.
        if case .scaled(let scaled) = model, !models.contains(scaled) {
          models.append(scaled)
          notes += (scaled.notes + StepSeal.notes(on: scaled.folder)).map { "line \(line), \(subject): \($0)" }
        }
      } catch let fault as Fault {
        let placed = fault.place?.file == list.file ? fault : fault.within(.file(list.file, line: line))
        first = first ?? placed
        refusals.append(Refusal(line: line, subject: subject, reason: placed.description))
      }
    }
    (self.refusals, self.notes, self.trials, self.models) = (refusals, notes, trials, models)
    guard trials.isEmpty, let first else {
      emptiness = nil
      return
    }
    let count = list.rows.count
    emptiness =
      count == 1
      ? first
      : Fault(
        .data, at: .file(list.file), "none of its \(counted(count, "trial")) can be used; the first reason: \(first)")
  }

  /// What its jobs' names begin with: the same for everybody who simulates into the same folder.
  public var id: String {
    let path = session.standardizedFileURL.path(percentEncoded: false)
    return "\(pathPart(session.lastPathComponent))-\(Digest.sha256(of: Data(path.utf8)).prefix(8))"
  }

  /// Every job, each after those that it needs: a scaling a person, then a job a trial.
  public var jobs: [Job] {
    models.map { $0.job(options, of: id) } + trials.map { $0.job(options, of: id) }
  }

  /// The file and line of the table that each job stands for, by its id: a scaling for the person's first line.
  public var places: [String: String] {
    var places = [String: String]()
    for model in models {
      let first = trials.first { trial in
        if case .scaled(model) = trial.model { true } else { false }
      }
      places["\(id)/\(model.jobName)"] = first?.row.place.description
    }
    for trial in trials { places["\(id)/\(trial.jobName)"] = trial.row.place.description }
    return places
  }

  /// What a message of the search for cycles says to somebody who has markers and a table of sessions.
  package static func adapted(_ text: String) -> String {
    OptionAdvice.removed(
      from: text, contacts: "A whole stride on plates is needed, inside 'start' and 'end' where the table gives them.")
  }

  /// The text of a model.
  /// - Throws: ``Fault`` when the file is not there, or no model of OpenSim.
  static func model(_ url: URL) throws -> String {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw Fault(.missing, at: .file(url.relativePath), "there is no such model.")
    }
    let text = String(decoding: try BoundedFile.read(url, limit: 64 << 20), as: UTF8.self)
    guard text.contains("<OpenSimDocument") else {
      throw Fault(.data, at: .file(url.relativePath), "it is no model of OpenSim (.osim): it has no <OpenSimDocument>.")
    }
    return text
  }

  /// SHA-256 of what a job makes its result of: files, rules, numbers of the table, and this program.
  static func inputs(_ recipe: Recipe, _ words: [String], _ files: [URL]) throws -> String {
    let digests = try files.map { try Digest.sha256(ofFile: $0) }
    let all = [hipzooVersion, openSimProgram, recipe.canonical] + words + digests
    return Digest.sha256(of: Data(all.joined(separator: "\n").utf8))
  }
}

/// A name as a part of a path.
func pathPart(_ text: String) -> String {
  let plain = String(text.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "-" })
  return plain == text ? text : "\(plain)-\(Digest.sha256(of: Data(text.utf8)).prefix(6))"
}

extension JSON {
  static func real(_ number: Double) -> JSON { .number("\(number)") }
  static func path(_ url: URL) -> JSON { .text(url.path) }
}
