import Faults
import Formats
import Foundation

extension RunFolder {
  /// What came of each fold that is over, in order, with its path in the folder, such as `fold-1` or `division-2/fold-1`.
  ///
  /// - Throws: ``Fault`` (data) naming a file that is damaged, or that was changed after the run was sealed.
  package func foldResults(of split: RunDescription.SplitSummary) throws -> [(path: String, result: FoldResult)] {
    let seal = try readSeal()
    var results = [(path: String, result: FoldResult)]()
    for (division, part) in split.divisions.enumerated() {
      for fold in part.validation.indices {
        let folder = self.part("fold-\(fold + 1)", division: division, of: split.divisions.count)
        let file = Self.result(in: folder)
        guard FileManager.default.fileExists(atPath: file.path) else { continue }
        let data = try BoundedFile.read(file, limit: JSONText.largestFile)
        if let seal, seal.files[path(of: file)] != Digest.sha256(of: data) {
          throw Fault(.data, at: .file(file.path), "it was changed after the run was sealed. (hipzoo verify)")
        }
        results.append((path(of: folder), try JSONText.read(FoldResult.self, in: data, of: file, advice: advice)))
      }
    }
    return results
  }
}
