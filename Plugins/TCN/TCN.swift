import Tensors
import Zoo

/// A temporal convolutional network: residual blocks of two convolutions whose taps stand twice as far apart in every
/// block, and a linear map of every frame.
///
/// Bai, Kolter and Koltun, "An empirical evaluation of generic convolutional and recurrent networks for sequence
/// modeling", arXiv:1803.01271, without their weight normalisation. Names follow `torch.nn.Conv1d`:
/// `blocks.0.conv1.weight`, ...; a block that changes the width has a linear `shortcut`.
///
/// A gait cycle starts again where it ends, so by default a convolution reads on at the cycle's other end. `padding`
/// may also be `causal`, as in the paper, or `zeros` on both sides.
public struct TCN: Architecture {
  public static let isCausal = false

  let channels: Int
  let kernel: Int
  let dilations: [Int]
  let padding: FramePadding
  let dropout: Double

  public var isCausal: Bool { padding == .causal }

  public init(_ settings: Settings) throws {
    channels = try settings.integer("channels", in: 1...4096)
    kernel = try settings.integer("kernel", in: 1...63)
    dilations = (0..<(try settings.integer("blocks", in: 1...10))).map { 1 << $0 }
    let choices = FramePadding.allCases.map(\.rawValue)
    let choice = try settings.choice("padding", of: choices, default: FramePadding.circular.rawValue)
    padding = FramePadding(rawValue: choice) ?? .circular
    dropout = try settings.number("dropout", in: 0...0.9)
  }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    let blocks = dilations.enumerated().map { index, dilation in
      Block(self, index == 0 ? inputs : channels, dilation: dilation, in: scope["blocks"][index])
    }
    return Network(blocks: blocks, fc: Linear(channels, outputs, in: scope["fc"]))
  }

  /// The layers of one TCN.
  public struct Network: SequenceModel {
    let blocks: [Block]
    let fc: Linear

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { fc(blocks.reduce(x) { $1($0, pass) }) }
  }

  /// Two convolutions, added to their input.
  struct Block: Sendable {
    let conv1, conv2: Convolution
    let dropout1, dropout2: Dropout
    let shortcut: Linear?

    init(_ architecture: TCN, _ inputs: Int, dilation: Int, in scope: Scope) {
      let (channels, kernel, padding) = (architecture.channels, architecture.kernel, architecture.padding)
      conv1 = Convolution(
        inputs, channels, kernel: kernel, dilation: dilation, padding: padding, in: scope["conv1"])
      conv2 = Convolution(
        channels, channels, kernel: kernel, dilation: dilation, padding: padding, in: scope["conv2"])
      dropout1 = Dropout(architecture.dropout, in: scope["dropout1"])
      dropout2 = Dropout(architecture.dropout, in: scope["dropout2"])
      shortcut = inputs == channels ? nil : Linear(inputs, channels, in: scope["shortcut"])
    }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      let first = dropout1(conv1(x).relu(), pass)
      let second = dropout2(conv2(first).relu(), pass)
      return ((shortcut.map { $0(x) } ?? x) + second).relu()
    }
  }
}
