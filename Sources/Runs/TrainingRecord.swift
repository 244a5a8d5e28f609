import Faults
import Formats
import Foundation

/// What a fold or a final training left: its log, and what came of it.
public struct TrainingRecord: Sendable {
  /// For example `fold 1`, or `division 2, fold 1`.
  public let name: String
  /// Whether it is a final training, on the whole pool.
  public let isFinal: Bool
  /// Its epochs in order.
  public let epochs: [EpochRecord]
  /// The epoch whose weights were kept, once the training was over; nil for a final one.
  public let bestEpoch: Int?
}

extension RunFolder {
  static func log(in part: URL) -> URL { part.appending(path: "log.jsonl") }
  package static func result(in part: URL) -> URL { part.appending(path: "result.json") }

  /// What of a fold's result is needed later.
  private struct Best: Decodable {
    let bestEpoch, epochs: Int
    let bestValidationLoss: Double?
  }

  /// Whether a fold is over: its result is the last of its files.
  package static func isOver(_ fold: URL) -> Bool { (try? JSONText.read(Best.self, from: result(in: fold))) != nil }

  /// The epoch that was best on a fold's validation part.
  /// - Parameter most: the epochs that the protocol allows, where they are known.
  /// - Throws: ``Fault`` naming the file when the fold is not over, or the file is damaged.
  package static func bestEpoch(of fold: URL, atMost most: Int = .max) throws -> Int {
    let file = result(in: fold)
    let best = try JSONText.read(Best.self, from: file)
    func refuse(_ problem: String) -> Fault {
      Fault(
        .data, at: .file(file.path),
        "its best epoch is \(best.bestEpoch) of \(best.epochs), \(problem); it was edited. Delete the folder "
          + "\(fold.lastPathComponent) and run the command again.")
    }
    guard best.epochs > 0, (1...best.epochs).contains(best.bestEpoch) else { throw refuse("which is none of them") }
    guard best.epochs <= most else { throw refuse("where \(most) are allowed") }
    let logged = loggedEpochs(in: fold)
    // A log from which lines were removed, and that of a program that tells no losses, say nothing of it.
    if logged.count == best.epochs, let loss = best.bestValidationLoss,
      let there = logged[best.bestEpoch - 1].validationLoss, there != loss
    {
      throw refuse("and log.jsonl has another loss there")
    }
    return best.bestEpoch
  }

  /// The trainings of the divisions: folds in order, then the final one; those without a log, as a program may be that
  /// does not tell, are left out.
  /// - Throws: ``Fault`` naming the file and line that is damaged.
  package func trainings(of divisions: [RunDescription.SplitSummary.Part]) throws -> [TrainingRecord] {
    try divisions.indices.flatMap { division in
      let prefix = divisions.count == 1 ? "" : "division \(division + 1), "
      func record(_ folder: String, _ name: String) throws -> TrainingRecord? {
        try training(prefix + name, part(folder, division: division, of: divisions.count), isFinal: folder == "final")
      }
      let folds = try divisions[division].validation.indices.map { try record("fold-\($0 + 1)", "fold \($0 + 1)") }
      return (folds + [try record("final", "final")]).compactMap(\.self)
    }
  }

  /// The epochs that a fold or a final training has logged so far; a line that is no record is left out.
  package static func loggedEpochs(in part: URL) -> [EpochRecord] {
    guard let data = try? BoundedFile.read(log(in: part), limit: 64 << 20) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONText.decode(EpochRecord.self, Data($0)) }
  }

  /// The counts of a fold's result that say what its epochs were made of; nil while the fold is not over.
  package static func trialCounts(of fold: URL) -> (training: Int, validation: Int)? {
    (try? JSONText.read(Counts.self, from: result(in: fold))).map { ($0.trainingTrials, $0.validationTrials) }
  }

  private struct Counts: Decodable { let trainingTrials, validationTrials: Int }

  private func bestEpochIfOver(_ part: URL) throws -> Int? {
    FileManager.default.fileExists(atPath: Self.result(in: part).path) ? try Self.bestEpoch(of: part) : nil
  }

  private func training(_ name: String, _ part: URL, isFinal: Bool) throws -> TrainingRecord? {
    let log = Self.log(in: part)
    guard FileManager.default.fileExists(atPath: log.path) else { return nil }
    let lines = try BoundedFile.read(log, limit: 64 << 20).split(separator: UInt8(ascii: "\n"))
    let epochs = try lines.enumerated().map { number, line in
      do { return try JSONText.decode(EpochRecord.self, Data(line)) } catch {
        throw Fault(.data, at: .file(log.path, line: number + 1), "not the record of an epoch; remove the line.")
      }
    }
    return TrainingRecord(
      name: name, isFinal: isFinal, epochs: epochs, bestEpoch: try bestEpochIfOver(part))
  }
}
