import Protocols
import Tensors

extension ConfiguredArchitecture {
  /// The parameters of a freshly drawn network for a task: their names, shapes and number.
  public func parameters(of task: any PredictionTask) -> Parameters {
    let scope = Scope(seed: 0)
    _ = architecture.model(inputs: task.inputs.count, outputs: task.outputs.count, in: scope)
    return scope.parameters
  }
}
