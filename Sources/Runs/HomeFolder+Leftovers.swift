import Formats
import Foundation

extension HomeFolder {
  /// Removes the temporary files of killed commands from every folder that has few files; a run's go when its work goes on,
  /// and all of them with ``removeAllLeftovers()``.
  public func removeLeftovers() {
    let parts = (try? examinationFolders().map(\.url)) ?? []
    for folder in [url, weights, runs, cohorts, cohortDescriptions, examinations, leases, blobs] + parts {
      AtomicFile.removeLeftovers(directlyIn: folder)
    }
  }

  /// Removes what killed commands left anywhere in the home folder.
  public func removeAllLeftovers() { AtomicFile.removeLeftovers(in: url) }

  /// What killed commands left: how many files, and their bytes.
  package var leftovers: (files: Int, bytes: Int) {
    let found = AtomicFile.leftovers(in: url)
    let sizes = found.map { (try? $0.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0 }
    return (found.count, sizes.reduce(0, +))
  }
}
