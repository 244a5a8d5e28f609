/// A named array of float32 numbers: how weights travel between models and files.
public struct Weight: Sendable, Equatable {
  /// The name as PyTorch's `state_dict` spells it, for example `encoder.layers.0.norm1.weight`.
  public var name: String
  /// The sizes of the axes.
  public var shape: [Int]
  /// The numbers in row-major order.
  public var values: [Float]

  /// Makes a weight; `values` holds as many numbers as `shape` spans.
  public init(name: String, shape: [Int], values: [Float]) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}
