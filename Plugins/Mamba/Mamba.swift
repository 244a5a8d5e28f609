import Foundation
import Tensors
import Zoo

/// The published Mamba: residual selective state-space blocks without pre-norm, one layer norm at the end; causal.
///
/// Gu and Dao, "Mamba: linear-time sequence modeling with selective state spaces", COLM 2024. Parameters, names and
/// numerics as `mamba_ssm.Mamba` in the Gait2Hip-60 scripts (docs/semantics.md, sections 1.10 and 4).
public struct Mamba: Architecture {
  public static let isCausal = true

  let features, states, kernel, expansion, layers: Int
  let dropout: Double

  public init(_ settings: Settings) throws {
    features = try settings.integer("d_model", in: 1...4096)
    states = try settings.integer("d_state", in: 1...256)
    kernel = try settings.integer("d_conv", in: 1...64)
    expansion = try settings.integer("expand", in: 1...8)
    layers = try settings.integer("layers", in: 1...32)
    dropout = try settings.number("dropout", in: 0...0.9)
  }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    Network(
      input: Linear(inputs, features, in: scope["input_proj"]),
      blocks: (0..<layers).map { Block(self, in: scope["blocks"][$0]) },
      dropout: (0..<layers).map { Dropout(dropout, in: scope["drop"][$0]) },
      norm: LayerNorm(features, in: scope["norm"]),
      output: Linear(features, outputs, in: scope["output_proj"]))
  }

  /// The layers of one Mamba.
  public struct Network: SequenceModel {
    let input: Linear
    let blocks: [Block]
    let dropout: [Dropout]
    let norm: LayerNorm
    let output: Linear

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      var x = input(x)
      for (block, dropout) in zip(blocks, dropout) { x = x + dropout(block(x), pass) }
      return output(norm(x))
    }
  }

  /// One selective state-space block.
  struct Block: Sendable {
    let input, projection, step, output: Linear
    let convolution: Convolution
    let rates, skip: Tensor
    let sizes: [Int]

    init(_ architecture: Mamba, in scope: Scope) {
      let (features, states) = (architecture.features, architecture.states)
      let channels = architecture.expansion * features
      let rank = (features + 15) / 16
      sizes = [rank, states, states]
      input = Linear(features, 2 * channels, hasBias: false, in: scope["in_proj"])
      convolution = Convolution(
        channels, channels, kernel: architecture.kernel, groups: channels, padding: .causal,
        in: scope["conv1d"])
      projection = Linear(channels, rank + 2 * states, hasBias: false, in: scope["x_proj"])
      step = Linear(
        rank, channels, weight: Self.stepWeight(rank: rank, channels: channels), bias: Self.stepBias,
        in: scope["dt_proj"])
      rates = scope.parameter("A_log", [channels, states], Self.logarithmicRates)
      skip = scope.parameter("D", [channels], .constant(1))
      output = Linear(channels, features, hasBias: false, in: scope["out_proj"])
    }

    func callAsFunction(_ u: Tensor) -> Tensor {
      let halves = input.split(u, sizes: [skip.count, skip.count])
      let x = convolution(halves[0]).silu()
      let parts = projection(x).split(axis: 2, sizes: sizes)
      let y = x.selectiveScan(
        delta: step(parts[0]).softplus(), a: -rates.exp(), b: parts[1], c: parts[2], skip: skip)
      return output(y * halves[1].silu())
    }

    /// `log(n + 1)` for state n of every channel, so that the rates start at -1, -2, ...
    static let logarithmicRates = Initialiser { shape, _ in
      (0..<shape[0]).flatMap { _ in (0..<shape[1]).map { log(Float($0 + 1)) } }
    }

    /// Uniform within `1 / sqrt(rank)`, after the weight and bias that `nn.Linear` has drawn first.
    static func stepWeight(rank: Int, channels: Int) -> Initialiser {
      let bound = 1 / Double(rank).squareRoot()
      return Initialiser { shape, generator in
        _ = generator.uniform(channels * rank + channels, from: -bound, to: bound)
        return Initialiser.uniform(bound)(shape, &generator)
      }
    }

    /// The inverse softplus of steps between 0.001 and 0.1, uniform in the logarithm.
    static let stepBias = Initialiser { shape, generator in
      let (low, high) = (log(0.001), log(0.1))
      return generator.uniform(shape[0], from: 0, to: 1).map { draw in
        let step = max(exp(draw * Float(high - low) + Float(low)), 1e-4)
        return step + log(-expm1(-step))
      }
    }
  }
}
