import CBLAS
import CKernels

/// A row-major matrix in memory that somebody else keeps alive.
struct Matrix {
  let pointer: UnsafePointer<Float>
  let rowStride: Int
  var isTransposed = false

  init(_ pointer: UnsafePointer<Float>, rowStride: Int) {
    self.pointer = pointer
    self.rowStride = rowStride
  }

  var transposed: Matrix {
    var turned = self
    turned.isTransposed.toggle()
    return turned
  }
}

/// A matrix product: `c = a b`, or `c += a b` where `beta` is 1; a bias is added to every row of a new `c`.
///
/// On processors with AVX2 or AVX-512 our own kernel does it: at the shapes of these models it is up to twice as fast as
/// the BLAS builds that distributions ship (docs/performance.md). Elsewhere OpenBLAS does where it is
/// installed, on the calling thread alone; parallelism is over shards of a batch (docs/semantics.md, section 11).
///
/// The caller has `rows` rows of `rowStride` numbers at `c`, and of the matrices what their strides say; nothing is kept.
func gemm(
  _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, rowStride: Int, rows: Int, columns: Int,
  inner: Int, beta: Float = 0, bias: UnsafePointer<Float>? = nil
) {
  /// The product of all rows of `a` and some columns of `b`.
  func multiply(_ part: Range<Int>) {
    guard inner > 0 else {
      for row in 0..<(beta == 0 ? rows : 0) {
        for column in part { c[row * rowStride + column] = bias?[column] ?? 0 }
      }
      return
    }
    let (to, bias) = (c + part.lowerBound, bias.map { $0 + part.lowerBound })
    let from = b.pointer + part.lowerBound * (b.isTransposed ? b.rowStride : 1)
    if usesBLAS {
      if let bias { for row in 0..<rows { (to + row * rowStride).update(from: bias, count: part.count) } }
      cb_product(
        a.isTransposed ? 1 : 0, b.isTransposed ? 1 : 0, Int32(rows), Int32(part.count), Int32(inner), a.pointer,
        Int32(a.rowStride), from, Int32(b.rowStride), bias == nil ? beta : 1, to, Int32(rowStride))
    } else {
      ck_product(
        a.pointer, Int64(a.isTransposed ? 1 : a.rowStride), Int64(a.isTransposed ? a.rowStride : 1), from,
        Int64(b.isTransposed ? 1 : b.rowStride), Int64(b.isTransposed ? b.rowStride : 1), to, Int64(rowStride),
        Int64(rows), Int64(part.count), Int64(inner), beta == 0 ? 1 : 0, bias)
    }
  }
  guard let team = Team.current, rows * columns * inner > smallestShared else { return multiply(0..<columns) }
  let width = team.share(of: columns, in: panel)
  let parts = (columns + width - 1) / width
  guard parts > 1 else { return multiply(0..<columns) }
  team.run(parts) { multiply($0 * width..<min(($0 + 1) * width, columns)) }
}

/// The columns that a kernel computes together.
private let panel = 16
/// Products with fewer multiplications are done before a helper has looked up.
private let smallestShared = 1 << 17
/// Whether BLAS multiplies, and not our own kernel, which computes a number in one way whatever is computed beside it.
let usesBLAS = ck_register_width() <= 4 && cb_load() == 1

