import Faults
import Synchronization

/// The memory that the contents of one file have taken so far, and the most that they may (docs/limits.md, section 1).
///
/// Sizes in a file and references between its values cost a stranger nothing; here they are added up before memory
/// is taken, over all arrays, tensors and texts of the file.
public final class DecodedSize: Sendable {
  /// The most bytes that the contents of one file may take.
  public static let most = 512 << 20

  private let bytes = Atomic(0)

  /// Starts with nothing taken.
  public init() {}

  /// Takes `count` elements of `size` bytes each into account.
  /// - Throws: ``Fault`` `.data` when that is more than there may be.
  func take(_ count: Int, of size: Int = 1) throws {
    let (more, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, more >= 0, more <= Self.most,
      bytes.wrappingAdd(more, ordering: .relaxed).newValue <= Self.most
    else {
      throw Fault(.data, "takes more than 512 MiB once it is decoded, which is the most for one file.")
    }
  }
}
