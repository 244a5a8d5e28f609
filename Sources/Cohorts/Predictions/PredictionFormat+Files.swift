import Faults
import Foundation
import Protocols

extension PredictionFormat {
  /// The unit of the numbers that stand first in a file of this format: a motion file holds what an instrument shows.
  public func unit(of task: any PredictionTask, perKilogram: Bool) -> String {
    self == .sto && !perKilogram ? task.rawUnit : task.unit
  }

  /// The file to write for each input: the one that was named or, for several inputs, files in a folder of that name.
  ///
  /// - Parameters:
  ///   - inputs: the files to predict from.
  ///   - output: the file, or the folder for several inputs.
  ///   - entry: what predicts: an entry, or a weights file.
  ///   - task: what is predicted.
  /// - Throws: ``Fault`` (usage) when the ending of a single output is none of a format, or two outputs would be one
  ///   file.
  public static func files(
    for inputs: [String], output: String, entry: String, task: any PredictionTask
  ) throws -> [URL] {
    guard inputs.count > 1 else {
      _ = try PredictionFormat(output)
      return [URL(fileURLWithPath: output)]
    }
    let entry = URL(fileURLWithPath: entry).deletingPathExtension().lastPathComponent
    let files = inputs.map { input in
      let url = URL(fileURLWithPath: input)
      let format: PredictionFormat = url.pathExtension == "npz" ? .csv : .sto
      let name = "\(url.deletingPathExtension().lastPathComponent)_\(entry)_\(task.suffix).\(format)"
      return URL(fileURLWithPath: output).appending(path: name)
    }
    guard Set(files).count == files.count else {
      throw Fault(
        .usage,
        "Two of the inputs (--input) have the same name, so their outputs would too; predict them one by one.")
    }
    return files
  }
}
