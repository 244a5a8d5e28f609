import Tensors
import Testing

/// An operation beside a plain float64 version of it.
struct Operation: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The shapes of the arguments.
  let shapes: [[Int]]
  /// The range of each argument's numbers; the last one serves all that follow.
  let ranges: [ClosedRange<Double>]
  let run: @Sendable ([Tensor]) -> Tensor
  let reference: @Sendable ([Grid]) -> Grid

  init(
    _ name: String, _ shapes: [[Int]], in ranges: ClosedRange<Double>..., run: @escaping @Sendable ([Tensor]) -> Tensor,
    reference: @escaping @Sendable ([Grid]) -> Grid
  ) {
    testDescription = "\(name) of \(shapes.map { "\($0)" }.joined(separator: ", "))"
    self.shapes = shapes
    self.ranges = ranges.isEmpty ? [-1...1] : ranges
    self.run = run
    self.reference = reference
  }

  /// Arguments in the operation's ranges.
  var arguments: [Grid] {
    shapes.enumerated().map { place, shape in
      .varied(shape, in: ranges[min(place, ranges.count - 1)], seed: UInt64(place) + 1)
    }
  }
}

/// Holds an operation against its reference: values, and gradients against central differences in float64.
func check(_ operation: Operation, tolerance: Double = 2e-5) {
  let arguments = operation.arguments
  let tensors = arguments.map { Tensor($0.floats, shape: $0.shape) }
  let expected = operation.reference(arguments)
  let result = operation.run(tensors)
  #expect(result.shape == expected.shape)
  expectClose(result.values, expected.values, tolerance / 4, "values")

  let weights = Grid.varied(expected.shape, in: -1...1, seed: 99)
  let weighted: @Sendable ([Tensor]) -> Tensor = {
    (operation.run($0) * Tensor(weights.floats, shape: weights.shape)).sum()
  }
  let gradients = gradients(of: tensors, loss: weighted).gradients
  let differences = CentralDifferences(arguments) { arguments in
    zip(operation.reference(arguments).values, weights.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
  for (place, gradient) in gradients.enumerated() {
    #expect(gradient.shape == arguments[place].shape)
    let values = gradient.values.map(Double.init)
    let (indices, slopes) = differences.slopes(of: place)
    let scale = max(values.map(\.magnitude).max() ?? 0, slopes.map(\.magnitude).max() ?? 0)
    for (index, slope) in zip(indices, slopes) {
      #expect(
        (values[index] - slope).magnitude <= tolerance * scale + 1e-9,
        "argument \(place), element \(index): \(values[index]) instead of \(slope)")
    }
    // One direction through all elements, so that those that were not tried alone count too.
    let direction = Grid.varied(arguments[place].shape, in: -1...1, seed: 7)
    let along = zip(values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
    let slope = differences.slope(of: place, along: direction)
    let size = zip(values, direction.values).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
    #expect((along - slope).magnitude <= tolerance * size + 1e-9, "argument \(place): \(along) instead of \(slope)")
  }
  checkAccumulation(tensors, gradients.map(\.values), weighted)
}

/// Expects the same gradients of one argument alone, and gradients that are added to those that are there already.
private func checkAccumulation(_ tensors: [Tensor], _ expected: [[Float]], _ loss: @Sendable ([Tensor]) -> Tensor) {
  for place in tensors.indices {
    let alone = gradients(of: [tensors[place]]) { given in
      var arguments = tensors
      arguments[place] = given[0]
      return loss(arguments)
    }.gradients
    expectClose(alone[0].values, expected[place].map(Double.init), 1e-6, "argument \(place) alone")
  }
  // Recorded last, so run first: the operation finds a gradient in its place.
  let added = gradients(of: tensors) { arguments in
    arguments.reduce(loss(arguments)) { $0 + $1.sum() }
  }.gradients
  for place in tensors.indices {
    expectClose(added[place].values, expected[place].map { Double($0) + 1 }, 1e-6, "argument \(place) added")
  }
}

/// Expects numbers within a share of the largest one.
func expectClose(_ values: [Float], _ expected: [Double], _ tolerance: Double, _ what: String) {
  #expect(values.count == expected.count, "\(what)")
  let scale = expected.map(\.magnitude).max() ?? 0
  let worst = zip(values, expected).map { (Double($0) - $1).magnitude }.max { $0 < $1 || $1.isNaN } ?? 0
  #expect(worst <= tolerance * scale + 1e-9, "\(what): \(worst) apart where the largest is \(scale)")
}

/// Slopes of a number that depends on arguments, by differences at both sides of each.
struct CentralDifferences {
  private let arguments: [Grid]
  private let function: ([Grid]) -> Double

  init(_ arguments: [Grid], _ function: @escaping ([Grid]) -> Double) {
    self.arguments = arguments
    self.function = function
  }

  /// The slopes of at most 40 elements of an argument, spread over it.
  func slopes(of place: Int) -> (indices: [Int], slopes: [Double]) {
    let count = arguments[place].values.count
    let indices = Array(stride(from: 0, to: count, by: count <= 40 ? 1 : count / 40 | 1))
    return (
      indices,
      indices.map { index in
        slope { step in
          var moved = arguments
          moved[place].values[index] += step
          return moved
        }
      }
    )
  }

  /// The slope when an argument moves along a direction.
  func slope(of place: Int, along direction: Grid) -> Double {
    slope { step in
      var moved = arguments
      for index in direction.values.indices { moved[place].values[index] += step * direction.values[index] }
      return moved
    }
  }

  private func slope(_ moved: (Double) -> [Grid]) -> Double {
    let step = 1e-5
    return (function(moved(step)) - function(moved(-step))) / (2 * step)
  }
}
