import CKernels

extension Tensor {
  /// The same numbers in another shape.
  public func reshaped(_ shape: [Int]) -> Tensor {
    precondition(shape.reduce(1, *) == count, "\(self.shape) does not become \(shape)")
    return Tensor(shape: shape, storage: storage, variable: variable)
  }

  /// The tensor with two neighbouring axes exchanged; by default the last two.
  ///
  /// - Parameter axis: the first of the two axes.
  public func transposed(_ axis: Int? = nil) -> Tensor {
    let x = self
    let axis = axis ?? rank - 2
    precondition(axis >= 0 && axis + 1 < rank, "there are no axes \(axis) and \(axis + 1) in \(shape)")
    let outer = shape[..<axis].reduce(1, *)
    let (rows, columns) = (shape[axis], shape[axis + 1])
    let width = shape[(axis + 2)...].reduce(1, *)
    var turned = shape
    turned.swapAt(axis, axis + 1)
    let y = Tensor(uninitialised: turned)
    let block = rows * columns * width
    for i in 0..<outer {
      ck_transpose(x.pointer + i * block, y.pointer + i * block, Int64(rows), Int64(columns), Int64(width))
    }
    return y.recorded(from: x) { dy, tape in
      let dx = Storage(count: dy.count)
      for i in 0..<outer {
        ck_transpose(dy.base + i * block, dx.base + i * block, Int64(columns), Int64(rows), Int64(width))
      }
      tape.hand(dx, to: x)
    }
  }

  /// A part along one axis.
  public func narrowed(axis: Int, to range: Range<Int>) -> Tensor {
    let x = self
    let (outer, size, inner) = split(at: axis)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= size, "\(range) is not within axis \(axis) of \(shape)")
    var part = shape
    part[axis] = range.count
    let y = Tensor(uninitialised: part)
    let (run, stride, start) = (range.count * inner, size * inner, range.lowerBound * inner)
    for i in 0..<outer { (y.pointer + i * run).update(from: x.pointer + i * stride + start, count: run) }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in
        for i in 0..<outer { addNumbers(dy.base + i * run, into: dx + i * stride + start, count: run) }
      }
    }
  }

  /// Parts of given sizes along one axis; the sizes sum to the axis.
  public func split(axis: Int, sizes: [Int]) -> [Tensor] {
    precondition(sizes.reduce(0, +) == shape[axis], "the parts \(sizes) do not fill axis \(axis) of \(shape)")
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return narrowed(axis: axis, to: start..<start + size)
    }
  }

  /// The tensors one behind the other along an axis.
  public static func concatenated(_ parts: [Tensor], axis: Int) -> Tensor {
    guard let first = parts.first else { return Tensor([], shape: [0]) }
    var shape = first.shape
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    let (outer, size, inner) = Tensor(shape: shape, storage: first.storage).split(at: axis)
    let joined = Tensor(uninitialised: shape)
    var start = 0
    var result = joined
    let places = parts.map { part -> (Tensor, Int, Int) in
      defer { start += part.shape[axis] * inner }
      return (part, start, part.shape[axis] * inner)
    }
    for (part, start, run) in places {
      for i in 0..<outer {
        (joined.pointer + i * size * inner + start).update(from: part.pointer + i * run, count: run)
      }
    }
    if let tape = Tape.current, parts.contains(where: tape.wants) {
      result.variable = tape.variable()
      if case .recorded(let place) = result.variable {
        tape.record(place) { dy, tape in
          for (part, start, run) in places {
            tape.add(to: part) { d in
              for i in 0..<outer {
                addNumbers(dy.base + i * size * inner + start, into: d + i * run, count: run)
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The tensor with one axis in reverse order, for example time run backwards.
  public func reversed(axis: Int) -> Tensor {
    let x = self
    let (outer, size, inner) = split(at: axis)
    let y = Tensor(uninitialised: shape)
    func each(_ body: (_ from: Int, _ to: Int) -> Void) {
      for i in 0..<outer {
        for j in 0..<size { body((i * size + j) * inner, (i * size + size - 1 - j) * inner) }
      }
    }
    each { (y.pointer + $1).update(from: x.pointer + $0, count: inner) }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in each { addNumbers(dy.base + $1, into: dx + $0, count: inner) } }
    }
  }

  /// The part at an index of the first axis, which disappears.
  public subscript(index: Int) -> Tensor {
    narrowed(axis: 0, to: index..<index + 1).reshaped(Array(shape.dropFirst()))
  }
}
