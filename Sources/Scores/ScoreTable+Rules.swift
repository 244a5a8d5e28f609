import Faults

extension ScoreTable {
  /// Looks whether rows that were read from a file can be scores: numbers that errors can have, each row once.
  ///
  /// A rank would rest on whatever else stands there, so every reader of a table asks.
  /// - Throws: `Fault` of kind `data` naming the first row that is none, its subject, subset and output.
  package static func check(_ scores: [SubjectScore]) throws {
    var seen = [SubjectScore.Key: Int](minimumCapacity: scores.count)
    for (place, score) in scores.enumerated() {
      if let reason = score.problem { throw score.fault(place, reason) }
      if let first = seen.updateValue(place, forKey: score.key) {
        throw score.fault(place, "it is there twice, first as row \(first + 1); expected each once.")
      }
    }
  }
}

extension SubjectScore {
  /// What a row is about, by which a table has it once.
  fileprivate struct Key: Hashable { var subject, subset, output: String }

  fileprivate var key: Key { Key(subject: subject, subset: subset, output: output ?? "") }

  /// Why no predictions give such a row; nil where some may.
  fileprivate var problem: String? {
    guard trials > 0 else { return "'trials' is \(trials); expected 1 or more." }
    for (name, error) in [("rmse", rmse), ("mae", mae)] where !(error.isFinite && error >= 0) {
      return "'\(name)' is \(error); expected a finite number from 0."
    }
    if let r2, !(r2.isFinite && r2 <= 1) { return "'r2' is \(r2); expected a finite number up to 1." }
    return nil
  }

  fileprivate func fault(_ place: Int, _ reason: String) -> Fault {
    let about = printable("subject \(subject), subset \(subset), output \(output ?? "all")", isLine: true)
    return Fault(.data, at: .part("row \(place + 1) (\(about))"), reason)
  }
}
