import CKernels

/// A weight laid out for being used again at every time step of a recurrence.
struct PackedWeight: Sendable {
  private let storage: Storage
  private let outputs: Int
  private let inputs: Int

  /// Packs a matrix `[outputs, inputs]`, or the transpose of a matrix `[inputs, outputs]`.
  init(_ weight: Tensor, isTransposed: Bool = false) {
    let (rows, columns) = (weight.shape[0], weight.shape[1])
    (outputs, inputs) = isTransposed ? (columns, rows) : (rows, columns)
    storage = Storage(count: Int(ck_packed_size(Int64(outputs), Int64(inputs))))
    let (outputStride, inputStride) = isTransposed ? (1, columns) : (columns, 1)
    ck_pack(
      weight.pointer, Int64(outputStride), Int64(inputStride), storage.base, Int64(outputs), Int64(inputs))
  }

  /// Adds `x W^T` to `y`, for `rows` rows of `inputs` numbers each, which the caller holds, as it does `rows` rows of results.
  func addProduct(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, rows: Int) {
    ck_packed_product(
      x, Int64(inputs), storage.base, y, Int64(outputs), Int64(rows), Int64(outputs), Int64(inputs))
  }
}
