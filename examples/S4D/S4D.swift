import Foundation
import Tensors
import Zoo

/// A stack of diagonal state-space layers; causal.
///
/// Gu, Gupta, Goel and Ré, "On the parameterization and initialization of diagonal state space models", NeurIPS 2022
/// (S4D-Lin), with the blocks of Gu, Goel and Ré, "Efficiently modeling long sequences with structured state spaces",
/// ICLR 2022: a linear map in, residual layers that are normalised after the sum, a linear map out. Names follow the
/// authors' short implementation: `layers.0.kernel.log_dt`, `.log_A_real`, `.A_imag`, `.C`, `layers.0.D`, ...
///
/// To make it an entry, move this folder to `Plugins/S4D`, its manifests to `zoo` and its word in `Package.swift` from the
/// examples to the architectures.
public struct S4D: Architecture {
  public static let isCausal = true

  let features, states, layers: Int
  let dropout: Double

  public init(_ settings: Settings) throws {
    features = try settings.integer("d_model", in: 1...2048)
    states = try settings.integer("d_state", in: 1...512)
    layers = try settings.integer("layers", in: 1...32)
    dropout = try settings.number("dropout", in: 0...0.9)
  }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    Network(
      encoder: Linear(inputs, features, in: scope["encoder"]),
      layers: (0..<layers).map { Layer(self, in: scope["layers"][$0]) },
      norms: (0..<layers).map { LayerNorm(features, in: scope["norms"][$0]) },
      decoder: Linear(features, outputs, in: scope["decoder"]))
  }

  /// The layers of one S4D.
  public struct Network: SequenceModel {
    let encoder: Linear
    let layers: [Layer]
    let norms: [LayerNorm]
    let decoder: Linear

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      var x = encoder(x)
      for (layer, norm) in zip(layers, norms) { x = norm(x + layer(x, pass)) }
      return decoder(x)
    }
  }

  /// Every feature through a state-space system of its own, then a gated linear map across the features of a frame.
  struct Layer: Sendable {
    let kernel: DiagonalKernel
    let skip: Tensor
    let dropout1, dropout2: Dropout
    let output: Linear

    init(_ architecture: S4D, in scope: Scope) {
      let features = architecture.features
      kernel = DiagonalKernel(features, states: architecture.states, in: scope["kernel"])
      skip = scope.parameter("D", [features], .normal)
      dropout1 = Dropout(architecture.dropout, in: scope["dropout1"])
      dropout2 = Dropout(architecture.dropout, in: scope["dropout2"])
      output = Linear(features, 2 * features, in: scope["output_linear"])
    }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      let (frames, features) = (x.shape[1], x.shape[2])
      // A convolution reads its last tap at the frame itself, so the response to the newest frame stands last.
      let response = kernel(frames).reversed(axis: 1).reshaped([features, 1, frames])
      let y = x.convolved(response, nil, groups: features, padding: .causal) + skip * x
      let halves = output.split(dropout1(y.gelu(), pass), sizes: [features, features])
      return dropout2(halves[0] * halves[1].sigmoid(), pass)
    }
  }
}
