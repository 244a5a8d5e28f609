/// A contiguous array of float32 numbers with a shape, in row-major order.
///
/// A tensor never changes. Operations on it (`+`, `matmul`, `softmax`, ...) make new tensors and, inside
/// ``gradients(of:loss:)`` or a training step, remember how, so that nobody writes a backward pass.
///
/// ```swift
/// let x = Tensor([1, 2, 3, 4], shape: [2, 2])
/// let y = (x * 2 + 1).tanh()
/// print(y.shape, y.values)
/// ```
///
/// Shapes are the programmer's business: an operation whose shapes do not fit ends the program with one line that says
/// them; see ``ShapeFault``. Everything that comes from a file is checked before it becomes a tensor. Where an operation
/// takes an axis, a negative one is counted from the end: -1 is the last.
public struct Tensor: Sendable {
  /// The sizes of the axes, outermost first; `[]` for a single number.
  public let shape: [Int]
  let storage: Storage
  var variable: Variable

  init(shape: [Int], storage: Storage, variable: Variable = .constant) {
    self.shape = shape
    self.storage = storage
    self.variable = variable
  }

  /// A tensor whose numbers are about to be written.
  init(uninitialised shape: [Int]) {
    self.init(shape: shape, storage: Storage(count: fitting { () throws(ShapeFault) in try shape.span(for: "Tensor") }))
  }

  /// Makes a tensor of numbers in row-major order.
  public init(_ values: [Float], shape: [Int]) {
    self.init(uninitialised: shape)
    fitting { () throws(ShapeFault) in
      try requireShape(
        values.count == count, "Tensor: \(values.count) numbers do not fill the shape \(shape), which takes \(count).")
    }
    values.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { storage.base.update(from: first, count: source.count) }
    }
  }

  /// Makes a tensor that holds one number everywhere.
  public init(repeating value: Float, shape: [Int]) {
    self.init(uninitialised: shape)
    storage.base.update(repeating: value, count: storage.count)
  }

  /// The number of numbers.
  public var count: Int { storage.count }
  /// The number of axes.
  public var rank: Int { shape.count }
  /// The numbers in row-major order.
  public var values: [Float] { withUnsafeValues { Array($0) } }
  /// The number of a tensor that holds only one.
  public var scalar: Float {
    fitting { () throws(ShapeFault) in
      try requireShape(count == 1, "scalar: a tensor of shape \(shape) is not a single number.")
    }
    return storage.base[0]
  }

  /// Gives the numbers to a closure without copying them.
  public func withUnsafeValues<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
    -> Result
  {
    // The storage owns the memory, so it has to outlive the closure.
    try withExtendedLifetime(storage) { try body(UnsafeBufferPointer(start: storage.base, count: count)) }
  }

  /// The same numbers, cut off from the tape: no gradient flows through.
  public var detached: Tensor { Tensor(shape: shape, storage: storage) }

  /// Where the numbers are: `count` of them, for as long as this tensor, or another of its storage, is held.
  ///
  /// An operation holds its tensors to its end, and the tape those of a step; shapes are checked before a kernel gets it.
  var pointer: UnsafeMutablePointer<Float> { storage.base }
}
