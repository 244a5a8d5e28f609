import CKernels

extension Tensor {
  /// Inverted dropout: each number is kept with probability `1 - p` and then divided by it; only in training.
  ///
  /// - Parameters:
  ///   - p: the probability of a zero.
  ///   - layer: a number that tells this use from every other one in the model.
  ///   - pass: whether this is training, and the key of the masks; trials are counted along the first axis.
  func dropout(_ p: Float, layer: UInt32, _ pass: Pass) -> Tensor {
    guard let key = pass.key, p > 0 else { return self }
    let x = self
    let y = Tensor(uninitialised: shape)
    let trials = shape.first ?? 1
    let size = count / Swift.max(trials, 1)
    func each(_ body: (ck_key, Int) -> Void) {
      for trial in 0..<trials { body(key.mask(layer: layer, trial: trial), trial * size) }
    }
    each { ck_dropout($0, p, x.pointer + $1, y.pointer + $1, Int64(size)) }
    return y.recorded(from: x) { dy, tape in
      if tape.isFirst(x) {
        each { ck_dropout($0, p, dy.base + $1, dy.base + $1, Int64(size)) }
        return tape.hand(dy, to: x)
      }
      tape.add(to: x) { dx in each { ck_dropout_backward($0, p, dy.base + $1, dx + $1, Int64(size)) } }
    }
  }
}

extension Pass.Key {
  /// The key of the mask of one layer and one trial of the pass.
  func mask(layer: UInt32, trial: Int) -> ck_key {
    ck_key(seed: seed, step: step, layer: layer, trial: firstTrial &+ UInt32(truncatingIfNeeded: trial))
  }
}
