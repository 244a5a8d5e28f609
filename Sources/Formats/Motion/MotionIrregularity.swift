/// Something about a motion file that is unusual and does not keep it from being read.
public enum MotionIrregularity: Sendable, Equatable, CustomStringConvertible {
  /// Rows that repeat the time stamp and the numbers of the row before; each was left out.
  case repeatedRows(count: Int, first: Double)
  /// Rows with the time stamp of the row before and other numbers; each replaced that row.
  case replacedRows(count: Int, first: Double)
  /// The header promises another number of rows than are there.
  case rows(stated: Int, found: Int)
  /// The header promises another number of columns than are there.
  case columns(stated: Int, found: Int)

  /// The sentence that a person reads.
  public var description: String {
    switch self {
    case .repeatedRows(let count, let first):
      "\(count) \(count == 1 ? "row repeats" : "rows repeat") the time stamp and the numbers of the row before (first at "
        + "\(first) s) and \(count == 1 ? "was" : "were") left out"
    case .replacedRows(let count, let first):
      "\(count) \(count == 1 ? "row has" : "rows have") the time stamp of the row before and other numbers (first at "
        + "\(first) s); the later row was taken"
    case .rows(let stated, let found):
      "the header says nRows=\(stated), but \(found) whole rows are there\(found < stated ? "; it may be cut short" : "")"
    case .columns(let stated, let found):
      "the header says nColumns=\(stated), but \(found) columns are there"
    }
  }
}
