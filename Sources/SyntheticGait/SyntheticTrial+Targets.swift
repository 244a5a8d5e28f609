import Faults
import Protocols

extension SyntheticTrial {
  /// The names of all that is computed: moments of the right leg's joints in Nm and forces of muscle groups in N.
  public static let computed: [String] = momentNames + distalNames + forceNames

  private static let momentNames = ["hip_flexion_r_moment", "hip_adduction_r_moment", "hip_rotation_r_moment"]
  private static let distalNames = ["knee_angle_r_moment", "ankle_angle_r_moment"]
  private static let forceNames = MuscleGroup.all.prefix(MuscleGroup.published).map(\.name)

  /// Why a task's inputs or outputs cannot be computed; nil when they can.
  public static func refusal(of task: any PredictionTask) -> Fault? {
    let units = task.targets.map { forceNames.contains($0.name) ? "N" : "Nm" }
    if let stray = task.outputs.first(where: { !computed.contains($0) }) {
      return Fault(
        .data,
        "the synthetic cohort does not compute '\(stray)' of the task \(task.name).\(suggestion(for: stray, in: computed)) It "
          + "computes: \(computed.joined(separator: ", ")).")
    }
    if let stray = task.inputs.first(where: { !publishedInputs.contains($0) }) {
      return Fault(
        .data,
        "the synthetic cohort does not compute the angle '\(stray)' of the task \(task.name). It computes: "
          + "\(publishedInputs.joined(separator: ", ")).")
    }
    if let place = units.firstIndex(where: { $0 != task.rawUnit }) {
      return Fault(
        .data,
        "the synthetic cohort computes '\(task.outputs[place])' in \(units[place]), and the task \(task.name) is in "
          + "\(task.rawUnit).")
    }
    return nil
  }

  /// The targets of a task by the names of its outputs, `[frames, outputs]` in its raw unit.
  public func targets(of task: any PredictionTask) throws -> [Float] {
    if let refusal = Self.refusal(of: task) { throw refusal }
    let blocks = [(Self.momentNames, moments), (Self.distalNames, distalMoments), (Self.forceNames, forces)]
    return Self.columns(task.outputs, of: blocks, frames: task.frames)
  }

  /// The angles of a task's inputs, `[frames, inputs]` in degrees.
  public func inputs(of task: any PredictionTask) throws -> [Float] {
    if let refusal = Self.refusal(of: task) { throw refusal }
    return Self.columns(task.inputs, of: [(publishedInputs, angles)], frames: task.frames)
  }

  /// Some columns of what was computed; cycles of another length lie on the lines through the computed frames.
  private static func columns(_ names: [String], of blocks: [([String], [Float])], frames: Int) -> [Float] {
    let places = names.compactMap { name in
      blocks.indices.lazy.compactMap { block in blocks[block].0.firstIndex(of: name).map { (block, $0) } }.first
    }
    let last = Self.frames - 1
    return (0..<frames).flatMap { frame in
      let at = Double(frame * last) / Double(max(frames - 1, 1))
      let (low, share) = (Int(at), Float(at - at.rounded(.down)))
      return places.map { block, column in
        let (values, width) = (blocks[block].1, blocks[block].0.count)
        let value = values[low * width + column]
        return share == 0 ? value : value + share * (values[(low + 1) * width + column] - value)
      }
    }
  }
}
