import Foundation
import Tensors
import Zoo

/// A network made for gait cycles: circular depthwise convolutions, the phase as Fourier features and a summary of the
/// whole cycle in every block; not causal.
///
/// What it is built on, and why; what it has shown so far is in `docs/examination.md`:
/// - A cycle ends where it begins, so convolutions read on at the other end and no frame is a border. Depthwise taps
///   that stand further apart from block to block (Liu et al., "A ConvNet for the 2020s", CVPR 2022; Yu and Koltun,
///   "Multi-scale context aggregation by dilated convolutions", ICLR 2016) give each frame the velocities and
///   accelerations that moments follow from, and then the events around it, at a tenth of a full convolution's cost.
/// - All cycles start at the same contact, so the place in the cycle says what the angles alone do not: which foot
///   bears the weight. Sines and cosines of its first harmonics say it smoothly and at the ends alike.
/// - Pace, build and habit are constant over a cycle. The mean of a block's features over all frames carries them to
///   every frame (as in Hu et al., "Squeeze-and-excitation networks", CVPR 2018). Where `summary` is given, it is so many
///   numbers that carry them, some of which are dropped in training: a mean of all features can tell the few people
///   that a network learns from apart, and what is learnt of each by heart is no help with others.
/// - The linear maps hold numbers that are `gain` times smaller than those they multiply with. One step of AdamW moves
///   every number by about the learning rate, whatever the gradient, so under a protocol whose rate and epochs are
///   given, `gain` is what decides how far a network can move.
/// - People, and laboratories with their markers, differ by angles that are larger or smaller over the whole cycle, and a
///   network that learns from few people knows them by that. So in training each angle of a trial is moved up or down by
///   `jitter` standard deviations (noise on inputs is a penalty on slopes: Bishop, "Training with noise is equivalent to
///   Tikhonov regularization", Neural Computation 7, 1995), here on those towards posture alone and not towards motion.
public struct CycleMixer: Architecture {
  public static let isCausal = false

  let width, hidden, kernel, harmonics: Int
  let dilations: [Int]
  let gain, dropout, jitter: Double
  /// How many numbers tell a frame of its cycle; nil for all features.
  let summary: Int?

  public init(_ settings: Settings) throws {
    width = try settings.integer("width", in: 1...4096)
    hidden = try settings.integer("hidden", in: 1...16384)
    kernel = try settings.integer("kernel", in: 1...63)
    dilations = try settings.integers("dilations", in: 1...512)
    guard (1...32).contains(dilations.count) else {
      throw settings.fault("dilations", "'dilations' has \(dilations.count) items; 1 to 32 are needed, one a block.")
    }
    harmonics = try settings.integer("harmonics", in: 1...64)
    gain = try settings.number("gain", in: 0.1...100)
    dropout = try settings.number("dropout", in: 0...0.9)
    jitter = try settings.number(ifPresent: "jitter", in: 0...10) ?? 0
    summary = try settings.integer(ifPresent: "summary", in: 1...4096)
  }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    Network(
      harmonics: harmonics, input: ScaledLinear(inputs, width, gain: gain, in: scope["input"]),
      phase: ScaledLinear(2 * harmonics, width, gain: gain, in: scope["phase"]),
      blocks: dilations.enumerated().map { Block(self, dilation: $1, in: scope["blocks"][$0]) },
      norm: LayerNorm(width, in: scope["norm"]),
      output: ScaledLinear(width, outputs, gain: gain, in: scope["output"]), jitter: Float(jitter),
      coin: Dropout(0.5, in: scope["coin"]))
  }

  /// The layers of one CycleMixer.
  public struct Network: SequenceModel {
    let harmonics: Int
    let input, phase: ScaledLinear
    let blocks: [Block]
    let norm: LayerNorm
    let output: ScaledLinear
    let jitter: Float
    let coin: Dropout

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      let x = input(moved(x, pass)) + phase(fourierFeatures(x.shape[1]))
      return output(norm(blocks.reduce(x) { $1($0, pass) }))
    }

    /// Each angle of each trial higher or lower over the whole cycle, in training.
    private func moved(_ x: Tensor, _ pass: Pass) -> Tensor {
      guard jitter > 0, pass.isTraining else { return x }
      // Dropping half of the ones leaves 0 and 2.
      let signs = coin(Tensor(repeating: 1, shape: [x.shape[0], 1, x.shape[2]]), pass) - 1
      return x + signs * jitter
    }

    /// Sine and cosine of the place in the cycle and its harmonics, `[frames, 2 harmonics]`.
    private func fourierFeatures(_ frames: Int) -> Tensor {
      let features = (0..<frames).flatMap { frame in
        (1...harmonics).flatMap { harmonic in
          let angle = 2 * Double.pi * Double(harmonic * frame) / Double(frames)
          return [Float(sin(angle)), Float(cos(angle))]
        }
      }
      return Tensor(features, shape: [frames, 2 * harmonics])
    }
  }

  /// A circular convolution of each feature, then a net across the features of a frame, added to the input.
  struct Block: Sendable {
    let conv: Convolution
    let norm: LayerNorm
    let up, context, down: ScaledLinear
    let summary: ScaledLinear?
    let dropout, forgetting: Dropout

    init(_ architecture: CycleMixer, dilation: Int, in scope: Scope) {
      let (width, hidden, gain) = (architecture.width, architecture.hidden, architecture.gain)
      conv = Convolution(
        width, width, kernel: architecture.kernel, dilation: dilation, groups: width, padding: .circular,
        in: scope["conv"])
      norm = LayerNorm(width, in: scope["norm"])
      up = ScaledLinear(width, hidden, gain: gain, in: scope["up"])
      summary = architecture.summary.map { ScaledLinear(width, $0, gain: gain, in: scope["summary"]) }
      context = ScaledLinear(architecture.summary ?? width, hidden, gain: gain, in: scope["context"])
      down = ScaledLinear(hidden, width, gain: gain, in: scope["down"])
      dropout = Dropout(architecture.dropout, in: scope["dropout"])
      forgetting = Dropout(architecture.dropout, in: scope["forgetting"])
    }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      let local = norm(conv(x))
      let mean = local.mean(axis: 1)
      let cycle = context(summary.map { forgetting($0(mean).tanh(), pass) } ?? mean)
      let mixed = up(local) + cycle.reshaped([cycle.shape[0], 1, cycle.shape[1]])
      return x + dropout(down(mixed.silu()), pass)
    }
  }

  /// A linear map that starts like PyTorch's `nn.Linear` and holds its numbers divided by a gain.
  struct ScaledLinear: Sendable {
    let weight, bias: Tensor
    let gain: Float

    init(_ inputs: Int, _ outputs: Int, gain: Double, in scope: Scope) {
      let initial = Initialiser.uniform(1 / Double(inputs).squareRoot() / gain)
      weight = scope.parameter("weight", [outputs, inputs], initial)
      bias = scope.parameter("bias", [outputs], initial)
      self.gain = Float(gain)
    }

    func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight * gain, bias * gain) }
  }
}
