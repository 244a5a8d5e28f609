import Dispatch
import Tensors
import Testing

@Suite("Training")
struct TrainingTests {
  /// The loss `sum (w - goal)^2`, whose gradient is `2 (w - goal)`.
  static let goal: [Float] = [0.3, -0.2, 0.1, 0.5, -0.4]

  static func parameter(_ scope: Scope) -> Tensor { scope.parameter("w", [5], .values([1, -1, 0.5, 0, 2])) }

  static func gradients(_ scope: Scope, _ weight: Tensor) -> Gradients {
    let gradients = Gradients(for: scope.parameters)
    _ = gradients.accumulate { (weight - Tensor(goal, shape: [5])).squared().sum() }
    return gradients
  }

  @Test("with AdamW follows its formula step by step in float64")
  func adamW() {
    let scope = Scope(seed: 0)
    let weight = Self.parameter(scope)
    var optimiser = AdamW(.init(learningRate: 0.01, weightDecay: 0.1), for: scope.parameters)
    var (expected, m, v) = ([1, -1, 0.5, 0, 2], [Double](repeating: 0, count: 5), [Double](repeating: 0, count: 5))
    for step in 1...20 {
      let gradients = Self.gradients(scope, weight)
      let clip = Gradients.clipFactor(norm: gradients.norm, limit: 0.5)
      optimiser.step(scope.parameters, gradients, clip: clip)
      let slopes = zip(expected, Self.goal).map { 2 * ($0 - Double($1)) }
      let factor = min(1, 0.5 / (slopes.reduce(0) { $0 + $1 * $1 }.squareRoot() + 1e-6))
      let (correction1, correction2) = (1 - power(0.9, step), 1 - power(0.999, step))
      for i in 0..<5 {
        let g = slopes[i] * factor
        expected[i] *= 1 - 0.01 * 0.1
        m[i] += 0.1 * (g - m[i])
        v[i] = 0.999 * v[i] + 0.001 * g * g
        expected[i] -= 0.01 / correction1 * m[i] / (v[i].squareRoot() / correction2.squareRoot() + 1e-8)
      }
      expectClose(weight.values, expected, 2e-6, "step \(step)")
    }
    #expect(optimiser.state.steps == 20)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  @Test("goes on bit for bit from a state that was put away")
  func resumption() {
    func run(stoppingAfter stop: Int?) -> [Float] {
      var scope = Scope(seed: 0)
      var weight = Self.parameter(scope)
      let rates = AdamW.Rates(learningRate: 0.05, weightDecay: 0.01)
      var optimiser = AdamW(rates, for: scope.parameters)
      for step in 0..<6 {
        if step == stop {
          let (state, weights) = (optimiser.state, scope.parameters.weights)
          scope = Scope(seed: 1)
          weight = Self.parameter(scope)
          scope.parameters.load(weights)
          optimiser = AdamW(rates, for: scope.parameters)
          optimiser.state = state
        }
        optimiser.step(scope.parameters, Self.gradients(scope, weight))
      }
      return weight.values
    }
    #expect(run(stoppingAfter: nil) == run(stoppingAfter: 3))
  }

  @Test("clips by the norm of all gradients together")
  func clipping() {
    let scope = Scope(seed: 0)
    let a = scope.parameter("a", [2], .values([3, 0]))
    let b = scope.parameter("b", [1], .values([4]))
    let gradients = Gradients(for: scope.parameters)
    _ = gradients.accumulate { (a.squared().sum() + b.squared().sum()) * 0.5 }
    #expect(gradients.norm == 5)
    #expect((Gradients.clipFactor(norm: 5, limit: 0.5) - 0.5 / (5 + 1e-6)).magnitude < 1e-8)
    #expect(Gradients.clipFactor(norm: 0.1, limit: 0.5) == 1)
    #expect(Gradients.clipFactor(norm: 0, limit: 0.5) == 1)
  }

  /// A small network with every operation whose order of sums could depend on threads, and dropout.
  private struct Network: Sendable {
    let lstm: LSTMLayers
    let attention: MultiHeadAttention
    let norm: LayerNorm
    let dropout: Dropout
    let output: Linear

    init(_ scope: Scope) {
      lstm = LSTMLayers(5, hidden: 16, layers: 2, dropout: 0.2, in: scope["lstm"])
      attention = MultiHeadAttention(16, heads: 4, dropout: 0.1, in: scope["attention"])
      norm = LayerNorm(16, in: scope["norm"])
      dropout = Dropout(0.3, in: scope["dropout"])
      output = Linear(16, 3, in: scope["output"])
    }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      let x = lstm(x, pass)
      return output(norm(x + dropout(attention(x, pass), pass)))
    }
  }

