import CYAML
import CZip
import Formats
import Foundation
import Tensors

extension Checkup {
  /// The program itself, what it is linked with, and the toolchain.
  func machine() -> [CheckResult] {
    let libraries = [
      "libyaml \(yaml_get_version_string().map { String(cString: $0) } ?? "?")",
      "libzip \(String(cString: zip_libzip_version()))",
    ]
    return [
      .well(
        "hipzoo", "\(hipzooVersion), \(types.count) architectures: \(types.map { $0.name }.joined(separator: ", "))"),
      .well("arithmetic", Backend.matrixProducts),
      .well("libraries", libraries.joined(separator: ", ")),
      toolchain(),
    ]
  }

  private func toolchain() -> CheckResult {
    guard let text = Program.output(["swift", "--version"]), let version = Self.swiftVersion(in: text) else {
      return .note(
        "toolchain", "there is no 'swift' on PATH",
        "Only architectures in Swift need it: install Swift 6.2 or later from swift.org.")
    }
    let parts = version.split(separator: ".").compactMap { Int($0) } + [0, 0]
    guard (parts[0], parts[1]) >= (6, 2) else {
      return .note(
        "toolchain", "Swift \(version); building HipZoo takes 6.2 or later", "Install a later one from swift.org.")
    }
    return .well("toolchain", "Swift \(version)")
  }

  static func swiftVersion(in text: String) -> String? {
    text.firstMatch(of: /Swift version ([0-9]+(?:\.[0-9]+)+)/).map { String($0.1) }
  }
}
