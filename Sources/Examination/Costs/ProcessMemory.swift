import Foundation

/// The memory of this process.
enum ProcessMemory {
  /// The most that it has held at once, in megabytes of a million bytes.
  static var peakMegabytes: Int? {
    var usage = rusage()
    // 0 asks about this process (`RUSAGE_SELF`, which is of another type on each system).
    guard getrusage(.init(0), &usage) == 0 else { return nil }
    #if os(Linux)
      // The number is of KiB there.
      return usage.ru_maxrss * 1024 / 1_000_000
    #else
      return usage.ru_maxrss / 1_000_000
    #endif
  }
}
