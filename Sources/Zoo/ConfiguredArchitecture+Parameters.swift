import Protocols
import Synchronization
import Tensors

extension ConfiguredArchitecture {
  /// The parameters of a freshly drawn network for a task: their names, shapes and number.
  public func parameters(of task: any PredictionTask) -> Parameters {
    let scope = Scope(seed: 0)
    _ = architecture.model(inputs: task.inputs.count, outputs: task.outputs.count, in: scope)
    return scope.parameters
  }

  /// The names and shapes of a network's parameters, all of them 0: they are not drawn and take no memory, however many.
  package func unfilledParameters(of task: any PredictionTask) -> Parameters {
    let scope = Scope.counting()
    _ = architecture.model(inputs: task.inputs.count, outputs: task.outputs.count, in: scope)
    return scope.parameters
  }

  /// How many trained numbers a network for a task has, counted before any is made.
  public func parameterCount(of task: any PredictionTask) -> Int {
    let key = CountedNetwork(
      type: ObjectIdentifier(type(of: architecture)), configuration: configuration.canonicalJSON,
      inputs: task.inputs.count, outputs: task.outputs.count)
    if let count = counts.withLock({ $0[key] }) { return count }
    let count = unfilledParameters(of: task).count
    counts.withLock { $0[key] = count }
    return count
  }
}

/// All that a network's parameters depend on.
private struct CountedNetwork: Hashable {
  let type: ObjectIdentifier
  let configuration: String
  let inputs: Int
  let outputs: Int
}

/// What has been counted: many entries of a large zoo have one network.
private let counts = Mutex([CountedNetwork: Int]())
