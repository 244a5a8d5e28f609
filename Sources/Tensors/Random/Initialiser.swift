import Foundation

/// How a parameter's first numbers are drawn (docs/semantics.md, section 5).
public struct Initialiser: Sendable {
  private let draw: @Sendable (_ shape: [Int], _ generator: inout TorchGenerator) -> [Float]

  /// Makes an initialiser from a function of the shape and the generator.
  public init(_ draw: @escaping @Sendable (_ shape: [Int], _ generator: inout TorchGenerator) -> [Float]) {
    self.draw = draw
  }

  /// Draws the numbers of a shape, moving the generator on.
  public func callAsFunction(_ shape: [Int], _ generator: inout TorchGenerator) -> [Float] {
    draw(shape, &generator)
  }

  /// One number everywhere; draws nothing.
  public static func constant(_ value: Float) -> Initialiser {
    Initialiser { shape, _ in [Float](repeating: value, count: shape.reduce(1, *)) }
  }

  /// Uniform between -bound and bound.
  public static func uniform(_ bound: Double) -> Initialiser {
    Initialiser { shape, generator in generator.uniform(shape.reduce(1, *), from: -bound, to: bound) }
  }

  /// Normal with mean 0 and deviation 1, as PyTorch's `Embedding`.
  public static let normal = Initialiser { shape, generator in generator.normal(shape.reduce(1, *)) }

  /// `kaiming_uniform_(a: sqrt(5))`: the weights of PyTorch's `Linear` and `Conv1d`.
  ///
  /// The bound is computed in PyTorch's order, which differs from `1 / sqrt(fanIn)` in the last bit.
  public static func kaimingUniform(fanIn: Int) -> Initialiser {
    uniform(3.0.squareRoot() * ((2.0 / 6.0).squareRoot() / Double(fanIn).squareRoot()))
  }

  /// `xavier_uniform_`: the bound is `sqrt(3) sqrt(2 / (fanIn + fanOut))`.
  public static func xavierUniform(fanIn: Int, fanOut: Int) -> Initialiser {
    uniform(3.0.squareRoot() * (2.0 / Double(fanIn + fanOut)).squareRoot())
  }

  /// Given numbers; draws nothing.
  public static func values(_ values: [Float]) -> Initialiser { Initialiser { _, _ in values } }

  /// Draws from the first and keeps the second: PyTorch modules that fill a parameter twice move the
  /// generator on twice.
  public func then(_ second: Initialiser) -> Initialiser {
    Initialiser { shape, generator in
      _ = draw(shape, &generator)
      return second.draw(shape, &generator)
    }
  }
}
