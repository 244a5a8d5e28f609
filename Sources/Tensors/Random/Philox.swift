import CKernels

/// Philox 4x32-10, a counter-based generator: what it gives depends on its key and counter and on nothing else.
///
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public enum Philox {
  /// The four random words of a counter under a key.
  public static func words(
    key: UInt64, counter: (UInt32, UInt32, UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    let input = [counter.0, counter.1, counter.2, counter.3]
    var output: [UInt32] = [0, 0, 0, 0]
    ck_philox(key, input, &output)
    return (output[0], output[1], output[2], output[3])
  }
}
