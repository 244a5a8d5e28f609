import Foundation

/// The numbers under one or more tensors: a buffer of the pool, or a part of another storage.
///
/// Sendable, unchecked: only the operation that makes a storage writes it, before any other thread can see
/// it. The exceptions are parameters, which the optimiser changes between steps, when no pass is running,
/// and gradients, each of which belongs to one tape on one thread.
final class Storage: @unchecked Sendable {
  /// `count` numbers, from the pool until this goes; whoever computes with them holds this.
  let base: UnsafeMutablePointer<Float>
  let count: Int
  private let owner: Storage?
  /// The bytes of a mapping that is no buffer of the pool.
  private var mapped: Int?

  /// A buffer whose content is not yet defined.
  init(count: Int) {
    base = BufferPool.take(count)
    self.count = count
    owner = nil
  }

  /// A part of another storage, which it keeps alive.
  init(part range: Range<Int>, of whole: Storage) {
    // Callers have checked what came from outside.
    precondition(range.lowerBound >= 0 && range.upperBound <= whole.count)
    base = whole.base + range.lowerBound
    count = range.count
    owner = whole
  }

  /// Zeros that take no memory, however many they are, and cannot be written.
  init?(unbacked count: Int) {
    let bytes = max(count, 1) * 4
    guard let pages = mmap(nil, bytes, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0), pages != MAP_FAILED else {
      return nil
    }
    base = pages.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
    owner = nil
    mapped = bytes
  }

  /// A buffer of zeros.
  static func zeros(_ count: Int) -> Storage {
    let storage = Storage(count: count)
    storage.base.update(repeating: 0, count: count)
    return storage
  }

  deinit {
    if let mapped {
      munmap(base, mapped)
    } else if owner == nil {
      BufferPool.give(base, count: count)
    }
  }
}
