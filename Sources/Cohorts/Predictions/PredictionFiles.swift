import Formats
import Foundation

extension Predictions {
  /// Writes a NPZ file: `Y_pred` `[trials, frames, outputs]` in N/kg or Nm/kg, `out_cols`, `unit` and the trials'
  /// metadata; from a recording `cycle_start_s` and `cycle_end_s`; with raw units also `Y_pred_raw` in N or Nm and `raw_unit`;
  /// with a band its ends `Y_low` and `Y_high`, per kg, and `interval`, its level from 0 to 1.
  ///
  /// - Throws: ``Fault``: data when raw units are asked for without a mass; io.
  public func writeNPZ(to url: URL, rawUnits: Bool = false) throws {
    if rawUnits { try checkMasses() }
    let task = cohort.task
    let shape = [cohort.trials, cohort.frames, task.outputs.count]
    var arrays = try cohort.metadata
    var made = ["Y_pred": MadeFloats(shape: shape, floats: numbers)]
    arrays["out_cols"] = try NumPyArray(.strings(outputs))
    arrays["unit"] = try NumPyArray(shape: [], .strings([task.unit]))
    if rawUnits {
      made["Y_pred_raw"] = MadeFloats(shape: shape, floats: rawNumbers)
      arrays["raw_unit"] = try NumPyArray(shape: [], .strings([task.rawUnit]))
    }
    if let band {
      made["Y_low"] = MadeFloats(shape: shape) { try ends(of: band, in: $0, -) }
      made["Y_high"] = MadeFloats(shape: shape) { try ends(of: band, in: $0, +) }
      arrays["interval"] = try NumPyArray(shape: [], .floats([Float(band.level)]))
    }
    if let cycles {
      arrays["cycle_start_s"] = try NumPyArray(.floats(cycles.map { Float($0.start) }))
      arrays["cycle_end_s"] = try NumPyArray(.floats(cycles.map { Float($0.end) }))
    }
    try NPZ.write(arrays, making: made, to: url)
  }
}
