/// A contiguous array of float32 numbers with a shape.
public struct Tensor: Sendable {
  /// The sizes of the axes, outermost first.
  public let shape: [Int]
}
/// How a forward pass is run.
public struct Pass: Sendable {}
/// Where a model makes its parameters.
public final class Scope {}
