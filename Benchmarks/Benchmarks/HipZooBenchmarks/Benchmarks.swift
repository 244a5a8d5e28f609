import Benchmark
import PublishedModels

// swift package --package-path Benchmarks benchmark [--filter REGEX]
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .peakMemoryResident], warmupIterations: 2, maxDuration: .seconds(3))
  operations()
  models()
  readers()
}

/// A training step, an inference batch and the latency of one trial, for each architecture.
func models() {
  for name in PublishedModel.names {
    add("\(name): training step, 64 trials", name, trials: 64) { $0.train() }
    add("\(name): inference, 64 trials", name, trials: 64) { $0.infer() }
    add("\(name): inference, one trial", name, trials: 1) { $0.infer() }
  }
}

private func add(_ title: String, _ name: String, trials: Int, _ body: @escaping @Sendable (Workload) -> Float) {
  Benchmark(title) { benchmark in
    guard let model = try PublishedModel(name) else { return benchmark.error("there is no model '\(name)'") }
    let workload = Workload(model, trials: trials, frames: 180, threads: 2)
    _ = body(workload)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(body(workload)) }
  }
}
