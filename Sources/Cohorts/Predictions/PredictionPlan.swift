import Faults
import Formats
import Foundation
import Protocols

/// Which files are predicted from and where the predictions go, settled before anything is read or written.
public struct PredictionPlan: Sendable {
  /// How predictions are written.
  public struct Form: Sendable {
    /// The format of files in a folder and of standard output, where no name's ending tells it.
    public var format: PredictionFormat?
    /// Whether `.csv` and `.npz` have N or Nm beside the values per kg, and the summary instead of them.
    public var rawUnits = false
    /// Whether `.sto` has N/kg or Nm/kg.
    public var perKilogram = false
    /// Whether a band around the predictions is written, for which `.sto` has no place.
    public var hasBand = false
    /// The file for mean and deviation over each person's cycles.
    public var summary: URL?

    /// Makes the usual form.
    public init() {}
  }

  /// A file to predict from.
  struct Item: Sendable {
    let input: URL
    let facts: PredictionSource.RecordingFacts
    /// The file to write, before a leg is named; `nil` for standard output.
    let output: URL?
    let format: PredictionFormat
    let isInFolder: Bool
    /// The table of contacts, which is read already.
    var events: URL?
    /// The line of the table that names it, and who walked by that line.
    var row: (line: Int, subject: String)?

    /// The legs that are predicted; gait cycles of NPZ have no other than the right one.
    private var sides: [Side] { PredictionSource.isMotion(input) ? facts.sides : [.right] }

    func output(of side: Side) -> URL? {
      output.map { PredictionFormat.file($0, of: side, among: sides, inFolder: isInFolder) }
    }

    var outputs: [URL] { sides.compactMap(output(of:)) }
  }

  let form: Form
  let items: [Item]
  /// Rows of the table of which nothing is to be read.
  let failures: [PredictionReport.Failure]
  let remarks: [String]
  let unusedColumns: [String]
  /// Whether a failure of one file leaves the others as they are.
  var isOfMany: Bool { items.count + failures.count > 1 || items.first?.row != nil || !failures.isEmpty }
  /// How many files are to be predicted from.
  public var count: Int { items.count }

  /// Plans for files that were named one by one.
  ///
  /// - Parameters:
  ///   - inputs: the files.
  ///   - output: the file, the folder for several inputs, or `-` for standard output.
  ///   - form: how predictions are written.
  ///   - entry: what predicts: an entry, or a weights file.
  ///   - task: what is predicted.
  ///   - facts: what is known of a recording.
  ///   - read: other files that are read and may not be written over.
  /// - Throws: ``Fault`` (usage) when an output cannot be written so, or is a file that is read.
  public init(
    inputs: [String], output: String, form: Form = .init(), entry: String, task: any PredictionTask,
    facts: PredictionSource.RecordingFacts = .init(), alsoRead read: [URL] = []
  ) throws {
    let urls = inputs.map { URL(fileURLWithPath: $0) }
    if let recording = urls.first(where: PredictionSource.isMotion), facts.mass == nil {
      throw Fault(
        .usage, at: .file(recording.lastPathComponent),
        "a motion file does not say the body mass; give it in kg with --mass.")
    }
    let isPiped = output == "-"
    if isPiped, inputs.count > 1 || (facts.sides.count > 1 && urls.contains(where: PredictionSource.isMotion)) {
      throw Fault(
        .usage, "--output - takes one table, of one input and one leg; name a folder or a file for more of them.")
    }
    if form.format != nil, inputs.count == 1, !isPiped {
      throw Fault(.usage, "--format belongs to a folder or to --output -; the ending of a file's name says it.")
    }
    let outputs: [URL?] =
      isPiped
      ? [nil]
      : try PredictionFormat.files(for: inputs, output: output, as: form.format, entry: entry, task: task)
    items = try zip(urls, outputs).map { input, output in
      let format = try output.map { try PredictionFormat($0.relativePath) } ?? form.format ?? .csv
      return Item(input: input, facts: facts, output: output, format: format, isInFolder: inputs.count > 1)
    }
    self.form = form
    (failures, remarks, unusedColumns) = ([], [], [])
    try check(isPiped: isPiped)
    try refuseOverwriting(read)
  }

