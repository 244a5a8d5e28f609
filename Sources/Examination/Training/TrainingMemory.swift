import Foundation
import Protocols
import Zoo

/// What a training takes of the machine's memory, known before any of it is taken.
public enum TrainingMemory {
  /// Weights, gradients and the optimiser's two moments, float32 each.
  private static let bytesPerParameter = 16.0

  /// Why a network cannot be trained on this machine, in one sentence; nil where it can.
  ///
  /// - Parameters:
  ///   - configured: the architecture with its hyperparameters.
  ///   - task: what it predicts.
  ///   - memory: the bytes that there are.
  public static func objection(
    _ configured: ConfiguredArchitecture, _ task: any PredictionTask,
    memory: Double = Double(ProcessInfo.processInfo.physicalMemory)
  ) -> String? {
    let count = configured.parameterCount(of: task)
    let bytes = Double(count) * bytesPerParameter
    guard bytes >= memory else { return nil }
    return
      "Its \(count) parameters take \(Int(bytes / 1e9)) GB to train, and this machine has \(Int(memory / 1e9)) GB; make "
      + "it smaller in 'configuration'."
  }
}
