import Benchmark
import Tensors

/// The operations that a training step spends its time in, at the shapes of one shard: 16 trials of 180 frames.
func operations() {
  let (trials, frames) = (16, 180)
  let wide = draw([trials, frames, 128], seed: 1)
  forward("linear, 128 to 384", [wide, draw([384, 128], seed: 2)]) { $0[0].linear($0[1]) }
  forward("softmax, 180 of 180", [draw([trials, 4, frames, frames], seed: 3)]) { $0[0].softmax() }
  forward("layer norm, 128", [wide, draw([128], seed: 4), draw([128], seed: 5)]) { $0[0].layerNorm($0[1], $0[2]) }
  forward("silu", [wide]) { $0[0].silu() }
  forward(
    "lstm, 128", [wide, draw([512, 128], seed: 6), draw([512, 128], seed: 7), draw([512], seed: 8)]
  ) { $0[0].lstm(inputWeight: $0[1] * 0.1, stateWeight: $0[2] * 0.1, inputBias: $0[3], stateBias: $0[3]) }
  let channels = draw([trials, frames, 256], seed: 9)
  forward("depthwise convolution, 4 taps", [channels, draw([256, 1, 4], seed: 10)]) {
    $0[0].convolved($0[1], nil, groups: 256, padding: .causal)
  }
  let states = draw([trials, frames, 16], seed: 11)
  forward("selective scan, 256 x 16", [channels, states, draw([256, 16], seed: 12), draw([256], seed: 13)]) {
    $0[0].selectiveScan(delta: $0[0].softplus(), a: -$0[2].exp(), b: $0[1], c: $0[1], skip: $0[3])
  }
}

/// One benchmark of the values alone and one of values and gradients.
private func forward(_ title: String, _ arguments: [Tensor], _ body: @escaping @Sendable ([Tensor]) -> Tensor) {
  Benchmark(title) { benchmark in
    for _ in benchmark.scaledIterations { blackHole(body(arguments)) }
  }
  Benchmark("\(title), with gradients") { benchmark in
    for _ in benchmark.scaledIterations { blackHole(gradients(of: arguments) { body($0).mean() }) }
  }
}

private func draw(_ shape: [Int], seed: UInt64) -> Tensor {
  var generator = TorchGenerator(seed: seed)
  return Tensor(generator.uniform(shape.reduce(1, *), from: -1, to: 1), shape: shape)
}
