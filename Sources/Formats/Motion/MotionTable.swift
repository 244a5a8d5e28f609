import Faults

/// A table over time as OpenSim keeps it in `.mot` and `.sto` files: `time`, then one column a quantity.
public struct MotionTable: Sendable {
  /// The file it was read from, as messages name it.
  public let source: String
  /// The first line of the header, for example `Coordinates`.
  public var name: String
  /// Whether rotational columns are in degrees; `nil` when the header does not say.
  public var inDegrees: Bool?
  /// The names of the columns after `time`; a file may have one name twice, which only matters when it is asked for.
  public let labels: [String]
  /// The instants of the rows in seconds, strictly increasing.
  public let time: [Double]
  /// The numbers, `[rows, labels]`; NaN where the file has none.
  public let values: [Double]
  /// What is unusual about the file that it was read from.
  public let irregularities: [MotionIrregularity]

  /// Makes a table from its rows.
  ///
  /// - Parameter values: the numbers, `[rows, labels]`.
  /// - Throws: ``Fault`` (software) when the sizes do not agree, a label is there twice or time does not rise.
  public init(
    source: String = "table", name: String, inDegrees: Bool? = nil, labels: [String], time: [Double],
    values: [Double]
  ) throws {
    guard values.count == time.count * labels.count else {
      throw Fault(
        .software,
        "A table of \(time.count) rows and \(labels.count) columns cannot hold \(values.count) numbers.")
    }
    guard Set(labels).count == labels.count else {
      throw Fault(.software, "A table cannot hold two columns of one name.")
    }
    guard zip(time, time.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw Fault(.software, "The time of a table must rise from row to row.")
    }
    self.init(
      source: source, name: name, inDegrees: inDegrees, checkedLabels: labels, time: time, values: values)
  }

  /// Makes a table whose invariants the reader has checked while it read.
  init(
    source: String, name: String, inDegrees: Bool?, checkedLabels: [String], time: [Double], values: [Double],
    irregularities: [MotionIrregularity] = []
  ) {
    self.source = source
    self.name = name
    self.inDegrees = inDegrees
    self.labels = checkedLabels
    self.time = time
    self.values = values
    self.irregularities = irregularities
  }

  /// The numbers of one column, `[rows]`.
  public func column(at index: Int) -> [Double] {
    guard labels.indices.contains(index) else { return [] }
    return time.indices.map { values[$0 * labels.count + index] }
  }
}
