import Formats
import Foundation
import Scores

/// How far a run's folder is to be believed: its files against the seal, its scores against what was predicted.
struct RunAudit {
  /// Whether the run was sealed when it was finished; version 0.1 sealed none.
  let isSealed: Bool
  /// What is wrong, a sentence each; none when all holds.
  let problems: [String]
  /// Scores that were counted again because another version of the scoring had made them.
  let rescored: [TestFiles: ScoreTable]
  /// The curves that were looked at.
  let curves: [TestFiles: GaitCurves]

  /// Looks at every file of a run that has scores.
  ///
  /// - Parameter tests: the tests of the run with the scores that their files hold.
  init(_ files: inout RunFiles, _ tests: [(files: TestFiles, scores: RunScores)]) {
    var (problems, rescored, curves) = ([String](), [TestFiles: ScoreTable](), [TestFiles: GaitCurves]())
    var seal: Seal?
    do { seal = try files.folder.readSeal() } catch { problems.append("\(error)") }
    isSealed = seal != nil
    for (test, scores) in tests where seal != nil {
      do {
        let kept = try KeptPredictions(
          (test.predictions, files.data(test.predictions)), references: (test.references, files.data(test.references)))
        let table = try kept.table()
        if scores.scoring ?? 1 > scoringVersion {
          problems.append("\(test.name) was made by a later version of the scoring; update hipzoo")
        } else if scores.scoring != scoringVersion {
          rescored[test] = table
        } else if table != scores.table {
          problems.append("\(test.name) is not what its predictions and references give")
        }
        let found = try files.json(GaitCurves.self, test.curves)
        curves[test] = found
        if found != kept.curves() {
          problems.append("\(test.curves.lastPathComponent) is not what its predictions and references give")
        }
      } catch {
        problems.append("\(error)")
      }
    }
    if let seal {
      do { problems = try seal.differences(in: files.folder.url, known: files.digests) + problems } catch {
        problems.append("\(error)")
      }
    }
    (self.problems, self.rescored, self.curves) = (problems, rescored, curves)
  }
}
