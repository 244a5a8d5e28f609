// swift-tools-version: 6.2
import PackageDescription

/// The architectures that ship with HipZoo.
///
/// Each word names a target at `Plugins/NAME` that declares a type `NAME: Architecture`; adding a word here is all the
/// registration that code needs.
let architectures = ["CycleMixer", "GRU", "LSTM", "Mamba", "TCN", "Transformer"]

let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
// Only the sockets: FlyingFox itself links FoundationNetworking, and so libcurl, which every command would load.
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
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
    + ([
      "Tensors", "Manifests", "Zoo", "Files", "SyntheticGait", "Cohorts", "Weights", "Fetching", "Examination",
      "Registry", "Publishing", "Drawing", "Figures", "Report", "Conformance", "Scaffold", "Doctor",
    ]
    + architectures).map {
      .library(name: $0, targets: [$0])
    },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .target(name: "CKernels", path: "Sources/CKernels"),
    .target(name: "CHTTP", path: "Sources/CHTTP"),
    .target(name: "CSHA256", path: "Sources/CSHA256"),
    .executableTarget(
      name: "architecture-index", dependencies: ["Manifests"],
      path: "Sources/ArchitectureIndex/Generator"),
    .plugin(
      name: "ArchitectureIndex", capability: .buildTool(), dependencies: ["architecture-index"],
      path: "Sources/ArchitectureIndex/Plugin"),
    .executableTarget(
      name: "hipzoo",
      dependencies: [
        arguments, "Zoo", "Files", "SyntheticGait", "Cohorts", "Weights", "Fetching", "Examination", "Registry",
        "Publishing", "Figures", "Report", "Scaffold", "Doctor",
      ]
        + architectures.map { .init(stringLiteral: $0) },
      path: "Sources/hipzoo", plugins: ["ArchitectureIndex"]),
  ]
    + library("Tensors", ["CKernels", "CBLAS"])
    + library("Manifests", ["CYAML"])
    + library("Zoo", ["Manifests", "Tensors"])
    + library("Files", ["Zoo", "CZip", "CSHA256"])
    + library("SyntheticGait", ["Zoo"])
    + library("Cohorts", ["Tensors", "SyntheticGait", "Zoo", "Files"])
    + library("Weights", ["Zoo", "Files"])
    + library("Conformance", ["Tensors", "Zoo", "Weights"])
    + library("Examination", ["Zoo", "Tensors", "Files", "SyntheticGait", "Cohorts", "Weights", subprocess])
    + library("Fetching", ["CHTTP", "Zoo", "Files", "Weights"])
    + library("Registry", ["Zoo", "Files", "Weights", "Examination", database])
    + library("Publishing", ["Zoo", "Files", "Weights", "Fetching", "Examination", "Registry", sockets])
    + library("Drawing", [])
    + library("Figures", ["Drawing", "Zoo", "Files", "Cohorts", "Examination"])
    + library("Report", ["Drawing", "Figures", "Zoo", "Files", "Examination", "Registry"])
    + library("Scaffold", ["Zoo", "Files"])
    + library("Doctor", ["Tensors", "Zoo", "Files", "Weights", "Fetching", "Registry", "Scaffold", "CYAML", "CZip"])
    + architectures.flatMap { library($0, path: "Plugins/\($0)", ["Tensors", "Zoo"]) }
    + [
      .target(name: "Expectations", dependencies: ["Zoo", "Files"], path: "Tests/Expectations"),
      .target(
        name: "Fixtures", path: "Tests/Fixtures",
        exclude: ["npz", "protocol.json", "home-0.1", "home-0.1-expected"]
          + ["lstm", "mamba", "transformer"].map { "\($0)_small.safetensors" }),
      tests(of: "Tensors"),
      tests(of: "Manifests"),
      tests(of: "Zoo", ["Tensors"]),
      tests(of: "Files", ["Zoo"]),
      tests(of: "SyntheticGait", ["Zoo"]),
      tests(of: "Cohorts", ["Expectations", "Zoo", "Files", "Weights", "LSTM", "Mamba", "Transformer"]),
      tests(of: "Weights", ["Expectations", "Zoo", "Tensors", "Files"]),
      tests(
        of: "Conformance", ["Zoo", "Tensors"] + architectures.map { .init(stringLiteral: $0) },
        plugins: ["ArchitectureIndex"]),
      tests(of: "Registry", ["Expectations", "Zoo", "Files", "Examination", database]),
      tests(of: "Publishing", ["Expectations", "LSTM", "Tensors", "Zoo", "Files", "Weights", "Fetching", "Registry"]),
      tests(of: "Drawing"),
      tests(of: "Report", ["Zoo", "Files", "SyntheticGait", "Cohorts", "Weights", "Examination", "Registry", "LSTM"]),
      .testTarget(
        name: "ExaminationTests",
        dependencies: architectures.map { .init(stringLiteral: $0) } + [
          "Examination", "Zoo", "Files", "SyntheticGait", "Cohorts", "Weights", "Scaffold", "Fixtures",
        ], path: "Tests/ExaminationTests", exclude: ["Reference"]),
      .testTarget(
        name: "PluginsTests",
        dependencies: architectures.map { .init(stringLiteral: $0) } + ["Tensors", "Zoo", "Weights", "Fixtures"],
        path: "Tests/PluginsTests"),
      tests(of: "hipzoo", ["LSTM", "Tensors", "Zoo", "Files", "Cohorts", "Weights"]),
      tests(of: "Scaffold", ["Zoo", "Files"]),
      tests(of: "Doctor", ["Tensors", "Zoo", "Files", "Registry"]),
    ],
  swiftLanguageModes: [.v6]
)

// HIPZOO_STRICT=1, as `.ci/run` sets it, makes a warning an error in our own targets. SwiftPM leaves such settings out
// where another package depends on this one.
if Context.environment["HIPZOO_STRICT"] == "1" {
  for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}

// Only 'make docs' needs the plugin that writes the documentation; nobody who builds HipZoo fetches it.
if Context.environment["HIPZOO_DOCS"] == "1" {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
