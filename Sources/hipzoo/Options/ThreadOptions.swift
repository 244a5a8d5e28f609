import ArgumentParser
import Foundation

/// How many threads work.
struct ThreadOptions: ParsableArguments {
  /// How many workers a person may ask for.
  static let allowed = 1...1024

  @Option(
    parsing: .unconditional, help: "The number of threads; results do not depend on it. By default all processors.")
  var threads: Int?

  var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws { try check("--threads", threads, in: Self.allowed) }
}