  /// Plans for the recordings of a table; their files stand in the folder as the recordings do beside the table.
  ///
  /// - Parameters:
  ///   - table: the recordings.
  ///   - folder: the folder.
  ///   - form: how predictions are written.
  ///   - entry: what predicts: an entry, or a weights file.
  ///   - task: what is predicted.
  ///   - read: other files that are read and may not be written over.
  /// - Throws: ``Fault`` (usage) when an output cannot be written so, or is a file that is read.
  public init(
    table: RecordingList, folder: String, form: Form = .init(), entry: String, task: any PredictionTask,
    alsoRead read: [URL] = []
  ) throws {
    if folder == "-" || PredictionFormat(rawValue: URL(fileURLWithPath: folder).pathExtension.lowercased()) != nil {
      throw Fault(.usage, at: .file(folder), "--table gives a file for each recording; name a folder with --output.")
    }
    var items: [Item] = []
    var failures: [PredictionReport.Failure] = []
    var taken: [String: Int] = [:]
    let usable = table.rows.filter { (try? $0.recording.get()) != nil }.map(\.subject)
    let people = PersonNames(usable)
    let names = Dictionary(zip(usable, people.subjects)) { first, _ in first }
    for row in table.rows {
      do throws(Fault) {
        let recording = try row.recording.get()
        let name = PredictionFormat.name(for: recording.kinematics, as: form.format, entry: entry, task: task)
        let parts = recording.path.split(separator: "/").dropLast().filter { $0 != "." } + [name[...]]
        let output = parts.reduce(URL(fileURLWithPath: folder)) { $0.appending(path: $1) }
        let format = form.format ?? .sto
        var facts = recording.facts
        facts.subject = names[row.subject]
        let item = Item(
          input: recording.kinematics, facts: facts, output: output, format: format, isInFolder: true,
          events: recording.events, row: (row.line, row.subject))
        let outputs = recording.facts.sides.map { "\($0) \(output.relativePath)" }
        if let line = outputs.lazy.compactMap({ taken[$0] }).first {
          throw Fault(
            .data, at: .file(table.file.relativePath, line: row.line),
            "the same recording and leg, or another file of that name, stand in line \(line); keep one of them.")
        }
        for output in outputs { taken[output] = row.line }
        items.append(item)
      } catch {
        failures.append(.init(line: row.line, subject: row.subject, input: table.file.relativePath, fault: error))
      }
    }
    self.form = form
    (self.items, self.failures) = (items, failures)
    (remarks, unusedColumns) = (table.remarks + people.remarks, table.unusedColumns)
    try check(isPiped: false)
    try refuseOverwriting(read + [table.file])
  }

  /// Refuses what the formats have no use for or no place for.
  private func check(isPiped: Bool) throws {
    if isPiped, form.format == .npz {
      throw Fault(.usage, "NPZ is no text; name a file, or write .csv or .sto to standard output.")
    }
    for item in items where item.format == .sto && !PredictionSource.isMotion(item.input) {
      throw Fault(
        .usage, at: .file(item.output?.lastPathComponent ?? item.input.lastPathComponent),
        "gait cycles from NPZ have no time base for .sto; write .csv or .npz.")
    }
    if form.hasBand, let item = items.first(where: { $0.format == .sto }) {
      throw Fault(
        .usage, at: .file(item.output?.lastPathComponent ?? item.input.lastPathComponent),
        "a .sto holds one curve an output and no band around it; write .csv or .npz (--format) with --interval.")
    }
    // Of several formats it is enough that one has a use for the option: the other has that unit already.
    let refusals = Set(items.map(\.format)).sorted { $0.rawValue < $1.rawValue }.map { format in
      Result { try format.check(rawUnits: form.rawUnits, perKilogram: form.perKilogram) }
    }
    if let first = refusals.first, refusals.allSatisfy({ (try? $0.get()) == nil }) { try first.get() }
  }

  private func refuseOverwriting(_ read: [URL]) throws {
    let outputs = items.flatMap(\.outputs)
    let inputs = items.flatMap { [$0.input, $0.facts.forces, $0.events].compactMap { $0 } } + read
    for output in outputs + [form.summary].compactMap({ $0 }) {
      try AtomicFile.refuse(output: output, onInputs: inputs)
    }
    guard let summary = form.summary else { return }
    guard summary.pathExtension.lowercased() == "csv" else {
      throw Fault(.usage, at: .file(summary.relativePath), "the summary is written as .csv; name it so.")
    }
    if outputs.contains(where: { $0.standardizedFileURL == summary.standardizedFileURL }) {
      throw Fault(.usage, at: .file(summary.relativePath), "the predictions go there; name another --summary.")
    }
  }
}
