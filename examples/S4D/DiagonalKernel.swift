import Foundation
import Tensors

/// The responses of diagonal state-space systems to an impulse, one system a feature, in real arithmetic.
///
/// For feature h, complex rates `A`, and input weights of 1, discretised by zero-order hold with the step `dt`:
/// `K[t] = 2 Re(sum over n of C (exp(dt A) - 1) / A exp(dt A t))`. States come in pairs of complex conjugates, of which
/// one is kept; hence the 2.
public struct DiagonalKernel: Sendable {
  let step, decay, frequency, weight: Tensor

  /// Makes the parameters `log_dt` `[features]`, `log_A_real` and `A_imag` `[features, states]` and `C`
  /// `[features, states, 2]`, real and imaginary part.
  public init(_ features: Int, states: Int, in scope: Scope) {
    weight = scope.parameter("C", [features, states, 2], Self.complexNormal)
    step = scope.parameter("log_dt", [features], Self.logarithmicSteps)
    decay = scope.parameter("log_A_real", [features, states], .constant(Float(log(0.5))))
    frequency = scope.parameter("A_imag", [features, states], Self.harmonics)
  }

  /// The responses over some frames, `[features, frames]`.
  public func callAsFunction(_ frames: Int) -> Tensor {
    let (features, states) = (decay.shape[0], decay.shape[1])
    let dt = step.exp().reshaped([features, 1])
    let (a, b) = (-decay.exp(), frequency)
    // dt A, and (exp(dt A) - 1) / A.
    let (p, q) = (a * dt, b * dt)
    let (u, v) = (p.exp() * q.cos() - 1, p.exp() * q.sin())
    let square = a.squared() + b.squared()
    let (inputReal, inputImaginary) = ((u * a + v * b) / square, (v * a - u * b) / square)
    let parts = weight.split(axis: 2, sizes: [1, 1]).map { $0.reshaped([features, states]) }
    let real = parts[0] * inputReal - parts[1] * inputImaginary
    let imaginary = parts[0] * inputImaginary + parts[1] * inputReal
    let time = Tensor((0..<frames).map { Float($0) }, shape: [frames])
    let axes = [features, states, 1]
    let (length, angle) = ((p.reshaped(axes) * time).exp(), q.reshaped(axes) * time)
    let terms = length * (real.reshaped(axes) * angle.cos() - imaginary.reshaped(axes) * angle.sin())
    return 2 * terms.sum(axis: 1)
  }

  /// Complex numbers of variance 1, half of it in each part.
  private static let complexNormal = Initialiser { shape, generator in
    generator.normal(shape.reduce(1, *)).map { $0 * Float(0.5.squareRoot()) }
  }

  /// Steps between 0.001 and 0.1, uniform in the logarithm, which is what is kept.
  private static let logarithmicSteps = Initialiser { shape, generator in
    let (low, high) = (Float(log(0.001)), Float(log(0.1)))
    return generator.uniform(shape[0], from: 0, to: 1).map { $0 * (high - low) + low }
  }

  /// `pi n` for state n of every feature.
  private static let harmonics = Initialiser { shape, _ in
    (0..<shape[0]).flatMap { _ in (0..<shape[1]).map { Float.pi * Float($0) } }
  }
}
