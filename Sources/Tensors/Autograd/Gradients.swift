/// The gradient of a loss with respect to every parameter of a model.
///
/// Sendable, unchecked: each is written by the one tape it was given to, and read after that tape has run.
public final class Gradients: @unchecked Sendable {
  let storage: Storage
  private let offsets: [Int]
  let shapes: [[Int]]

  /// Makes gradients of zero for a model's parameters.
  public init(for parameters: Parameters) {
    var offsets = [Int]()
    var total = 0
    for parameter in parameters.tensors {
      offsets.append(total)
      total += parameter.count
    }
    self.offsets = offsets
    shapes = parameters.tensors.map(\.shape)
    storage = .zeros(total)
  }

  /// The gradient of one parameter, in the parameter's shape.
  public subscript(index: Int) -> Tensor {
    let count = shapes[index].reduce(1, *)
    let part = Storage(part: offsets[index]..<offsets[index] + count, of: storage)
    return Tensor(shape: shapes[index], storage: part)
  }

  /// The number of parameters.
  public var count: Int { shapes.count }

  /// The numbers of one parameter, `shapes[index]` of them, for as long as these gradients are held.
  func pointer(_ index: Int) -> UnsafeMutablePointer<Float> { storage.base + offsets[index] }

  /// Makes the gradient of one parameter zero.
  public func clear(_ index: Int) {
    pointer(index).update(repeating: 0, count: shapes[index].reduce(1, *))
  }

  func clear() { storage.base.update(repeating: 0, count: storage.count) }

  /// Adds another model copy's gradients to these, number by number.
  func add(_ other: Gradients) { addNumbers(other.storage.base, into: storage.base, count: storage.count) }
}
