import Examination
import Formats
import Foundation
import Runs

/// What came of a fold, for a person who chooses a design by it.
struct DoneFold: Encodable {
  let job: String
  let bestEpoch, epochs: Int
  let validationLoss: Double?

  /// The folds of examinations that are over.
  static func all(of examinations: [ExaminationPlan]) throws -> [DoneFold] {
    try examinations.flatMap(\.runs).flatMap { run in
      try run.folder.foldResults(of: run.description.split).map { path, fold in
        DoneFold(
          job: "\(run.folder.name)/\(path)", bestEpoch: fold.bestEpoch, epochs: fold.epochs,
          validationLoss: fold.bestValidationLoss)
      }
    }
  }

  static func table(_ folds: [DoneFold]) -> TextTable {
    var table = TextTable(["fold", "best epoch", "epochs", "validation loss"], numbers: [1, 2, 3])
    for fold in folds {
      let loss = fold.validationLoss.map { String(format: "%.6g", $0) } ?? "-"
      table.add([fold.job, String(fold.bestEpoch), String(fold.epochs), loss])
    }
    return table
  }
}
