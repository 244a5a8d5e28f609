import CKernels

extension Tensor {
  /// Scaled dot-product attention over the frames of a trial, for all heads.
  ///
  /// For each head `softmax(q k^T / sqrt(width)) v`, with dropout on the probabilities in training
  /// (docs/semantics.md, section 3).
  ///
  /// - Parameters:
  ///   - heads: the number of heads; the features are divided among them in order.
  ///   - isCausal: whether a frame attends to itself and earlier frames only.
  ///   - p: the probability of dropping an attention probability.
  ///   - layer: a number that tells this use from every other one in the model.
  ///   - pass: whether this is training, and the key of the masks.
  /// - Returns: `[batch, frames, features]` for this tensor's `[batch, frames, 3 features]`, which holds queries,
  ///   keys and values side by side.
  func attention(heads: Int, isCausal: Bool, dropout p: Float, layer: UInt32, _ pass: Pass) -> Tensor {
    let qkv = self
    let plan = fitting { () throws(ShapeFault) in
      try AttentionPlan(shape, heads: heads, isCausal: isCausal, dropout: p, layer: layer, key: pass.key)
    }
    let y = Tensor(uninitialised: [plan.trials, plan.frames, plan.features])
    guard y.count > 0 else { return y }
    let team = plan.isDropping ? nil : Team.current
    let isKept = Tape.current != nil || team != nil
    let probabilities = Storage(count: (isKept ? plan.trials * heads : 1) * plan.square)
    let dropped = Storage(count: plan.isDropping ? plan.square : 0)
    plan.eachHead(with: team) { trial, head, rows, at, yAt in
      let p = probabilities.base + (isKept ? (trial * heads + head) * plan.square : 0) + rows.lowerBound * plan.frames
      plan.scores(of: rows, qkv.pointer + at, into: p)
      let seen = isCausal ? rows.lowerBound + 1 : plan.frames
      ck_softmax(p, plan.scale, Int64(seen), p, Int64(rows.count), Int64(plan.frames))
      let kept = plan.drop(p, trial, head, keeping: dropped.base)
      gemm(
        Matrix(kept, rowStride: plan.frames),
        Matrix(qkv.pointer + at + 2 * plan.features, rowStride: plan.stride),
        into: y.pointer + yAt + rows.lowerBound * plan.features, rowStride: plan.features, rows: rows.count,
        columns: plan.width, inner: plan.frames)
    }
    return y.recorded(from: qkv) { dy, tape in
      tape.write(to: qkv) { dqkv, isFirst in
        let slope = Storage(count: plan.square)
        plan.eachHead { trial, head, _, at, yAt in
          let p = probabilities.base + (trial * heads + head) * plan.square
          plan.backward(
            qkv.pointer + at, p, plan.kept(p, into: dropped.base), dy.base + yAt, slope.base, into: dqkv + at,
            beta: isFirst ? 0 : 1)
        }
        withExtendedLifetime((probabilities, dropped, slope)) {}
      }
    }
  }
}

/// The sizes of one attention, and its products for one head of one trial.
private struct AttentionPlan: Sendable {
  let trials, frames, features, heads, width: Int
  let scale: Float
  let isCausal: Bool
  let dropout: Float
  let layer: UInt32
  let key: Pass.Key?

  init(
    _ shape: [Int], heads: Int, isCausal: Bool, dropout: Float, layer: UInt32, key: Pass.Key?
  ) throws(ShapeFault) {
    try requireShape(
      shape.count == 3 && heads > 0 && shape[2] % (3 * heads) == 0,
      "attention: \(shape) is not [batch, frames, 3 features] with features that divide among \(heads) heads.")
    (trials, frames, features) = (shape[0], shape[1], shape[2] / 3)
    self.heads = heads
    width = shape[2] / 3 / heads
    scale = 1 / Float(width).squareRoot()
    self.isCausal = isCausal
    self.dropout = dropout
    self.layer = layer
    self.key = key
  }

  var square: Int { frames * frames }
  /// The numbers from one frame's queries to the next frame's.
  var stride: Int { 3 * features }
  var isDropping: Bool { key != nil && dropout > 0 }

