import Formats
import Protocols
import Zoo

/// The examination that every architecture has to pass before it may join the zoo.
///
/// ```swift
/// @Test func `conforms`() {
///   #expect(Conformance(of: LSTM.self, ["hidden": 16, "layers": 2, "dropout": 0.1]).violations() == [])
/// }
/// ```
///
/// It needs no testing framework: it returns what is wrong, a sentence each. Small configurations take well under a
/// second in a release build. A network whose layers do not fit together stops the program, as any tensor of a wrong
/// shape does; the message says which.
public struct ConformanceKit: Sendable {
  let type: any Architecture.Type
  let configuration: Node
  let task: any PredictionTask

  /// Prepares the examination.
  ///
  /// - Parameters:
  ///   - architecture: the architecture.
  ///   - configuration: hyperparameters that it accepts, for example `["hidden": 16]` or those of a manifest.
  ///   - task: what is predicted; by default that of the built-in ones with the fewest outputs, of an odd number.
  public init(of architecture: any Architecture.Type, _ configuration: Node, task: (any PredictionTask)? = nil) {
    type = architecture
    self.configuration = configuration
    self.task = task ?? PredictionTasks.smallest
  }

  /// Examines the architecture.
  ///
  /// - Returns: one sentence for each thing that is wrong, in the order of ``Violation/Rule``; none when it conforms.
  public func violations() -> [Violation] {
    let model: ModelUnderTest
    do {
      model = try ModelUnderTest(type, configuration, task)
    } catch {
      return [Violation(.configuration, "The configuration that should be examined is refused: \(error)")]
    }
    let first = configurationViolations(model) + model.parameterViolations()
    let second = model.shapeViolations()
    // Numbers of a wrong count cannot be compared any further.
    guard second.isEmpty else { return first + second }
    // A NaN differs from everything, so that each further look would blame something else for it.
    let finite = model.finiteViolations()
    guard finite.isEmpty else { return first + finite }
    let determinism = model.determinismViolations()
    let third =
      model.dropoutViolations(configuration, type) + model.batchViolations()
      + model.causalityViolations() + model.extremeViolations()
    // Differences of a loss that changes by itself say nothing about its gradient.
    let fourth = determinism.isEmpty ? model.unusedViolations() + model.gradientViolations() : []
    return first + determinism + third + fourth + model.weightsViolations()
  }
}

extension ConformanceKit {
  /// Only whether the network can be made and maps shapes as it must, to finite numbers: what a training needs to begin.
  ///
  /// - Returns: one sentence for each thing that is wrong.
  public func forwardViolations() -> [Violation] {
    do {
      let model = try ModelUnderTest(type, configuration, task)
      let shapes = model.shapeViolations()
      return shapes.isEmpty ? model.finiteViolations() : shapes
    } catch {
      return [Violation(.configuration, "The configuration is refused: \(error)")]
    }
  }
}

extension PredictionTasks {
  /// The task with the fewest outputs, of an odd number: whoever confuses axes is found out, and soon.
  fileprivate static var smallest: any PredictionTask {
    all.filter { $0.outputs.count % 2 == 1 }.min { $0.outputs.count < $1.outputs.count } ?? all[0]
  }
}
