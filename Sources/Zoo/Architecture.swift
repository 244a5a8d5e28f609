import Protocols
import Tensors

/// A network with its weights: joint angles in, predictions out.
public protocol SequenceModel: Sendable {
  /// Predicts a batch.
  ///
  /// - Parameters:
  ///   - x: standardised inputs, `[batch, frames, inputs]`.
  ///   - pass: whether this is training, and the key of its random numbers.
  /// - Returns: `[batch, frames, outputs]`, in the task's unit (N/kg or Nm/kg).
  func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor
}

/// A kind of network that manifests can configure.
///
/// A conformance reads its hyperparameters in `init(_:)` and builds its layers in ``model(inputs:outputs:in:)``.
/// It is registered by the word in `Package.swift` that names its target.
public protocol Architecture: Sendable {
  /// The network that the architecture builds.
  associatedtype Model: SequenceModel

  /// The name that manifests use; by default the name of the type.
  static var name: String { get }
  /// Whether an output frame depends on no later input frame, in the default configuration.
  static var isCausal: Bool { get }
  /// Whether it does so in this configuration; by default what the type says.
  var isCausal: Bool { get }

  /// Reads the hyperparameters.
  /// - Throws: `Fault` with file, line and column when a value is missing or not allowed.
  init(_ settings: Settings) throws

  /// Builds the network, making each parameter in the scope under its `state_dict` name.
  func model(inputs: Int, outputs: Int, in scope: Scope) -> Model
}

extension Architecture {
  public static var name: String { String(describing: Self.self) }
  public var isCausal: Bool { Self.isCausal }
}
