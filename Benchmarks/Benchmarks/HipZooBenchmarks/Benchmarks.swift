import Benchmark
import Faults
import TimedModels

// make bench, or: swift package --package-path Benchmarks benchmark --target HipZooBenchmarks --filter 'lstm.*'
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .peakMemoryResident], warmupIterations: 2, maxDuration: .seconds(3))
  operations()
  models()
  readers()
  leaderboard()
}

/// A training step, an inference batch and the latency of one trial, for each architecture.
func models() {
  for name in TimedModel.names {
    add("\(name): training step, 64 trials", name, trials: 64) { $0.train() }
    add("\(name): inference, 64 trials", name, trials: 64) { $0.infer() }
    add("\(name): inference, one trial", name, trials: 1) { $0.infer() }
  }
}

private func add(_ title: String, _ name: String, trials: Int, _ body: @escaping @Sendable (Workload) -> Float) {
  Benchmark(title) { (benchmark: Benchmark, workload: Workload) in
    for _ in benchmark.scaledIterations { blackHole(body(workload)) }
  } setup: {
    guard let model = try TimedModel(name) else { throw Fault(.software, "There is no model '\(name)'.") }
    return Workload(model, trials: trials, frames: 180, threads: 2)
  }
}
