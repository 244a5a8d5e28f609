import CKernels

extension Tensor {
  /// The largest number of each window of frames, feature by feature.
  ///
  /// As PyTorch's `max_pool1d`: the first of equal numbers gets the gradient. Windows are cut at the ends; with a
  /// stride of the window's size that is PyTorch's `ceil_mode`.
  ///
  /// - Parameters:
  ///   - size: the frames of a window.
  ///   - stride: frames from one window to the next; by default the size of a window.
  ///   - padding: where windows lie, as a convolution's taps do: around their frame, around the cycle, or before their
  ///     frame; by default each begins at its frame. Frames beyond the ends are not counted.
  /// - Returns: `[batch, frames / stride, features]`, rounded up, for this tensor's `[batch, frames, features]`.
  public func maxPooled(_ size: Int, stride: Int? = nil, padding: FramePadding? = nil) -> Tensor {
    let x = self
    let plan = fitting { () throws(ShapeFault) in
      try PoolingPlan(shape, size: size, stride: stride ?? size, padding: padding, for: "maxPooled")
    }
    let y = Tensor(uninitialised: [plan.trials, plan.rows, plan.features])
    // The frame of each number, as many bits as the number itself.
    let places = Storage(count: y.count)
    places.base.withMemoryRebound(to: Int32.self, capacity: Swift.max(y.count, 1)) { places in
      plan.eachTrial { xAt, yAt in
        ck_max_pool(
          x.pointer + xAt, plan.taps, Int64(plan.taps.count), plan.isCircular, Int64(plan.stride), y.pointer + yAt,
          places + yAt, Int64(plan.rows), Int64(plan.frames), Int64(plan.features))
      }
    }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in
        places.base.withMemoryRebound(to: Int32.self, capacity: Swift.max(y.count, 1)) { places in
          plan.eachTrial { xAt, yAt in
            ck_max_pool_backward(places + yAt, dy.base + yAt, dx + xAt, Int64(plan.rows), Int64(plan.features))
          }
        }
      }
    }
  }

  /// The mean of each window of frames, feature by feature.
  ///
  /// As PyTorch's `avg_pool1d` with `count_include_pad=False`: a window that is cut at an end is the mean of what is left
  /// of it.
  ///
  /// - Parameters:
  ///   - size: the frames of a window.
  ///   - stride: frames from one window to the next; by default the size of a window.
  ///   - padding: where windows lie, as a convolution's taps do: around their frame, around the cycle, or before their
  ///     frame; by default each begins at its frame. Frames beyond the ends are not counted.
  /// - Returns: `[batch, frames / stride, features]`, rounded up, for this tensor's `[batch, frames, features]`.
  public func averagePooled(_ size: Int, stride: Int? = nil, padding: FramePadding? = nil) -> Tensor {
    let x = self
    let plan = fitting { () throws(ShapeFault) in
      try PoolingPlan(shape, size: size, stride: stride ?? size, padding: padding, for: "averagePooled")
    }
    let y = Tensor(uninitialised: [plan.trials, plan.rows, plan.features])
    plan.eachTrial { xAt, yAt in
      ck_average_pool(
        x.pointer + xAt, plan.taps, Int64(plan.taps.count), plan.isCircular, Int64(plan.stride), y.pointer + yAt,
        Int64(plan.rows), Int64(plan.frames), Int64(plan.features))
    }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in
        plan.eachTrial { xAt, yAt in
          ck_average_pool_backward(
            dy.base + yAt, plan.taps, Int64(plan.taps.count), plan.isCircular, Int64(plan.stride), dx + xAt,
            Int64(plan.rows), Int64(plan.frames), Int64(plan.features))
        }
      }
    }
  }
}

/// The sizes of one pooling, and which frames its windows hold.
private struct PoolingPlan: Sendable {
  let trials, frames, features, stride: Int
  let taps: [Int64]
  let isCircular: Int32

  init(_ x: [Int], size: Int, stride: Int, padding: FramePadding?, for name: String) throws(ShapeFault) {
    try requireShape(x.count == 3, "\(name): the input is [batch, frames, features], not \(x).")
    try requireShape(
      (1...Self.most).contains(size) && stride > 0,
      "\(name): windows of \(size) frames, \(stride) from one to the next; both are at least 1 and a window has at "
        + "most \(Self.most).")
    (trials, frames, features) = (x[0], x[1], x[2])
    self.stride = stride
    taps = padding?.taps(size) ?? (0..<size).map(Int64.init)
    isCircular = padding == .circular ? 1 : 0
  }

  /// Frames are kept as 32-bit numbers.
  private static let most = 1 << 20

  var rows: Int { frames / stride + (frames % stride > 0 ? 1 : 0) }

  func eachTrial(_ body: (_ x: Int, _ y: Int) -> Void) {
    let rows = rows
    for trial in 0..<trials { body(trial * frames * features, trial * rows * features) }
  }
}
