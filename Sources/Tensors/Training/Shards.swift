import Dispatch
import Synchronization

/// How a batch is cut up and run on several threads, with results that do not depend on how many.
///
/// A shard is a fixed number of trials, whatever the number of threads; each runs with one BLAS thread, and what
/// the shards give is put together in the shards' order (docs/semantics.md, section 11).
public struct Shards: Sendable {
  /// The number of threads.
  public let threads: Int
  /// The number of trials of a shard.
  public let size: Int

  /// Makes a way of cutting; the size of a shard is part of what a result depends on, so it has one default.
  public init(threads: Int, size: Int = 16) {
    self.threads = max(threads, 1)
    self.size = max(size, 1)
  }

  /// The shards of a batch.
  public func ranges(of trials: Int) -> [Range<Int>] {
    stride(from: 0, to: trials, by: size).map { $0..<min($0 + size, trials) }
  }

  /// Runs a closure for every shard and returns the results in the shards' order.
  public func map<Result: Sendable>(
    _ trials: Int, _ body: @Sendable (_ index: Int, _ shard: Range<Int>) -> Result
  ) -> [Result] {
    let ranges = ranges(of: trials)
    guard threads > 1, !ranges.isEmpty else { return ranges.enumerated().map { body($0, $1) } }
    if let shard = ranges.first, ranges.count == 1 {
      return [Team.isResting ? body(0, shard) : Team.lend(threads) { body(0, shard) }]
    }
    return [Result?](unsafeUninitializedCapacity: ranges.count) { buffer, count in
      buffer.initialize(repeating: nil)
      // A worker takes the next shard when it is done with one, and writes the places of its own shards only.
      nonisolated(unsafe) let places = buffer
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: min(threads, ranges.count)) { _ in
        while true {
          let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard i < ranges.count else { return }
          places[i] = body(i, ranges[i])
        }
      }
      count = ranges.count
    }.compactMap { $0 }
  }
}

/// The gradient of a batch, shard by shard, on several threads.
///
/// Sendable, unchecked: `accumulate` is called by one trainer at a time; inside, each shard has gradients of its
/// own.
public final class BatchGradient: @unchecked Sendable {
  /// The sum over the shards of the last batch.
  public let gradients: Gradients
  private let shards: Shards
  private let parameters: Parameters
  private var parts: [Gradients] = []

  /// Makes room for the gradients of a model's parameters.
  public init(for parameters: Parameters, shards: Shards) {
    gradients = Gradients(for: parameters)
    self.shards = shards
    self.parameters = parameters
  }

  /// Computes the loss and the gradient of one batch.
  ///
  /// - Parameters:
  ///   - trials: the number of trials in the batch.
  ///   - loss: the share of a shard in the batch's loss; run once for each shard, on any thread.
  /// - Returns: the sum of the shares, in the shards' order.
  public func accumulate(_ trials: Int, _ loss: @Sendable (_ shard: Range<Int>) -> Tensor) -> Float {
    while parts.count < shards.ranges(of: trials).count { parts.append(Gradients(for: parameters)) }
    let parts = parts
    let losses = shards.map(trials) { index, shard in
      parts[index].clear()
      return parts[index].accumulate { loss(shard) }
    }
    gradients.clear()
    for index in losses.indices { gradients.add(parts[index]) }
    return losses.reduce(0, +)
  }
}
