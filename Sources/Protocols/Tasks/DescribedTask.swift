import Faults
import Formats

/// A task as a file under `tasks/` describes it.
public struct DescribedTask: PredictionTask, Equatable {
  public let name: String
  public let title: String
  public let quantity: String
  public let suffix: String
  public let frames: Int
  public let inputs: [String]
  public let targets: [TaskOutput]
  public let rawUnit: String
  public let divisor: TargetDivisor
  public let onlyPulls: Bool
  public let plausible: TargetSize?
  public let foundIn: TargetFile?
  /// The place in tables that show several tasks; of equal ones the name decides.
  let order: Int

  /// How many frames a gait cycle may have: enough to tell its shape, and no more than recordings have rows.
  public static let allowedFrames = 20...1000

  /// Reads a description.
  ///
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: the name that messages use.
  /// - Throws: `Fault` of kind `data` with `file:line:column`, what was found and what is allowed.
  public init(yaml bytes: [UInt8], file: String) throws {
    let settings = try Settings(Node(yaml: bytes, file: file))
    _ = try settings.integer("schema", in: 1...1, default: 1)
    name = try settings.value("name", .entryName, default: nil)
    title = try settings.text("title")
    quantity = try settings.text("quantity", default: title.prefix(1).lowercased() + title.dropFirst())
    suffix = try settings.value("suffix", .suffix, default: nil)
    order = try settings.integer("order", in: 1...1000, default: 1000)
    let unit = try settings.section("unit")
    rawUnit = try unit.value("raw", .unit, default: nil)
    let divisors = TargetDivisor.allCases.map(\.rawValue)
    divisor = TargetDivisor(rawValue: try unit.choice("divided_by", of: divisors)) ?? .bodyMass
    frames = try settings.integer("frames", in: Self.allowedFrames)
    let angles = try settings.section("inputs")
    _ = try angles.choice("unit", of: ["degrees"])
    inputs = try angles.value("columns", .names, default: nil)
    try angles.requireDifferent("columns", inputs)
    let files = TargetFile.allCases.map(\.rawValue)
    foundIn =
      try settings.contains("found_in")
      ? TargetFile(rawValue: settings.choice("found_in", of: files)) : settings.nothing("found_in")
    onlyPulls = try settings.boolean("only_pulls", default: false)
    plausible = try settings.section(ifPresent: "plausible").map(TargetSize.init)
    targets = try settings.sections("outputs").map(TaskOutput.init)
    // A misspelt key is said before what is missing without it.
    try settings.finish()
    try settings.requireDifferent("outputs", targets.map(\.name))
  }
}

extension TargetSize {
  fileprivate init(_ settings: Settings) throws {
    try self.init(trial: settings.range("trial"), median: settings.range("median"))
  }
}

extension TaskOutput {
  fileprivate init(_ settings: Settings) throws {
    let name = try settings.value("name", .column, default: nil)
    let label = try settings.text("label")
    let positive = try settings.text(ifPresent: "positive")
    let columns = try settings.texts("columns", default: [name])
    let hasUsual = settings.contains("usual")
    let usual = try settings.numbers("usual", in: -1e6...1e6, default: [])
    guard !hasUsual || usual.count == 20 else {
      throw settings.fault(
        "usual", "'usual' has \(usual.count) numbers; expected 20, one at every ninth of 180 frames.")
    }
    guard !columns.isEmpty else { throw settings.fault("columns", "'columns' is empty; name at least one.") }
    if let half = columns.first(where: { columnSum($0) == nil }) {
      throw settings.fault(
        "columns",
        "'columns' has \(quoted(half)), in which a name is missing; write a column's name, or a sum as 'a + b'.")
    }
    self.init(name, label: label, positive: positive, columns: columns, usual: hasUsual ? usual : nil)
  }
}

extension Settings {
  /// Two numbers of which the first is the smaller one.
  fileprivate func range(_ key: String) throws -> ClosedRange<Double> {
    let ends = try numbers(key, in: 0...1e9)
    guard ends.count == 2, let low = ends.first, let high = ends.last, low < high else {
      throw fault(key, "'\(key)' must be two numbers, the smaller one first, such as [0.03, 3].")
    }
    return low...high
  }

  fileprivate func requireDifferent(_ key: String, _ names: [String]) throws {
    guard !names.isEmpty else { throw fault(key, "'\(key)' is empty; name at least one.") }
    if let twin = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw fault(key, "\(quoted(twin)) is there twice in '\(key)'.")
    }
  }

  /// Knows a key that is not there.
  fileprivate func nothing<Value>(_ key: String) -> Value? {
    know(key)
    return nil
  }
}

extension Expectation where Value == String {
  /// A name as columns of files have them.
  fileprivate static var column: Self {
    .text("a column's name of letters, digits, '_' and '/'") { name in
      (1...100).contains(name.utf8.count)
        && name.utf8.allSatisfy { Self.isWordByte($0) || $0 == UInt8(ascii: "/") }
    }
  }

  fileprivate static var suffix: Self {
    .text("2 to 12 capitals and digits, such as JM60, which end the names of files") { text in
      (2...12).contains(text.utf8.count)
        && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }
  }

  fileprivate static var unit: Self {
    .text("a unit such as N or Nm, of letters, digits and '^'") { text in
      (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { Self.isWordByte($0) || $0 == UInt8(ascii: "^") }
    }
  }

  fileprivate static func isWordByte(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      || byte == UInt8(ascii: "_")
  }
}

extension Expectation where Value == [String] {
  fileprivate static var names: Self { Expectation<String>.list(of: .column) }
}
