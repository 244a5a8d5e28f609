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
  ///   - format: the format of files in a folder; by default `.sto` for recordings and `.csv` for other gait cycles.
  ///   - entry: what predicts: an entry, or a weights file.
  ///   - task: what is predicted.
  /// - Throws: ``Fault`` (usage) when the ending of a single output is none of a format, or two outputs would be one
  ///   file.
  public static func files(
    for inputs: [String], output: String, as format: PredictionFormat? = nil, entry: String, task: any PredictionTask
  ) throws -> [URL] {
    guard inputs.count > 1 else {
      _ = try PredictionFormat(output)
      return [URL(fileURLWithPath: output)]
    }
    let files = inputs.map { input in
      let name = name(for: URL(fileURLWithPath: input), as: format, entry: entry, task: task)
      return URL(fileURLWithPath: output).appending(path: name)
    }
    guard Set(files).count == files.count else {
      throw Fault(
        .usage,
        "Two of the inputs (--input) have the same name, so their outputs would too; predict them one by one.")
    }
    return files
  }

  /// What the predictions of an input are called in a folder.
  static func name(
    for input: URL, as format: PredictionFormat?, entry: String, task: any PredictionTask
  ) -> String {
    let entry = URL(fileURLWithPath: entry).deletingPathExtension().lastPathComponent
    let format = format ?? (PredictionSource.isMotion(input) ? .sto : .csv)
    return "\(input.deletingPathExtension().lastPathComponent)_\(entry)_\(task.suffix).\(format)"
  }

  /// The file of one leg: its name ends in the leg where both are predicted, and in a folder where it is the left one.
  static func file(_ file: URL, of side: Side, among sides: [Side], inFolder: Bool) -> URL {
    guard sides.count > 1 || (inFolder && side == .left) else { return file }
    let ending = file.pathExtension
    return URL(fileURLWithPath: "\(file.relativePath.dropLast(ending.count + 1))_\(side).\(ending)")
  }
}
