import CKernels

extension Tensor {
  /// The selective scan of Mamba: a linear recurrence whose step and projections depend on the input
  /// (Gu and Dao 2024; docs/semantics.md, section 4).
  ///
  /// For every channel d and state n: `h_t = exp(delta_t a) h_{t-1} + delta_t x_t b_t`, from zero, and
  /// `y_t = sum over n of h_t c_t + skip x_t`.
  ///
  /// - Parameters:
  ///   - delta: the step sizes, `[batch, frames, channels]`, positive.
  ///   - a: the rates, `[channels, states]`, negative; at most 256 states.
  ///   - b: what the input writes, `[batch, frames, states]`, for all channels.
  ///   - c: what the output reads, `[batch, frames, states]`, for all channels.
  ///   - skip: `[channels]`.
  /// - Returns: `[batch, frames, channels]`, as this tensor.
  public func selectiveScan(delta: Tensor, a: Tensor, b: Tensor, c: Tensor, skip: Tensor) -> Tensor {
    let x = self
    fitting { () throws(ShapeFault) in
      try requireShape(rank == 3, "selectiveScan: the input is [batch, frames, channels], not \(shape).")
      try requireShape(
        a.rank == 2 && a.shape[0] == shape[2] && a.shape[1] <= 256,
        "selectiveScan: a \(a.shape) is not [channels, states] of the input \(shape), with at most 256 states.")
      try requireShape(
        delta.shape == shape && skip.shape == [shape[2]] && b.shape == [shape[0], shape[1], a.shape[1]]
          && c.shape == b.shape,
        "selectiveScan: delta \(delta.shape), b \(b.shape), c \(c.shape) and skip \(skip.shape) do not fit the input "
          + "\(shape) and a \(a.shape).")
    }
    let (trials, frames, channels, states) = (shape[0], shape[1], shape[2], a.shape[1])
    let y = Tensor(uninitialised: shape)
    let (block, narrow) = (frames * channels, frames * states)
    let held = Tape.current == nil ? 0 : Int(ck_selective_scan_starts(Int64(frames), Int64(channels), Int64(states)))
    let starts = Storage(count: trials * held)
    for i in 0..<trials {
      ck_selective_scan(
        x.pointer + i * block, delta.pointer + i * block, a.pointer, b.pointer + i * narrow,
        c.pointer + i * narrow, skip.pointer, y.pointer + i * block, held > 0 ? starts.base + i * held : nil,
        Int64(frames), Int64(channels), Int64(states))
    }
    return y.recorded(from: x, delta, a, b, c, skip) { dy, tape in
      let (dx, dDelta) = (Storage(count: x.count), Storage(count: x.count))
      let (db, dc) = (Storage(count: b.count), Storage(count: c.count))
      let (da, dSkip) = (Storage.zeros(a.count), Storage.zeros(channels))
      let scratch = Storage(count: Int(ck_selective_scan_scratch(Int64(channels), Int64(states))))
      for i in 0..<trials {
        ck_selective_scan_backward(
          x.pointer + i * block, delta.pointer + i * block, a.pointer, b.pointer + i * narrow,
          c.pointer + i * narrow, skip.pointer, starts.base + i * held, dy.base + i * block, dx.base + i * block,
          dDelta.base + i * block, da.base, db.base + i * narrow, dc.base + i * narrow, dSkip.base, scratch.base,
          Int64(frames), Int64(channels), Int64(states))
      }
      withExtendedLifetime((starts, scratch)) {}
      tape.hand(dx, to: x)
      tape.hand(dDelta, to: delta)
      tape.hand(db, to: b)
      tape.hand(dc, to: c)
      tape.hand(da, to: a)
      tape.hand(dSkip, to: skip)
    }
  }
}
