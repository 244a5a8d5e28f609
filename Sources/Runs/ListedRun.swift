import Formats
import Foundation

/// A run folder in a list: what it is of, and how far it has come.
public struct ListedRun: Encodable, Sendable, Equatable {
  /// How far a run has come.
  public enum State: String, Encodable, Sendable {
    /// It has scores and a seal.
    case sealed
    /// It has scores and no seal, as runs of version 0.1.
    case notSealed = "not sealed"
    /// It has no scores yet.
    case unfinished
    /// What it is cannot be read.
    case damaged
  }

  /// The folder's name.
  public let name: String
  /// How far it has come.
  public let state: State
  /// The entry or weights that were examined.
  public let entry: String?
  /// How the predictions came about.
  public let origin: RunDescription.Origin?
  /// The task.
  public let task: String?
  /// The protocol's name.
  public let `protocol`: String?
  /// The cohort's name.
  public let cohort: String?
  /// The seed.
  public let seed: UInt64?
  /// Where the weights came from, in a few words; nil where the run trained its own.
  public let weights: String?
  /// The populations whose trials were scored.
  public let populations: [String]
  /// The bytes of all files.
  public let bytes: Int

  /// Looks at a folder.
  public init(_ folder: RunFolder) {
    name = folder.name
    let description = try? JSONText.read(RunDescription.self, from: folder.description)
    let scores = folder.allScores
    let isSealed = FileManager.default.fileExists(atPath: folder.sealFile.path)
    state = description == nil ? .damaged : scores.isEmpty ? .unfinished : isSealed ? .sealed : .notSealed
    entry = description?.entry.name
    origin = description?.origin
    task = description?.task
    `protocol` = description?.rules.name
    cohort = description?.cohort.name
    seed = description?.seed
    weights = description?.entry.weights?.text
    populations = scores.map(\.population.rawValue)
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.url.path)) ?? []
    bytes = paths.reduce(0) { sum, path in
      let values = try? folder.url.appending(path: path).resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
      return sum + (values?.isRegularFile == true ? values?.fileSize ?? 0 : 0)
    }
  }
}
