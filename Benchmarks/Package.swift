// swift-tools-version: 6.1
import PackageDescription

/// A library of HipZoo.
func hipzoo(_ names: String...) -> [Target.Dependency] { names.map { .product(name: $0, package: "HipZoo") } }

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "HipZoo", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "TimedModels", dependencies: hipzoo("Zoo", "Weights", "Cohorts"),
      path: "TimedModels"),
    .executableTarget(name: "timings", dependencies: ["TimedModels"], path: "Timings"),
    .executableTarget(
      name: "HipZooBenchmarks",
      dependencies: ["TimedModels", .product(name: "Benchmark", package: "benchmark")]
        + hipzoo("Zoo", "Cohorts", "Weights", "Examination"),
      path: "Benchmarks/HipZooBenchmarks", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
