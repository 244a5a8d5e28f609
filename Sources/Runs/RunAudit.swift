import Faults
import Formats
import Foundation
import Scores

/// How far a run's folder is to be believed: its files against the seal, its scores against what was predicted.
public struct RunAudit: Sendable {
  /// Whether the run was sealed when it was finished; version 0.1 sealed none.
  public let isSealed: Bool
  /// What is wrong, a sentence each; none when all holds.
  public let problems: [String]
  /// Scores that were counted again because another version of the scoring had made them, by score file.
  public let rescored: [String: ScoreTable]

  /// Looks at every file of a run that has scores.
  ///
  /// - Parameter tests: the tests of the run with the scores that their files hold.
  public init(_ folder: RunFolder, _ tests: [TestFiles: RunScores]) {
    var (problems, rescored) = ([String](), [String: ScoreTable]())
    var seal: Seal?
    do {
      seal = try folder.readSeal()
      if let seal { problems += try seal.differences(in: folder.url) }
    } catch {
      problems.append("\(error)")
    }
    isSealed = seal != nil
    let ordered = tests.sorted { $0.key.scores.lastPathComponent < $1.key.scores.lastPathComponent }
    for (files, scores) in ordered where seal != nil {
      let (file, curves) = (files.scores, files.curves)
      do {
        let kept = try KeptPredictions(predictions: files.predictions, references: files.references)
        let table = try kept.table()
        if scores.scoring != scoringVersion {
          rescored[file.lastPathComponent] = table
        } else if table != scores.table {
          problems.append("\(file.lastPathComponent) is not what its predictions and references give")
        }
        if try JSONText.read(GaitCurves.self, from: curves) != kept.curves() {
          problems.append("\(curves.lastPathComponent) is not what its predictions and references give")
        }
      } catch {
        problems.append("\(error)")
      }
    }
    self.problems = problems
    self.rescored = rescored
  }
}
