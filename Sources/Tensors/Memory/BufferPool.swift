import Synchronization

/// Buffers of float32 numbers that are kept from step to step, so that a training step allocates nothing
/// after the first.
///
/// Sizes are rounded up to one of four steps between powers of two; a buffer that comes back waits for the
/// next request of its size. What it holds is never read before it is written.
enum BufferPool {
  private struct Shelves: ~Copyable {
    var buffers: [Int: [UnsafeMutablePointer<Float>]] = [:]
    var kept = 0
    var allocated = 0
  }

  // A pointer in the pool belongs to nobody; the lock hands each to one owner at a time.
  private struct Guarded: @unchecked Sendable { let pointer: UnsafeMutablePointer<Float> }

  private static let shelves = Mutex(Shelves())

  /// The most numbers that wait in the pool (1 GiB); what comes back beyond that is freed.
  private static let limit = 1 << 28

  /// The number of buffers that were ever asked of the system: constant while steps reuse what there is.
  static var allocations: Int { shelves.withLock { $0.allocated } }

  static func capacity(for count: Int) -> Int {
    guard count > 64 else { return 64 }
    let power = Int.bitWidth - (count - 1).leadingZeroBitCount
    let step = 1 << max(power - 3, 4)
    return (count + step - 1) / step * step
  }

  static func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let capacity = capacity(for: count)
    let waiting = shelves.withLock { shelves -> Guarded? in
      guard let pointer = shelves.buffers[capacity]?.popLast() else {
        shelves.allocated += 1
        return nil
      }
      shelves.kept -= capacity
      return Guarded(pointer: pointer)
    }
    if let waiting { return waiting.pointer }
    let raw = UnsafeMutableRawPointer.allocate(byteCount: capacity * 4, alignment: 64)
    return raw.bindMemory(to: Float.self, capacity: capacity)
  }

  static func give(_ pointer: UnsafeMutablePointer<Float>, count: Int) {
    let capacity = capacity(for: count)
    let returned = Guarded(pointer: pointer)
    let isKept = shelves.withLock { shelves in
      guard shelves.kept + capacity <= limit else { return false }
      shelves.kept += capacity
      shelves.buffers[capacity, default: []].append(returned.pointer)
      return true
    }
    if !isKept { UnsafeMutableRawPointer(pointer).deallocate() }
  }
}
