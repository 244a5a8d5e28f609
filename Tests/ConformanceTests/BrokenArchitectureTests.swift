import Conformance
import Formats
import Foundation
import Protocols
import Synchronization
import Tensors
import TestSupport
import Testing
import Zoo

private enum Sound: Oddity {}

/// No gradient reaches the first layer.
private enum CutGradient: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass).detached)
  }
}

/// The gradient of the first layer is a tenth too small.
private enum WeakGradient: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    let hidden = network.hidden(x, pass)
    return network.last(hidden * 0.9 + hidden.detached * 0.1)
  }
}

private enum LooksAhead: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x - x.reversed(axis: 1) * 0.001, pass))
  }
}

/// One frame alone sees the next one.
private protocol LeaksAtOneFrame: Oddity { static var frame: Int { get } }

extension LeaksAtOneFrame {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    guard x.shape[1] > frame + 1 else { return network.last(network.hidden(x, pass)) }
    func part(_ frames: Range<Int>) -> Tensor { x.narrowed(axis: 1, to: frames) }
    let leak = part(frame..<frame + 1) + part(frame + 1..<frame + 2) * 0.001
    let parts = [leak, part(frame + 1..<x.shape[1])]
    let seen = Tensor.concatenated(frame > 0 ? [part(0..<frame)] + parts : parts, axis: 1)
    return network.last(network.hidden(seen, pass))
  }
}

private enum LeaksAtTheStart: LeaksAtOneFrame { static let frame = 0 }
private enum LeaksInTheMiddle: LeaksAtOneFrame { static let frame = 7 }
private enum LeaksBetween: LeaksAtOneFrame { static let frame = 100 }
private enum LeaksAtTheEnd: LeaksAtOneFrame { static let frame = 178 }

private enum OnlyClaimsToLookAhead: Oddity { static let isCausal = false }

private enum HiddenRandomNumber: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass)) + Float.random(in: 0...1e-3)
  }
}

private enum RandomNumberInTraining: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass)) + (pass.isTraining ? Float.random(in: 0...1e-3) : 0)
  }
}

private enum NameTwice: Oddity {
  static func finish(_ network: inout ToyNetwork, in scope: Scope) {
    network.extra = scope["first"].parameter("bias", [1], .constant(0))
  }
}

private enum UnstableNames: Oddity {
  static func finish(_ network: inout ToyNetwork, in scope: Scope) {
    network.extra = scope.parameter("x" + UUID().uuidString, [1], .constant(0))
  }
}

private enum MaskThatNeverChanges: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, .training(seed: 0, step: 0)))
  }
}

private enum SeesTheBatch: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x - x.mean(axis: 0) * 0.01, pass))
  }
}

private enum Explodes: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass)) + (x.squared() * 0.1).exp().sum(axis: 2).reshaped(x.shape.dropLast() + [1])
  }
}

/// The root of numbers of either sign.
private enum RootOfNegative: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass).squareRoot())
  }
}

private enum ForgottenParameter: Oddity {
  static func finish(_ network: inout ToyNetwork, in scope: Scope) {
    var generator = scope.generator
    network.extra = Tensor(generator.uniform(1, from: 0, to: 1), shape: [1])
  }

  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass)) + network.extra
  }
}

/// A parameter that is made and never looked at.
private enum UnusedParameter: Oddity {
  static func finish(_ network: inout ToyNetwork, in scope: Scope) {
    network.extra = scope.parameter("spare", [3], .constant(0))
  }
}

/// A gain of 0 hides what is before it at first, and no longer when it has learnt.
private enum ClosedGate: Oddity {
  static func finish(_ network: inout ToyNetwork, in scope: Scope) {
    network.extra = scope.parameter("gate", [1], .constant(0))
  }

  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass) * network.extra)
  }
}

private enum AnotherNetworkInTraining: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    network.last(network.hidden(x, pass)) * (pass.isTraining ? 1.01 : 1)
  }
}

/// What was seen last is added to what is seen now.
private enum KeepsState: Oddity {
  static let last = Mutex<Float>(0)
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor {
    let before = last.withLock { last in
      defer { last += 1 }
      return last
    }
    return network.last(network.hidden(x, pass)) + before * 0.001
  }
}

private enum ForgottenOutput: Oddity {
  static func predict(_ network: ToyNetwork, _ x: Tensor, _ pass: Pass) -> Tensor { network.hidden(x, pass) }
}

private enum TakesAnyNumber: Oddity {
  static func check(_ settings: Settings) throws {
    _ = try settings.integer("width", in: Int.min...Int.max, default: 1)
  }
}

