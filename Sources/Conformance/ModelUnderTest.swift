import Formats
import Protocols
import Tensors
import Zoo

/// A freshly drawn network of the architecture under examination.
struct ModelUnderTest: Sendable {
  let configured: ConfiguredArchitecture
  let name: String
  let task: any PredictionTask
  let model: any SequenceModel
  let parameters: Parameters
  /// What the scope found wrong while the parameters were made.
  let problems: [String]

  init(_ type: any Architecture.Type, _ configuration: Node, _ task: any PredictionTask, seed: UInt64 = 1) throws {
    let configured = try ConfiguredArchitecture(type.name, configuration: configuration, among: [type])
    self.init(configured, type.name, task, seed: seed)
  }

  private init(_ configured: ConfiguredArchitecture, _ name: String, _ task: any PredictionTask, seed: UInt64) {
    self.configured = configured
    self.name = name
    self.task = task
    let scope = Scope(seed: seed)
    model = configured.architecture.model(inputs: task.inputs.count, outputs: task.outputs.count, in: scope)
    parameters = scope.parameters
    problems = scope.problems
  }

  /// The same architecture built again.
  func rebuilt(seed: UInt64 = 1) -> ModelUnderTest { ModelUnderTest(configured, name, task, seed: seed) }

  var inputs: Int { task.inputs.count }
  var outputs: Int { task.outputs.count }

  /// Standardised angles drawn from a normal distribution, `[batch, frames, inputs]`.
  func angles(_ batch: Int, _ frames: Int, seed: UInt64 = 7) -> Tensor {
    var generator = TorchGenerator(seed: seed)
    return Tensor(generator.normal(batch * frames * inputs), shape: [batch, frames, inputs])
  }

  /// A pass of training; the same one whenever the step is the same.
  func training(step: Int = 1, firstTrial: Int = 0) -> Pass { .training(seed: 3, step: step, firstTrial: firstTrial) }
}

extension Tensor {
  /// Whether another tensor holds the same bytes; a NaN equals itself.
  func isIdentical(to other: Tensor) -> Bool { shape == other.shape && values.isIdentical(to: other.values) }
}

extension Collection where Element == Float {
  /// Whether other numbers are the same bytes; a NaN equals itself.
  func isIdentical(to other: some Collection<Float>) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}
