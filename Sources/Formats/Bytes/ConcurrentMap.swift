import Dispatch
import Synchronization

/// Makes `count` pieces on several threads and returns them in order; what they are does not depend on how many.
public func concurrentMap<Piece: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Piece
) -> [Piece] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  let pieces = Mutex([Piece?](repeating: nil, count: count))
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let piece = body(index)
      pieces.withLock { $0[index] = piece }
    }
  }
  return pieces.withLock { $0.compactMap { $0 } }
}
