import Faults
import Formats
import Foundation
import Protocols
import Tensors
import Zoo

extension Artifact {
  /// The network of this file, ready to predict.
  ///
  /// - Parameter types: the architectures of the program.
  /// - Throws: ``Fault`` (data) when the architecture is not among them, refuses the configuration, or has other
  ///   parameters than the file; all that are missing, too many or of another shape are named at once.
  public func predictor(among types: [any Architecture.Type]) throws -> Predictor {
    let node = Node(configuration, file: "\(entry): the configuration")
    return try predictor(for: ConfiguredArchitecture(architecture, configuration: node, among: types).architecture)
  }

  /// The network of this file, built by an architecture that has its configuration already.
  /// - Throws: ``Fault`` (data) when the parameters are not those of the file.
  public func predictor(for architecture: any Architecture) throws -> Predictor {
    let task = try predicted
    guard inputs == task.inputs, outputs == task.outputs else {
      throw Fault(
        .data, at: .part(entry),
        "the columns of the weights are not those of the task '\(task.name)' in its order; expected inputs "
          + "\(task.inputs.joined(separator: ", ")) and outputs \(task.outputs.joined(separator: ", ")).")
    }
    guard unit == task.unit, rawUnit == task.rawUnit else {
      throw Fault(
        .data, at: .part(entry),
        "the weights predict \(quoted(unit)) and \(quoted(rawUnit)); the task '\(task.name)' is \(task.unit) and "
          + "\(task.rawUnit).")
    }
    let scope = Scope(weights: weights)
    let model = architecture.model(inputs: inputs.count, outputs: outputs.count, in: scope)
    let problems = scope.problems
    guard problems.isEmpty else {
      throw Fault(
        .data, at: .part(entry),
        "the weights are not those of \(self.architecture) with \(configuration.canonical): "
          + problems.joined(separator: "; ") + ".")
    }
    return Predictor(model: model, standardisation: standardisation, outputs: outputs.count)
  }

  /// What the file says that it predicts.
  /// - Throws: ``Fault`` (data) where nothing is known here of such a task.
  var predicted: any PredictionTask {
    get throws {
      do { return try PredictionTasks.named(task) } catch {
        throw Fault(
          .data, at: .part(entry),
          "its task \(quoted(task)) is not known here; where there is a manifest of it, name the folder of its 'tasks' with "
            + "--zoo.")
      }
    }
  }
}
