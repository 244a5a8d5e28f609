extension Plot.Axis {
  /// 0 to 100 % of the gait cycle.
  package static let cycle = Plot.Axis(
    numbers: [0, 100], label: "% of the gait cycle: stance to about 60, then swing", isTight: true)
}

/// Where a frame is in the gait cycle.
package func percent(_ frame: Int, of frames: Int) -> Double {
  frames > 1 ? 100 * Double(frame) / Double(frames - 1) : 0
}

/// At most so many of the frames, evenly spread, the first and the last among them.
package func thinned(_ frames: Int, to limit: Int) -> [Int] {
  guard frames > limit, limit > 1 else { return Array(0..<max(frames, 0)) }
  return (0..<limit).map { ($0 * (frames - 1) + (limit - 1) / 2) / (limit - 1) }
}
