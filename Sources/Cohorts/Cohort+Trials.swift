extension Cohort {
  /// The angles of one trial in degrees, `[frames, inputs]`.
  func angles(of trial: Int) -> ArraySlice<Float> {
    let each = Self.frames * task.inputs.count
    return inputs[trial * each..<(trial + 1) * each]
  }
}
