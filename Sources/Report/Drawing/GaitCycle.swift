extension Plot.Axis {
  /// 0 to 100 % of the gait cycle.
  package static let cycle = Plot.Axis(
    numbers: [0, 100], label: "% of the gait cycle: stance to about 60, then swing", isTight: true)
}

/// Where a frame is in the gait cycle.
package func percent(_ frame: Int, of frames: Int) -> Double {
  frames > 1 ? 100 * Double(frame) / Double(frames - 1) : 0
}