extension Tensor {
  /// The matrix product along the last two axes.
  ///
  /// - Parameter other: `[inner, columns]`, used for every matrix of this tensor, or `[..., inner, columns]` with
  ///   this tensor's leading axes.
  /// - Returns: `[..., rows, columns]` for this tensor's `[..., rows, inner]`.
  public func matmul(_ other: Tensor) -> Tensor {
    let (a, b) = (self, other)
    fitting { () throws(ShapeFault) in
      try requireShape(
        a.rank >= 2 && b.rank >= 2, "matmul: \(a.shape) and \(b.shape) are not both matrices, of two axes or more.")
      try requireShape(
        a.shape[a.rank - 1] == b.shape[b.rank - 2],
        "matmul: \(a.shape) times \(b.shape); the first has \(a.shape[a.rank - 1]) columns and the second "
          + "\(b.shape[b.rank - 2]) rows.")
      try requireShape(
        b.rank == 2 || a.shape.dropLast(2) == b.shape.dropLast(2),
        "matmul: \(a.shape) times \(b.shape); the second is one matrix, or has the leading axes of the first.")
    }
    let (inner, columns) = (a.shape[a.rank - 1], b.shape[b.rank - 1])
    let y = Tensor(uninitialised: a.shape.dropLast() + [columns])
    guard y.count > 0 else { return y }
    let matrices = b.rank == 2 ? 1 : a.shape.dropLast(2).reduce(1, *)
    let rows = y.count / (matrices * columns)
    for i in 0..<matrices {
      gemm(
        Matrix(a.pointer + i * rows * inner, rowStride: inner),
        Matrix(b.pointer + i * inner * columns, rowStride: columns), into: y.pointer + i * rows * columns,
        rowStride: columns, rows: rows, columns: columns, inner: inner)
    }
    return y.recorded(from: a, b) { dy, tape in
      tape.write(to: a) { da, isFirst in
        for i in 0..<matrices {
          gemm(
            Matrix(dy.base + i * rows * columns, rowStride: columns),
            Matrix(b.pointer + i * inner * columns, rowStride: columns).transposed,
            into: da + i * rows * inner, rowStride: inner, rows: rows, columns: inner,
            inner: columns, beta: isFirst ? 0 : 1)
        }
      }
      tape.write(to: b) { db, isFirst in
        for i in 0..<matrices {
          gemm(
            Matrix(a.pointer + i * rows * inner, rowStride: inner).transposed,
            Matrix(dy.base + i * rows * columns, rowStride: columns), into: db + i * inner * columns,
            rowStride: columns, rows: inner, columns: columns,
            inner: rows, beta: isFirst ? 0 : 1)
        }
      }
    }
  }

  /// `x W^T + b` along the last axis, as PyTorch's `linear`.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs]`.
  ///   - bias: `[outputs]`, or nil for none.
  /// - Returns: `[..., outputs]` for this tensor's `[..., inputs]`.
  public func linear(_ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
    let x = self
    fitting { () throws(ShapeFault) in
      try requireShape(
        weight.rank == 2 && x.shape.last == weight.shape[1],
        "linear: the weight \(weight.shape) does not fit the input \(x.shape); it is [outputs, \(x.shape.last ?? 1)].")
      try requireShape(
        bias == nil || bias?.shape == [weight.shape[0]],
        "linear: the bias \(bias?.shape ?? []) does not fit the weight \(weight.shape); it is [\(weight.shape[0])].")
    }
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    let y = Tensor(uninitialised: x.shape.dropLast() + [outputs])
    guard y.count > 0 else { return y }
    let rows = y.count / outputs
    gemm(
      Matrix(x.pointer, rowStride: inputs), Matrix(weight.pointer, rowStride: inputs).transposed,
      into: y.pointer, rowStride: outputs, rows: rows, columns: outputs, inner: inputs, bias: bias?.pointer)
    return y.recorded(from: x, weight, bias ?? weight) { dy, tape in
      tape.write(to: x) { dx, isFirst in
        gemm(
          Matrix(dy.base, rowStride: outputs), Matrix(weight.pointer, rowStride: inputs), into: dx,
          rowStride: inputs, rows: rows,
          columns: inputs, inner: outputs, beta: isFirst ? 0 : 1)
      }
      tape.write(to: weight) { dw, isFirst in
        gemm(
          Matrix(dy.base, rowStride: outputs).transposed, Matrix(x.pointer, rowStride: inputs), into: dw,
          rowStride: inputs, rows: outputs, columns: inputs, inner: rows, beta: isFirst ? 0 : 1)
      }
      if let bias { tape.add(to: bias) { ck_sum_rows(dy.base, $0, Int64(rows), Int64(outputs)) } }
    }
  }
}
