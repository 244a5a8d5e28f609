// swift-tools-version: 6.2
import PackageDescription

/// The architectures that ship with HipZoo.
///
/// Each word names a target at `Plugins/NAME` that declares a type `NAME: Architecture`; adding a word here is all the
/// registration that code needs.
let architectures = ["CycleMixer", "GRU", "LSTM", "Mamba", "TCN", "Transformer"]

/// Architectures under `examples`, which are built and tested but not in the command.
let exampleArchitectures = ["S4D", "UNet"]

let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
// Only the sockets: FlyingFox itself links FoundationNetworking, and so libcurl, which every command would load.
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func named(_ targets: [String]) -> [Target.Dependency] { targets.map { .init(stringLiteral: $0) } }

/// A library of the house; what it may import is drawn in docs/architecture.md.
func library(
  _ name: String, path: String? = nil, _ dependencies: [Target.Dependency], exclude: [String] = [],
  plugins: [Target.PluginUsage] = []
) -> [Target] {
  [.target(name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", exclude: exclude, plugins: plugins)]
}

/// A system library with the packages that bring it.
func system(_ name: String, pkgConfig: String, apt: String, brew: String) -> [Target] {
  [.systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])]
}

/// The tests of one target; all of them may read the files under `Tests/Fixtures`.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], plugins: [Target.PluginUsage] = []
) -> [Target] {
  [
    .testTarget(
      name: "\(name)Tests", dependencies: named([name, "Fixtures", "TestSupport"]) + dependencies,
      path: "Tests/\(name)Tests", exclude: exclude, plugins: plugins)
  ]
}

