import Tensors
import Zoo

/// A U-Net over the gait cycle: convolutions that halve the frames level by level, convolutions over what was found on
/// the way back up, and at each level the frames from before they were halved.
///
/// Ronneberger, Fischer and Brox, "U-Net: convolutional networks for biomedical image segmentation", MICCAI 2015, along
/// frames instead of over an image. Frames are halved by a stride instead of pooling and doubled by interpolation, and
/// each convolution is followed by a layer norm of the frame. A cycle starts again where it ends, so convolutions and
/// interpolation read on at its other end; any number of frames will do, since halves are rounded up and the way back
/// makes as many frames as there were.
///
/// To make it an entry, move this folder to `Plugins/UNet`, its manifests to `zoo` and its word in `Package.swift` from the
/// examples to the architectures.
public struct UNet: Architecture {
  public static let isCausal = false

  let channels, kernel, levels: Int
  let dropout: Double

  public init(_ settings: Settings) throws {
    channels = try settings.integer("channels", in: 1...512)
    kernel = try settings.integer("kernel", in: 1...63)
    levels = try settings.integer("levels", in: 1...6, default: 2)
    dropout = try settings.number("dropout", in: 0...0.9)
  }

  /// The channels of a level, of which the first is 0.
  func width(_ level: Int) -> Int { channels << level }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    let levels = 0..<levels
    return Network(
      down: levels.map { Block($0 == 0 ? inputs : width($0), width($0), self, in: scope["down"][$0]) },
      halve: levels.map {
        Convolution(
          width($0), width($0 + 1), kernel: kernel, stride: 2, padding: .circular, in: scope["halve"][$0])
      },
      bottom: Block(width(levels.count), width(levels.count), self, in: scope["bottom"]),
      dropout: Dropout(dropout, in: scope["dropout"]),
      up: levels.map { Block(width($0 + 1) + width($0), width($0), self, in: scope["up"][$0]) },
      output: Linear(channels, outputs, in: scope["output"]))
  }

  /// The layers of one U-Net.
  public struct Network: SequenceModel {
    let down: [Block]
    let halve: [Convolution]
    let bottom: Block
    let dropout: Dropout
    let up: [Block]
    let output: Linear

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      var x = x
      var skips = [Tensor]()
      for (block, halve) in zip(down, halve) {
        skips.append(block(x))
        x = halve(skips[skips.count - 1])
      }
      x = dropout(bottom(x), pass)
      for (block, skip) in zip(up, skips).reversed() {
        let wide = x.resampled(frames: skip.shape[1], by: .circular)
        x = block(.concatenated([wide, skip], axis: -1))
      }
      return output(x)
    }
  }

  /// Two convolutions, each with a layer norm and a rectifier.
  struct Block: Sendable {
    let conv1, conv2: Convolution
    let norm1, norm2: LayerNorm

    init(_ inputs: Int, _ outputs: Int, _ architecture: UNet, in scope: Scope) {
      conv1 = Convolution(inputs, outputs, kernel: architecture.kernel, padding: .circular, in: scope["conv1"])
      conv2 = Convolution(outputs, outputs, kernel: architecture.kernel, padding: .circular, in: scope["conv2"])
      norm1 = LayerNorm(outputs, in: scope["norm1"])
      norm2 = LayerNorm(outputs, in: scope["norm2"])
    }

    func callAsFunction(_ x: Tensor) -> Tensor { norm2(conv2(norm1(conv1(x)).relu())).relu() }
  }
}
