import Foundation
import Runs

extension ExaminationPlan {
  /// The folders of the runs that have been tested.
  public var testedRuns: [RunFolder] { runs.filter(\.isTested).map(\.folder) }
}

extension RunPlan {
  /// The file of the final weights, once they have been trained; nil too for a program, which keeps its own files, and
  /// where several divisions have each their own.
  public var weights: URL? {
    let file = TrainedNetwork.file(in: folder.url)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }
}
