import Formats
import Foundation

/// What a run was made on; it says where a number comes from and is no part of any fingerprint.
public struct RunEnvironment: Codable, Sendable, Equatable {
  /// The version of HipZoo.
  public var hipzoo: String
  /// The processor's name.
  public var processor: String
  /// The processors that were there.
  public var cores: Int
  /// The threads of each job.
  public var threads: Int
  /// What multiplied matrices.
  public var matrixProducts: String
  /// The operating system.
  public var system: String
  /// When the run began, in UTC.
  public var begun: String
  /// The walls that a program ran in, for example `bubblewrap 0.8.0`; nil for none.
  public var sandbox: String?

  /// Looks at this machine.
  ///
  /// - Parameter matrixProducts: what multiplies matrices, which only the tensors know.
  public static func current(threads: Int, matrixProducts: String) -> RunEnvironment {
    RunEnvironment(
      hipzoo: hipzooVersion, processor: processorName(), cores: ProcessInfo.processInfo.activeProcessorCount,
      threads: threads, matrixProducts: matrixProducts,
      system: ProcessInfo.processInfo.operatingSystemVersionString, begun: Date().formatted(.iso8601))
  }

  private static func processorName() -> String {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return "unknown" }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}