let package = Package(
  name: "HipZoo",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "hipzoo", targets: ["hipzoo"]),
    // What a plugin of another package imports, and what it is examined with.
    .library(name: "Zoo", targets: ["Zoo", "Tensors", "Protocols"]),
    .library(name: "Conformance", targets: ["Conformance"]),
    // What a program that predicts needs: files, cohorts, weights and the shipped architectures.
    .library(name: "Cohorts", targets: ["Cohorts", "Formats"]),
    .library(name: "Weights", targets: ["Weights"] + architectures),
    // The examination as a library.
    .library(name: "Examination", targets: ["Examination", "Registry"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .target(name: "CKernels", path: "Sources/CKernels"),
    .target(
      name: "CBLAS", path: "Sources/CBLAS", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "CHTTP", path: "Sources/CHTTP"),
    .target(name: "CProcesses", path: "Sources/CProcesses"),
    .executableTarget(
      name: "architecture-index", dependencies: ["Faults", "Formats", "Protocols"],
      path: "Sources/ArchitectureIndex/Generator"),
    .plugin(
      name: "ArchitectureIndex", capability: .buildTool(), dependencies: ["architecture-index"],
      path: "Sources/ArchitectureIndex/Plugin", exclude: ["zoo", "protocols", "cohorts", "tasks", "recipes"]),
    .executableTarget(name: "task-index", path: "Sources/TaskIndex/Generator"),
    .plugin(
      name: "TaskIndex", capability: .buildTool(), dependencies: ["task-index"], path: "Sources/TaskIndex/Plugin"),
    .executableTarget(
      name: "hipzoo",
      dependencies: [arguments]
        + named(
          [
            "Faults", "Formats", "Scores", "Protocols", "Zoo", "SyntheticGait", "Cohorts", "Weights", "Fetching",
            "Runs", "Jobs", "Processes", "OpenSim",
            "Examination", "Registry", "Report", "Publishing", "Scaffold", "Doctor", "Conformance",
          ] + architectures),
      path: "Sources/hipzoo", plugins: ["ArchitectureIndex"]),
  ]
    + system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev", brew: "libyaml")
    + system("CZip", pkgConfig: "libzip", apt: "libzip-dev", brew: "libzip")
    + system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl")
    + library("Faults", [])
    + library("Formats", named(["Faults", "CYAML", "CZip", "CCrypto"]))
    + library("Scores", named(["Faults"]))
    + library("Protocols", named(["Faults", "Formats", "Scores"]), plugins: ["TaskIndex"])
    + library("Tensors", named(["CKernels", "CBLAS"]))
    + library("Zoo", named(["Faults", "Formats", "Protocols", "Tensors"]))
    + library("SyntheticGait", named(["Faults", "Protocols"]))
    + library("Fetching", named(["Faults", "Formats", "CHTTP"]))
    + library("Cohorts", named(["Faults", "Formats", "Scores", "Protocols", "SyntheticGait", "Fetching"]))
    + library("Weights", named(["Faults", "Formats", "Protocols", "Tensors", "Zoo", "Fetching"]))
    + library("Runs", named(["Faults", "Formats", "Scores", "Protocols"]))
    + library("Processes", named(["Faults", "Formats", "CProcesses"]) + [subprocess])
    + library("Jobs", named(["Faults"]))
    + library(
      "OpenSim", named(["Faults", "Formats", "Scores", "Protocols", "SyntheticGait", "Cohorts", "Processes", "Jobs"]))
    + library(
      "Examination",
      named([
        "Faults", "Formats", "Scores", "Protocols", "Tensors", "Zoo", "SyntheticGait", "Cohorts", "Weights", "Runs",
        "Processes", "Jobs",
      ]))
    + library("Registry", named(["Faults", "Formats", "Scores", "Protocols", "Runs"]) + [database])
    + library("Report", named(["Faults", "Formats", "Scores", "Protocols", "Runs", "Registry"]))
    + library(
      "Publishing",
      named(["Faults", "Formats", "Scores", "Protocols", "Zoo", "Fetching", "Weights", "Runs", "Registry", "Report"])
        + [sockets])
    + library("Conformance", named(["Faults", "Formats", "Protocols", "Tensors", "Zoo", "Weights"]))
    + library("Scaffold", named(["Faults", "Formats", "Protocols"]))
    + library(
      "Doctor",
      named([
        "Faults", "Formats", "Protocols", "Tensors", "Zoo", "Weights", "Fetching", "Runs", "Registry", "Scaffold",
        "CYAML",
        "CZip",
      ]))
    + architectures.flatMap { library($0, path: "Plugins/\($0)", ["Protocols", "Tensors", "Zoo"]) }
    + library(
      "LeaveOnePersonOut", path: "examples/LeaveOnePersonOut", ["Protocols"],
      exclude: ["leave-one-person-out-quick.yaml"])
    // Plugins as a contributor writes them; they are no entries of the zoo.
    + exampleArchitectures.flatMap { name in
      library(
        name, path: "examples/\(name)", ["Protocols", "Tensors", "Zoo"],
        exclude: ["jm60", "mf60"].map { "\(name.lowercased())-\($0).yaml" })
    }
    + [
      .target(
        name: "TestSupport", dependencies: ["Faults", "Formats", "Protocols", "Scores", "Runs"],
        path: "Tests/TestSupport"),
      .target(
        name: "Fixtures", path: "Tests/Fixtures",
        exclude: [
          "golden-trainings.json", "npz", "cases", "protocol.json", "home-0.1", "home-0.1-expected", "report",
          "hostile",
        ]
          + ["lstm", "mamba", "transformer"].map { "\($0)_small.safetensors" }),
    ]
    + tests(of: "Faults")
    + tests(of: "Formats", ["Faults"])
    + tests(of: "Scores", ["Faults", "Formats"])
    + tests(of: "Protocols", ["Faults", "Formats", "Scores"])
    + tests(of: "Tensors", named(["CBLAS"]))
    + tests(of: "Zoo", ["Faults", "Formats", "Tensors"])
    + tests(of: "SyntheticGait", ["Zoo"])
    + tests(of: "Cohorts", named(["Faults", "Formats", "Fetching", "Weights", "LSTM", "Mamba", "Transformer", "Zoo"]))
    + tests(
      of: "Weights",
      named(["Faults", "Formats", "Zoo", "Tensors", "Fetching", "Runs", "Registry", "Publishing"]))
    + tests(of: "Conformance", named(["Zoo", "Tensors"] + architectures), plugins: ["ArchitectureIndex"])
    + tests(of: "Fetching", ["Faults", "Formats"])
    + tests(of: "Runs", named(["Faults", "Formats", "Protocols", "Scores"]))
    + tests(of: "Processes", named(["Faults", "Formats"]))
    + tests(of: "Jobs", ["Faults"])
    + tests(of: "OpenSim", named(["Faults", "Formats", "Cohorts", "Protocols", "Jobs"]))
    + tests(of: "Registry", named(["Faults", "Formats", "Runs", "Scores"]) + [database])
    + tests(of: "Publishing", named(["LSTM", "Tensors", "Zoo", "Formats", "Weights", "Fetching", "Registry", "Runs"]))
    + tests(
      of: "Report",
      named(["Formats", "SyntheticGait", "Cohorts", "Weights", "Examination", "Jobs", "Registry", "LSTM"]))
    + tests(
      of: "Examination",
      named(
        architectures + ["Formats", "SyntheticGait", "Cohorts", "Weights", "Scaffold", "Runs", "Jobs", "Processes"]),
      exclude: ["Reference"])
    + tests(of: "Scaffold", ["Zoo", "Formats"])
    + tests(of: "Doctor", named(["Tensors", "Zoo", "Formats", "Registry", "Runs"]))
    + tests(of: "hipzoo", named(["LSTM", "Tensors", "Zoo", "Formats", "Cohorts", "Weights", "Runs", "OpenSim"]))
    + [
      .testTarget(
        // It runs the program that the plugin brings; linked into the tests, that program would be there twice.
        name: "ArchitectureIndexTests", dependencies: ["TestSupport"], path: "Tests/ArchitectureIndexTests"),
      .testTarget(
        name: "LeaveOnePersonOutTests", dependencies: ["LeaveOnePersonOut", "Protocols"],
        path: "Tests/LeaveOnePersonOutTests"),
    ]
    + exampleArchitectures.map {
      .testTarget(
        name: "\($0)Tests", dependencies: named([$0, "Conformance", "Protocols", "Tensors", "Zoo"]),
        path: "Tests/\($0)Tests")
    }
    + [
      .testTarget(name: "TaskIndexTests", dependencies: ["Protocols"], path: "Tests/TaskIndexTests"),
      .testTarget(
        name: "PluginsTests",
        dependencies: named(architectures + ["Tensors", "Zoo", "Weights", "Formats", "Fixtures"]),
        path: "Tests/PluginsTests"),
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

// HIPZOO_TESTS="TensorsTests FormatsTests" leaves away what these tests do not need: a sanitizer's build costs much.
if let tests = Context.environment["HIPZOO_TESTS"]?.split(separator: " ").map(String.init) {
  var kept = Set(tests)
  var count = 0
  while count < kept.count {
    count = kept.count
    for target in package.targets where kept.contains(target.name) {
      for case .byNameItem(let name, _) in target.dependencies { kept.insert(name) }
    }
  }
  package.products = []
  package.targets.removeAll { target in
    !kept.contains(target.name) && ([.regular, .test].contains(target.type) || target.name == "hipzoo")
  }
}

// Only scripts/fuzz needs the readers as a library: they are no interface, and one of them uses what the tests use.
if Context.environment["HIPZOO_FUZZ"] == "1" {
  package.products.append(.library(name: "Readers", targets: ["Readers"]))
  package.targets.append(
    .target(
      name: "Readers",
      dependencies: named([
        "Faults", "Formats", "Scores", "Protocols", "Cohorts", "Weights", "Runs", "OpenSim", "Examination",
      ]), path: "Fuzzing/Readers"))
}

// Only 'make docs' needs the plugin that writes the documentation; nobody who builds HipZoo fetches it.
if Context.environment["HIPZOO_DOCS"] == "1" {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
