import CKernels

/// What does the arithmetic on this machine.
public enum Backend {
  /// What multiplies matrices: our own kernel, with the width of the registers that it found.
  public static var matrixProducts: String { "HipZoo, \(ck_register_width()) numbers a register" }
}