  private static func train(threads: Int) -> (losses: [UInt32], weights: [UInt32]) {
    let scope = Scope(seed: 11)
    let network = Network(scope)
    let parameters = scope.parameters
    let x = Tensor(Grid.varied([37, 12, 5], in: -2...2, seed: 1).floats, shape: [37, 12, 5])
    let target = Tensor(Grid.varied([37, 12, 3], in: -1...1, seed: 2).floats, shape: [37, 12, 3])
    let batch = BatchGradient(for: parameters, shards: Shards(threads: threads, size: 8))
    var optimiser = AdamW(.init(learningRate: 1e-2, weightDecay: 1e-2), for: parameters)
    let losses = (0..<3).map { step in
      let loss = batch.accumulate(37) { shard in
        network(x.slice(shard), .training(seed: 3, step: step, firstTrial: shard.lowerBound))
          .meanSquaredError(target.slice(shard), over: target.count)
      }
      let clip = Gradients.clipFactor(norm: batch.gradients.norm, limit: 0.5)
      optimiser.step(parameters, batch.gradients, clip: clip)
      return loss.bitPattern
    }
    return (losses, parameters.tensors.flatMap { $0.values.map(\.bitPattern) })
  }

  @Test("gives the same bytes with 1, 2, 3 and 4 threads, dropout and all")
  func threads() {
    let one = Self.train(threads: 1)
    for threads in [1, 2, 3, 4] {
      let many = Self.train(threads: threads)
      #expect(many.losses == one.losses && many.weights == one.weights, "\(threads) threads")
    }
  }

  @Test("of a single shard gives the same bytes with 1, 2, 3, 4 and 9 threads", arguments: [false, true])
  func team(isCausal: Bool) {
    let scope = Scope(seed: 12)
    // Large enough that the threads share each product, with a last part that is narrower than the others.
    let map = Linear(72, 72, in: scope["map"])
    let attention = MultiHeadAttention(72, heads: 3, dropout: 0, isCausal: isCausal, in: scope["attention"])
    let parameters = scope.parameters
    let x = Tensor(Grid.varied([2, 60, 72], in: -2...2, seed: 1).floats, shape: [2, 60, 72])
    @Sendable func run(threads: Int) -> (values: [UInt32], gradient: [UInt32]) {
      let shards = Shards(threads: threads)
      let values = shards.map(2) { _, shard in attention(map(x.slice(shard)), .evaluation).values }
      let batch = BatchGradient(for: parameters, shards: shards)
      _ = batch.accumulate(2) { attention(map(x.slice($0)), .training(seed: 3, step: 1)).squared().mean() }
      return (
        values.flatMap { $0.map(\.bitPattern) },
        parameters.names.indices.flatMap { batch.gradients[$0].values.map(\.bitPattern) }
      )
    }
    let one = run(threads: 1)
    for threads in [2, 3, 4, 9] {
      for _ in 0..<5 {
        let many = run(threads: threads)
        #expect(many.values == one.values && many.gradient == one.gradient, "\(threads) threads")
      }
    }
    // Several trials at once, as when serving: each has a team of its own, or none.
    DispatchQueue.concurrentPerform(iterations: 20) { _ in
      let many = run(threads: 2)
      #expect(many.values == one.values && many.gradient == one.gradient)
    }
  }

  @Test("by shards gives the gradient of the whole batch")
  func shards() {
    let scope = Scope(seed: 11)
    let network = Network(scope)
    let x = Tensor(Grid.varied([21, 6, 5], in: -2...2, seed: 1).floats, shape: [21, 6, 5])
    let target = Tensor(Grid.varied([21, 6, 3], in: -1...1, seed: 2).floats, shape: [21, 6, 3])
    let whole = Gradients(for: scope.parameters)
    let pass = Pass.training(seed: 3, step: 1)
    let loss = whole.accumulate { network(x, pass).meanSquaredError(target) }
    let batch = BatchGradient(for: scope.parameters, shards: Shards(threads: 2, size: 8))
    let sum = batch.accumulate(21) { shard in
      network(x.slice(shard), .training(seed: 3, step: 1, firstTrial: shard.lowerBound))
        .meanSquaredError(target.slice(shard), over: target.count)
    }
    #expect((loss - sum).magnitude < 1e-6 * loss)
    for (place, name) in scope.parameters.names.enumerated() {
      expectClose(batch.gradients[place].values, whole[place].values.map(Double.init), 1e-5, name)
    }
  }
}

@Suite("Scopes")
struct ScopeTests {
  @Test("name parameters by their paths and list all that does not fit at once")
  func problems() {
    func model(_ scope: Scope) { _ = Linear(2, 3, in: scope["layers"][0]["map"]) }
    let drawn = Scope(seed: 1)
    model(drawn)
    #expect(drawn.parameters.names == ["layers.0.map.weight", "layers.0.map.bias"])
    #expect(drawn.problems.isEmpty)
    let loaded = Scope(weights: drawn.parameters.weights)
    model(loaded)
    #expect(loaded.problems.isEmpty && loaded.parameters.weights == drawn.parameters.weights)
    let wrong = Scope(weights: [
      Weight(name: "layers.0.map.weight", shape: [2, 3], values: [Float](repeating: 0, count: 6)),
      Weight(name: "head", shape: [1], values: [0]),
    ])
    model(wrong)
    #expect(wrong.problems.count == 3)
    for words in ["'layers.0.map.weight' has shape [2, 3], the model needs [3, 2]", "'layers.0.map.bias'", "'head'"] {
      #expect(wrong.problems.contains { $0.contains(words) }, "\(words)")
    }
  }
}
