import Faults
import Foundation

/// The files in which predictions can be written, told by the ending of their name.
public enum PredictionFormat: String, Sendable, CaseIterable {
  /// One row a frame, with the published predictor's columns.
  case csv
  /// `Y_pred` with the metadata.
  case npz
  /// OpenSim's table on the recording's own time base.
  case sto

  /// The format of a file.
  /// - Throws: ``Fault`` (usage) when the ending is none of them.
  public init(_ file: String) throws {
    let ending = URL(fileURLWithPath: file).pathExtension.lowercased()
    guard let format = PredictionFormat(rawValue: ending) else {
      throw Fault(.usage, at: .file(file), "predictions are written as .csv, .npz or .sto; name the output so.")
    }
    self = format
  }
}
