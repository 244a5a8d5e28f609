// swift-tools-version: 6.2
import PackageDescription

/// The readers of files from strangers, fed with mutated files; `scripts/fuzz` builds and runs it.
///
/// `HIPZOO_FUZZ=1` makes the package above offer its readers. `HIPZOO_FUZZ_PLAIN=1` takes a mutator of our own for a
/// toolchain without libFuzzer: it sees nothing of the code that runs, and needs no sanitizer.
let isPlain = Context.environment["HIPZOO_FUZZ_PLAIN"] == "1"

let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "HipZoo", path: "..")],
  targets: [
    .target(name: "CLibFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [.product(name: "Readers", package: "HipZoo")] + (isPlain ? [] : ["CLibFuzzer"]),
      swiftSettings: isPlain
        ? [.define("PLAIN"), .unsafeFlags(["-parse-as-library"])] : [.unsafeFlags(["-parse-as-library"])]),
  ],
  swiftLanguageModes: [.v6]
)