private enum SpeaksOfItself: Oddity {
  struct Oops: Error {}
  static func check(_ settings: Settings) throws {
    do { _ = try settings.integer("width", in: 1...9, default: 1) } catch { throw Oops() }
  }
}

@Suite("The conformance kit") struct BrokenArchitectureTests {
  static let configuration: Node = ["hidden": 6, "dropout": 0.2]
  static let broken: [(any Architecture.Type, Set<Violation.Rule>, String)] = [
    (Toy<CutGradient>.self, [.gradients], "'first.weight'"),
    (Toy<WeakGradient>.self, [.gradients], "'first.bias'"),
    (Toy<LooksAhead>.self, [.causality], "causal"),
    (Toy<LeaksAtTheStart>.self, [.causality], "before frame 1 change"),
    (Toy<LeaksInTheMiddle>.self, [.causality], "before frame 8 change"),
    (Toy<LeaksBetween>.self, [.causality], "before frame 101 change"),
    (Toy<LeaksAtTheEnd>.self, [.causality], "before frame 179 change"),
    (Toy<OnlyClaimsToLookAhead>.self, [.causality], "not causal"),
    (Toy<NameTwice>.self, [.parameters], "'first.bias' is made twice"),
    (Toy<MaskThatNeverChanges>.self, [.dropout, .batch], "training gives what evaluation gives"),
    (Toy<SeesTheBatch>.self, [.batch], "other trials"),
    (Toy<Explodes>.self, [.extremes], "NaN"),
    (Toy<RootOfNegative>.self, [.extremes], "Ordinary angles give NaN"),
    (Toy<ForgottenParameter>.self, [.weights], "predicts other numbers"),
    (Toy<UnusedParameter>.self, [.parameters], "'spare' of shape [3] is never used"),
    (Toy<AnotherNetworkInTraining>.self, [.dropout], "With 'dropout' 0, training still differs"),
    (Toy<ForgottenOutput>.self, [.shapes], "expected [1, 1, 3]"),
  ]

  @Test func `finds nothing wrong with a sound architecture`() {
    expectConformance(of: Toy<Sound>.self, Self.configuration)
    expectConformance(of: Toy<Sound>.self, ["hidden": 1], task: muscleForce)
    expectConformance(of: Toy<ClosedGate>.self, Self.configuration)
  }

  @Test(arguments: broken.indices)
  func `catches what is broken and nothing else`(_ index: Int) {
    let (type, rules, words) = Self.broken[index]
    let violations = ConformanceKit(of: type, Self.configuration).violations()
    #expect(Set(violations.map(\.rule)) == rules, "\(type.name): \(violations)")
    #expect(violations.contains { $0.description.contains(words) }, "\(violations)")
  }

  @Test(
    arguments: [
      Toy<HiddenRandomNumber>.self, Toy<RandomNumberInTraining>.self, Toy<KeepsState>.self,
    ] as [any Architecture.Type])
  func `catches a hidden random number`(_ type: any Architecture.Type) {
    let violations = ConformanceKit(of: type, Self.configuration).violations()
    #expect(violations.contains { $0.rule == .determinism && $0.description.contains("the second time") })
  }

  @Test func `catches names that change`() {
    let violations = ConformanceKit(of: Toy<UnstableNames>.self, Self.configuration).violations()
    #expect(violations.contains { $0.rule == .parameters && $0.description.contains("other names: 'x") })
  }

  @Test(
    arguments: [
      (Toy<TakesAnyNumber>.self, "accepts the number 1000000000000 for 'width'"),
      (Toy<SpeaksOfItself>.self, "with an error that is no Fault"),
    ] as [(any Architecture.Type, String)])
  func `catches a configuration that is not checked`(_ type: any Architecture.Type, _ words: String) {
    let violations = ConformanceKit(of: type, Self.configuration.with("width", 2)).violations()
    #expect(Set(violations.map(\.rule)) == [.configuration])
    #expect(violations.contains { $0.description.contains(words) }, "\(violations)")
  }

  @Test func `says why the configuration itself is refused`() {
    let violations = ConformanceKit(of: Toy<Sound>.self, ["hidden": 0]).violations()
    #expect(violations.map(\.rule) == [.configuration])
    #expect(violations.first?.description.contains("'hidden' is 0") == true)
  }
}

extension Node {
  fileprivate func with(_ key: String, _ value: Node) -> Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(.mapping(entries + [Entry(key: key, location: location, value: value)]), at: location)
  }
}