  /// Calls a closure for each head of each trial with the offsets of its queries and of its output; with a team for
  /// some frames at a time, so that nobody waits long for the last part.
  func eachHead(
    with team: Team? = nil,
    _ body: @escaping (_ trial: Int, _ head: Int, _ rows: Range<Int>, _ at: Int, _ yAt: Int) -> Void
  ) {
    let height = team?.share(of: trials * heads * frames, in: Self.tile) ?? max(frames, 1)
    let blocks = (frames + height - 1) / height
    func one(_ index: Int) {
      let (place, block) = index.quotientAndRemainder(dividingBy: blocks)
      let (trial, head) = place.quotientAndRemainder(dividingBy: heads)
      let rows = block * height..<min((block + 1) * height, frames)
      body(trial, head, rows, trial * frames * stride + head * width, trial * frames * features + head * width)
    }
    let parts = trials * heads * blocks
    if let team { team.run(parts, one) } else { (0..<parts).forEach(one) }
  }

  /// A multiple of the rows that any kernel computes together.
  private static let tile = 24

  // Pointers are to one head's rows of tensors, or to `square` numbers of a buffer, that the caller holds to its end.

  /// The products of some frames' queries with the keys of all.
  func scores(of rows: Range<Int>, _ q: UnsafePointer<Float>, into p: UnsafeMutablePointer<Float>) {
    gemm(
      Matrix(q + rows.lowerBound * stride, rowStride: stride), Matrix(q + features, rowStride: stride).transposed,
      into: p, rowStride: frames, rows: rows.count, columns: frames, inner: width)
  }

  private func mask(_ trial: Int, _ head: Int) -> ck_key? {
    // A head's mask is that of a layer of its own.
    key?.mask(layer: layer &+ UInt32(truncatingIfNeeded: head) &* 0x9E37_79B9, trial: trial)
  }

  /// What a probability that is not dropped is multiplied by.
  private var keep: Float { isDropping ? 1 / (1 - dropout) : 1 }

  /// Marks the probabilities that dropout takes with a minus sign.
  ///
  /// - Returns: those that it leaves, times `keep`: `p` itself when there is no dropout.
  func drop(
    _ p: UnsafeMutablePointer<Float>, _ trial: Int, _ head: Int, keeping kept: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    guard isDropping, let mask = mask(trial, head) else { return UnsafePointer(p) }
    ck_attention_dropout(mask, dropout, p, kept, Int64(square))
    return UnsafePointer(kept)
  }

  /// The probabilities that dropout left, from the marked ones.
  func kept(_ p: UnsafePointer<Float>, into kept: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
    guard isDropping else { return p }
    ck_attention_kept(p, keep, kept, Int64(square))
    return UnsafePointer(kept)
  }

  /// The gradients of one head's queries, keys and values.
  func backward(
    _ q: UnsafePointer<Float>, _ p: UnsafePointer<Float>, _ kept: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>, _ slope: UnsafeMutablePointer<Float>, into dq: UnsafeMutablePointer<Float>,
    beta: Float
  ) {
    gemm(
      Matrix(kept, rowStride: frames).transposed, Matrix(dy, rowStride: features), into: dq + 2 * features,
      rowStride: stride, rows: frames, columns: width, inner: frames, beta: beta)
    gemm(
      Matrix(dy, rowStride: features), Matrix(q + 2 * features, rowStride: stride).transposed, into: slope,
      rowStride: frames, rows: frames, columns: frames, inner: width)
    ck_attention_softmax_backward(p, keep, scale, slope, Int64(frames), Int64(frames))
    gemm(
      Matrix(slope, rowStride: frames), Matrix(q + features, rowStride: stride), into: dq, rowStride: stride,
      rows: frames,
      columns: width, inner: frames, beta: beta)
    gemm(
      Matrix(slope, rowStride: frames).transposed, Matrix(q, rowStride: stride), into: dq + features,
      rowStride: stride, rows: frames, columns: width, inner: frames, beta: beta)
  }
}
