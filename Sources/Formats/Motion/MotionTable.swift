import Faults

/// A table over time as OpenSim keeps it in `.mot` and `.sto` files: `time`, then one column a quantity.
public struct MotionTable: Sendable {
  /// The file it was read from, as messages name it.
  public let source: String
  /// The first line of the header, for example `Coordinates`.
  public var name: String
  /// Whether rotational columns are in degrees; `nil` when the header does not say.
  public var inDegrees: Bool?
  /// The names of the columns after `time`, each there once.
  public let labels: [String]
  /// The instants of the rows in seconds, strictly increasing.
  public let time: [Double]
  /// The numbers, `[rows, labels]`; NaN where the file has none.
  public let values: [Double]

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
    source: String, name: String, inDegrees: Bool?, checkedLabels: [String], time: [Double], values: [Double]
  ) {
    self.source = source
    self.name = name
    self.inDegrees = inDegrees
    self.labels = checkedLabels
    self.time = time
    self.values = values
  }

  /// The numbers of one column, `[rows]`.
  public func column(at index: Int) -> [Double] {
    guard labels.indices.contains(index) else { return [] }
    return time.indices.map { values[$0 * labels.count + index] }
  }

  /// The first row, counted from 0, that follows the row before at another distance than that one followed its own.
  ///
  /// Writers round time to as little as a millisecond, so a step may be 0.6 to 1.5 times the one before; a change of
  /// the sampling rate by a factor of two, or a gap, is outside.
  public var firstIrregularRow: Int? {
    guard time.count > 2 else { return nil }
    return (2..<time.count).first { row in
      let before = time[row - 1] - time[row - 2]
      let step = time[row] - time[row - 1]
      return step < 0.6 * before || step > 1.5 * before
    }
  }

  /// The table itself when its rows follow at one rate, so that interpolating between them means something.
  /// - Throws: ``Fault`` (data) with the first row of ``firstIrregularRow``.
  public func atOneRate() throws -> MotionTable {
    guard let row = firstIrregularRow else { return self }
    let step = (time[row] - time[row - 1]).rounded(toPlaces: 6)
    throw Fault(
      .data, at: .file(source),
      "the sampling rate changes in column 'time' at row \(row + 1), where \(step) s pass; one rate without "
        + "gaps is expected.")
  }
}
