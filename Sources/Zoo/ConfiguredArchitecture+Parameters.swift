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
    unfilledParameters(inputs: task.inputs.count, outputs: task.outputs.count)
  }

  private func unfilledParameters(inputs: Int, outputs: Int) -> Parameters {
    let scope = Scope.counting()
    _ = architecture.model(inputs: inputs, outputs: outputs, in: scope)
    return scope.parameters
  }

  /// How many trained numbers a network for a task has, counted before any is made.
  public func parameterCount(of task: any PredictionTask) -> Int {
    parameterCount(inputs: task.inputs.count, outputs: task.outputs.count)
  }

  /// The same of a network with so many inputs and outputs.
  package func parameterCount(inputs: Int, outputs: Int) -> Int {
    let key = key(inputs, outputs)
    if let count = counts.withLock({ $0[key] }) { return count }
    let count = unfilledParameters(inputs: inputs, outputs: outputs).count
    counts.withLock { $0[key] = count }
    return count
  }

  /// Takes over what another process has counted, so that no network is made here.
  package func remember(parameterCount count: Int, inputs: Int, outputs: Int) {
    counts.withLock { $0[key(inputs, outputs)] = count }
  }

  private func key(_ inputs: Int, _ outputs: Int) -> CountedNetwork {
    CountedNetwork(
      type: ObjectIdentifier(type(of: architecture)), configuration: configuration.canonicalJSON, inputs: inputs,
      outputs: outputs)
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
