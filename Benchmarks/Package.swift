// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "HipZoo", path: "..")
  ],
  targets: [
    .target(
      name: "PublishedModels",
      dependencies: ["Tensors", "Zoo", "LSTM", "Mamba", "Transformer"].map { .product(name: $0, package: "HipZoo") },
      path: "PublishedModels"),
    .executableTarget(
      name: "timings",
      dependencies: [.product(name: "Tensors", package: "HipZoo"), "PublishedModels"], path: "Timings"),
  ],
  swiftLanguageModes: [.v6]
)
