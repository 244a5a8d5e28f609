/// What a tensor is to the tape that records it.
enum Variable: Sendable, Equatable {
  /// Nobody asks for its gradient.
  case constant
  /// A parameter of the model, by its place in ``Parameters``.
  case parameter(Int)
  /// A value that the current tape recorded, by its place.
  case recorded(Int)
}

/// The record of one forward pass: how each value was made, so that gradients can be taken backwards.
///
/// Sendable, unchecked: a tape is made, filled and run on one thread; it is `Sendable` only because task-local
/// values have to be.
final class Tape: @unchecked Sendable {
  /// The tape that records on this thread, if any; without one an operation remembers nothing.
  @TaskLocal static var current: Tape?

  typealias Step = (_ gradient: Storage, _ tape: Tape) -> Void

  private var steps: [(output: Int, step: Step)] = []
  private var gradients: [Storage?] = []
  private let parameterGradients: Gradients?

  init(for parameterGradients: Gradients?) {
    self.parameterGradients = parameterGradients
  }

  /// Gives a value a place on the tape.
  func variable() -> Variable {
    gradients.append(nil)
    return .recorded(gradients.count - 1)
  }

  func record(_ output: Int, _ step: @escaping Step) {
    steps.append((output, step))
  }

  /// Runs the record backwards from one value, whose gradient is `seed`.
  func run(from value: Tensor, seed: Float) {
    guard case .recorded(let start) = value.variable else { return }
    let gradient = Storage(count: value.count)
    gradient.base.update(repeating: seed, count: value.count)
    gradients[start] = gradient
    // A step is dropped once it has run: the values that it kept go back to the pool.
    while let (output, step) = steps.popLast() {
      guard let gradient = gradients[output] else { continue }
      gradients[output] = nil
      step(gradient, self)
    }
  }

  /// The gradient of a value, or nil when nothing depends on it.
  func gradient(of value: Tensor) -> Storage? {
    guard case .recorded(let place) = value.variable else { return nil }
    return gradients[place]
  }

  /// Lets a closure add to the gradient of a value; it is not called for a constant.
  ///
  /// The pointer is to as many numbers as the value has, and good within the closure alone.
  func add(to value: Tensor, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    switch value.variable {
    case .constant: return
    case .parameter(let index):
      if let parameterGradients { body(parameterGradients.pointer(index)) }
    case .recorded(let place):
      let gradient = gradients[place] ?? .zeros(value.count)
      gradients[place] = gradient
      body(gradient.base)
    }
  }

  /// Lets a closure write the gradient of a value, or add to it: `isFirst` says that nothing is there yet.
  ///
  /// The pointer is to as many numbers as the value has, and good within the closure alone.
  func write(to value: Tensor, _ body: (_ gradient: UnsafeMutablePointer<Float>, _ isFirst: Bool) -> Void) {
    if case .recorded(let place) = value.variable, gradients[place] == nil {
      let gradient = Storage(count: value.count)
      gradients[place] = gradient
      body(gradient.base, true)
    } else {
      add(to: value) { body($0, false) }
    }
  }

  /// Adds a gradient to that of a value, and leaves it to the caller.
  func copy(_ gradient: Storage, to value: Tensor) {
    write(to: value) { target, isFirst in
      if isFirst {
        target.update(from: gradient.base, count: value.count)
      } else {
        addNumbers(gradient.base, into: target, count: value.count)
      }
    }
  }

  /// Whether a value is recorded and nothing has been added to its gradient yet.
  func isFirst(_ value: Tensor) -> Bool {
    if case .recorded(let place) = value.variable { gradients[place] == nil } else { false }
  }

  /// Passes a gradient on unchanged; `gradient` must not be used by the caller afterwards.
  func hand(_ gradient: Storage, to value: Tensor) {
    if case .recorded(let place) = value.variable, gradients[place] == nil {
      gradients[place] = gradient
    } else {
      add(to: value) { addNumbers(gradient.base, into: $0, count: value.count) }
    }
  }

  /// Whether anybody asks for the gradient of a value: whether ``add(to:_:)`` would call its closure.
  func wants(_ value: Tensor) -> Bool {
    switch value.variable {
    case .constant: false
    case .parameter: parameterGradients != nil
    case .recorded: true
    }
  }
}

extension Tensor {
  /// The result of an operation, recorded when one of its arguments is.
  func recorded(from arguments: Tensor..., step: @escaping Tape.Step) -> Tensor {
    recorded(from: arguments, step: step)
  }

  /// The result of an operation on any number of arguments, recorded when one of them is.
  func recorded(from arguments: [Tensor], step: @escaping Tape.Step) -> Tensor {
    guard arguments.contains(where: { $0.variable != .constant }), let tape = Tape.current else {
      return self
    }
    let variable = tape.variable()
    if case .recorded(let place) = variable { tape.record(place, step) }
    return Tensor(shape: shape, storage: storage, variable: variable)
  }
}
