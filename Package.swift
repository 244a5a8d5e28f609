// swift-tools-version: 6.1
import PackageDescription

/// The architectures that ship with HipZoo.
///
/// Each word names a target at `Plugins/NAME` that declares a type `NAME: Architecture`; adding a word here is all the
/// registration that code needs.
let architectures = ["GRU", "LSTM", "Mamba", "TCN", "Transformer"]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A library of the house.
func library(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency]) -> [Target] {
  [.target(name: name, dependencies: dependencies, path: path ?? "Sources/\(name)")]
}

/// The tests of one target; all of them may read the files under `Tests/Fixtures`.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "Fixtures"] + dependencies,
    path: "Tests/\(name)Tests", plugins: plugins)
}

let package = Package(
  name: "HipZoo",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "hipzoo", targets: ["hipzoo"])
  ]
    + (["Tensors", "Zoo", "Files", "Cohorts", "Weights", "Examination", "Conformance", "Scaffold", "Doctor"]
    + architectures).map {
      .library(name: $0, targets: [$0])
    },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .target(name: "CKernels", path: "Sources/CKernels"),
    .executableTarget(name: "architecture-index", dependencies: ["Zoo"], path: "Sources/ArchitectureIndex/Generator"),
    .plugin(
      name: "ArchitectureIndex", capability: .buildTool(), dependencies: ["architecture-index"],
      path: "Sources/ArchitectureIndex/Plugin"),
    .executableTarget(
      name: "hipzoo",
      dependencies: [arguments, "Zoo", "Files", "Cohorts", "Weights", "Examination", "Scaffold", "Doctor"]
        + architectures.map { .init(stringLiteral: $0) },
      path: "Sources/hipzoo", plugins: ["ArchitectureIndex"]),
  ]
    + library("Tensors", ["CKernels", "CBLAS"])
    + library("Zoo", ["Tensors", "CYAML"])
    + library("Files", ["Zoo", "CZip", crypto])
    + library("Cohorts", ["Zoo", "Files"])
    + library("Weights", ["Zoo", "Files"])
    + library("Examination", ["Zoo", "Tensors", "Files", "Cohorts", "Weights", subprocess])
    + library("Conformance", ["Tensors", "Zoo", "Weights"])
    + library("Scaffold", ["Zoo", "Files"])
    + library("Doctor", ["Tensors", "Zoo", "Files", "Weights", "Scaffold", "CYAML", "CZip"])
    + architectures.flatMap { library($0, path: "Plugins/\($0)", ["Tensors", "Zoo"]) }
    + [
      .target(
        name: "Fixtures", path: "Tests/Fixtures",
        exclude: ["npz", "protocol.json"]
          + ["lstm", "mamba", "transformer"].map { "\($0)_small.safetensors" }),
      tests(of: "Tensors"),
      tests(of: "Zoo"),
      tests(of: "Files", ["Zoo"]),
      tests(of: "Cohorts", ["Zoo", "Files"]),
      tests(of: "Weights", ["Zoo", "Tensors", "Files"]),
      tests(
        of: "Conformance", ["Zoo", "Tensors"] + architectures.map { .init(stringLiteral: $0) },
        plugins: ["ArchitectureIndex"]),
      tests(of: "Examination", ["Zoo", "Files", "Cohorts", "Scaffold"]),
      tests(of: "Scaffold", ["Zoo", "Files"]),
      tests(of: "Doctor", ["Tensors", "Zoo", "Files"]),
    ],
  swiftLanguageModes: [.v6]
)

// Only 'make docs' needs the plugin that writes the documentation; nobody who builds HipZoo fetches it.
if Context.environment["HIPZOO_DOCS"] == "1" {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
