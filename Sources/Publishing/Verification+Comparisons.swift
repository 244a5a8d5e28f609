import Formats
import Foundation
import Runs
import Scores

extension Verification {
  /// The comparison of every examination, made again from the scores of its runs.
  ///
  /// Where a run was not sealed, or another version of the scoring made its scores, the runs themselves are named.
  func comparisons() throws -> [VerifiedFile] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: home.examinations.path)) ?? []).sorted()
    return names.compactMap { name in
      let file = home.examinations.appending(path: "\(name)/comparison.json")
      guard !name.hasPrefix("."), FileManager.default.fileExists(atPath: file.path) else { return nil }
      let what = "examinations/\(name)/comparison.json"
      do {
        return VerifiedFile(what: what, problem: try problem(JSONText.read(Comparison.self, from: file)))
      } catch {
        return VerifiedFile(what: what, problem: "\(error)")
      }
    }
  }

  private func problem(_ comparison: Comparison) throws -> String? {
    var entries = [Comparison.NamedTables]()
    for name in comparison.runs {
      guard home.runNames.contains(name) else { return "its run '\(name)' is gone; run the benchmark again." }
      let folder = RunFolder(home.runs.appending(path: name))
      let scores = try folder.readScores(folder.test)
      guard try folder.readSeal() != nil, scores.scoring == scoringVersion else { return nil }
      let entry = scores.description.entry.name
      if entries.last?.name == entry {
        entries[entries.count - 1].tables.append(scores.table)
      } else {
        entries.append(.init(entry, [scores.table]))
      }
    }
    return Comparison.pairs(entries) == comparison.pairs
      ? nil : "its tests are not what the scores of its runs give; delete it and run the benchmark again."
  }
}
