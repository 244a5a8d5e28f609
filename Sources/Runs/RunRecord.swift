import Faults
import Formats
import Foundation

/// All that the folder of one finished run holds for a report.
package struct RunRecord: Sendable {
  /// The name of the folder.
  package let name: String
  /// What the result depends on.
  package let description: RunDescription
  /// What it was made on, where that was kept.
  package let environment: RunEnvironment?
  /// The test, healthy subjects first, then each external cohort.
  package let tests: [TestRecord]
  /// The trainings: folds in order, final trainings last.
  package let trainings: [TrainingRecord]

  /// The scores on one cohort with what figures show of them.
  package struct TestRecord: Sendable {
    package let scores: RunScores
    package let curves: GaitCurves?
  }

  /// One training's log.
  package struct TrainingRecord: Sendable {
    /// For example `fold 1`, or `division 2, fold 1`.
    package let name: String
    package let isFinal: Bool
    package let epochs: [EpochRecord]
    /// The epoch whose weights were kept, once the training was over.
    package let bestEpoch: Int?
  }

  /// The time that all epochs took, in seconds.
  package var trainingSeconds: Double { trainings.flatMap(\.epochs).reduce(0) { $0 + max($1.seconds, 0) } }

  /// Reads a folder.
  ///
  /// - Returns: nil when the run is not finished.
  /// - Throws: ``Fault`` naming the file when one is damaged.
  package init?(_ folder: RunFolder) throws {
    guard FileManager.default.fileExists(atPath: folder.scores.path) else { return nil }
    name = folder.name
    let scores = try JSONText.read(RunScores.self, from: folder.scores)
    description = scores.description
    environment = try Self.ifPresent(RunEnvironment.self, folder.environment)
    tests = try folder.tests.map { test in
      TestRecord(
        scores: try JSONText.read(RunScores.self, from: test.scores),
        curves: try Self.ifPresent(GaitCurves.self, test.curves))
    }
    let divisions = description.split.divisions
    trainings = try divisions.indices.flatMap { division in
      let parent = folder.division(division, of: divisions.count)
      let prefix = divisions.count == 1 ? "" : "division \(division + 1), "
      let folds = try divisions[division].validation.indices.compactMap { fold in
        try TrainingRecord(
          "\(prefix)fold \(fold + 1)", isFinal: false, parent.appending(path: "fold-\(fold + 1)"))
      }
      let final = try TrainingRecord("\(prefix)final", isFinal: true, parent.appending(path: "final"))
      return folds + (final.map { [$0] } ?? [])
    }
  }

  package static func ifPresent<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value? {
    FileManager.default.fileExists(atPath: url.path) ? try JSONText.read(type, from: url) : nil
  }
}

extension RunRecord.TrainingRecord {
  /// The one thing of a fold's result that a learning curve needs.
  private struct Best: Decodable { let bestEpoch: Int }

  /// Reads the log of a training.
  /// - Returns: nil when there is none, as for a program that does not tell.
  fileprivate init?(_ name: String, isFinal: Bool, _ folder: URL) throws {
    let log = folder.appending(path: "log.jsonl")
    guard FileManager.default.fileExists(atPath: log.path) else { return nil }
    let lines = try BoundedFile.read(log, limit: 64 << 20).split(separator: UInt8(ascii: "\n"))
    epochs = try lines.enumerated().map { number, line in
      do {
        return try JSONDecoder().decode(EpochRecord.self, from: Data(line))
      } catch {
        throw Fault(.data, at: .file(log.path, line: number + 1), "not the record of an epoch; remove the line.")
      }
    }
    bestEpoch = try RunRecord.ifPresent(Best.self, folder.appending(path: "result.json"))?.bestEpoch
    self.name = name
    self.isFinal = isFinal
  }
}
