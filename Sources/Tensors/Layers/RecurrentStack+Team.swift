import CKernels
import Synchronization

extension RecurrentStack {
  /// Predicts with a team, whose threads run layers or directions side by side; nil where there is nothing to share.
  ///
  /// A recurrence cannot be cut by frames, and the product of one row is too small to be cut by columns. But both directions
  /// of a layer can run at the same time, and of layers in one direction each can be some frames behind the one below.
  /// Every number is computed as one thread computes it.
  ///
  /// - Parameters:
  ///   - x: `[batch, frames, inputs]`.
  ///   - pass: whether this is training.
  ///   - kind: the kind of the layers.
  /// - Returns: `[batch, frames, directions * hidden]`.
  func shared<Run: RecurrentRun>(_ x: Tensor, _ pass: Pass, as kind: Run.Type) -> Tensor? {
    guard !pass.isTraining, Tape.current == nil, !usesBLAS, let team = Team.current, count > 1, x.rank == 3,
      x.count > 0, x.shape[2] == layers[0][0].inputWeight.shape[1]
    else { return nil }
    let steps = x.transposed(0)
    let states = count == layers.count ? following(steps, team, kind) : bothWays(steps, team, kind)
    return states.transposed(0)
  }

  /// A thread a layer, each behind the one of the layer below.
  private func following<Run: RecurrentRun>(_ x: Tensor, _ team: Team, _ kind: Run.Type) -> Tensor {
    let states = layers.map { _ in Tensor(uninitialised: [x.shape[0], x.shape[1], hidden]) }
    let known = layers.map { _ in KnownFrames() }
    team.run(count) { [layers] layer in
      let input = layer == 0 ? x : states[layer - 1]
      advance(kind, through: input, layers[layer][0], into: states[layer]) { frames, go in
        if layer > 0 { known[layer - 1].wait(for: frames.upperBound) }
        go()
        known[layer].reach(frames.upperBound)
      }
    }
    return states[count - 1]
  }

  /// Layer after layer, a thread a direction.
  private func bothWays<Run: RecurrentRun>(_ x: Tensor, _ team: Team, _ kind: Run.Type) -> Tensor {
    layers.reduce(x) { x, directions in
      let states = directions.map { _ in Tensor(uninitialised: [x.shape[0], x.shape[1], hidden]) }
      team.run(directions.count) { direction in
        let input = direction == 0 ? x : x.reversed(axis: 0)
        advance(kind, through: input, directions[direction], into: states[direction]) { _, go in go() }
      }
      return .concatenated([states[0], states[1].reversed(axis: 0)], axis: 2)
    }
  }

  /// Runs one layer in one direction, some frames at a time, time first; `each` is called with them and what runs them.
  private func advance<Run: RecurrentRun>(
    _ kind: Run.Type, through x: Tensor, _ weights: RecurrentWeights, into states: Tensor,
    each: (_ frames: Range<Int>, _ go: () -> Void) -> Void
  ) {
    let sizes = RecurrenceSizes(trials: x.shape[1], frames: x.shape[0], hidden: hidden, gates: gates)
    let gates = Storage(count: sizes.frames * sizes.gate)
    let run = Run(sizes, weights, gates: gates, states: states.storage)
    let (weight, bias) = (PackedWeight(weights.inputWeight), Run.bias(of: weights))
    for first in stride(from: 0, to: sizes.frames, by: Self.lag) {
      let frames = first..<min(first + Self.lag, sizes.frames)
      each(frames) {
        let (gate, rows) = (gates.base + first * sizes.gate, frames.count * sizes.trials)
        ck_fill_rows(bias.pointer, gate, Int64(rows), Int64(bias.count))
        weight.addProduct(x.pointer + first * sizes.trials * x.shape[2], to: gate, rows: rows)
        run.advance(frames)
      }
    }
  }

  /// How many frames a layer is behind the one below.
  private static var lag: Int { 12 }
}

/// How many frames of a layer are known.
private final class KnownFrames: Sendable {
  private let count = Atomic(0)

  func reach(_ frames: Int) { count.store(frames, ordering: .releasing) }

  /// Waits for the thread of the layer below: there is one, since the parts of a team's work are begun in their order.
  func wait(for frames: Int) { Team.wait { count.load(ordering: .acquiring) >= frames } }
}
