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

  /// Refuses options that a format has no use for.
  ///
  /// - Throws: ``Fault`` (usage) when N or Nm are asked beside other values in `.sto`, or values per kg of `.csv` or `.npz`.
  public func check(rawUnits: Bool, perKilogram: Bool) throws {
    if self == .sto, rawUnits {
      throw Fault(
        .usage, "--raw-units belongs to .csv and .npz; a .sto is in N or Nm already, or with --per-kg in N/kg.")
    }
    if self != .sto, perKilogram {
      throw Fault(.usage, "--per-kg belongs to .sto; .csv and .npz have values per kg already.")
    }
  }
}
