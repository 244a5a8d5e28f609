import CBLAS
import CKernels

/// What does the arithmetic on this machine.
public enum Backend {
  /// What multiplies matrices: our own kernel, or OpenBLAS with its version and processor core.
  public static var matrixProducts: String {
    let width = ck_register_width()
    guard usesBLAS, let configuration = cb_configuration() else { return "HipZoo, \(width) numbers a register" }
    let core = cb_core().map { ", core \(String(cString: $0))" } ?? ""
    return String(cString: configuration).trimmingSuffix(while: \.isWhitespace) + core
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> SubSequence {
    guard let last = lastIndex(where: { !predicate($0) }) else { return prefix(0) }
    return self[...last]
  }
}
