import Formats
import Foundation
import Scores

/// The files that one test of a run leaves: on its own test set, or on a cohort that no training has seen.
public struct TestFiles: Sendable, Hashable {
  /// The scores.
  public let scores: URL
  /// The name of the file of scores.
  public var name: String { scores.lastPathComponent }
  /// The predictions.
  public let predictions: URL
  /// The references that were scored against, with the digest of each trial.
  public let references: URL
  /// References and predictions over the gait cycle, as figures show them.
  public let curves: URL
}

extension RunFolder {
  private static let externalPrefix = "external-"

  /// The files of the run's own test.
  public var test: TestFiles {
    TestFiles(
      scores: scores, predictions: predictions, references: url.appending(path: "references.npz"), curves: curves)
  }

  /// The files of the test on an external cohort; another population is another test.
  public func external(_ fingerprint: String, _ population: Population) -> TestFiles {
    external(stem: "\(Self.externalPrefix)\(Self.word(of: population))-\(fingerprint.prefix(8))")
  }

  /// A population's word as a part of a file's name: one that could be a path, or mean something to a shell or to another
  /// file system, is its letters and digits with a digest of the whole.
  private static func word(of population: Population) -> String {
    let word = population.rawValue
    func isPlain(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-")
    }
    guard !word.utf8.allSatisfy(isPlain) else { return word }
    let letters = String(decoding: word.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "-") }, as: UTF8.self)
    return "\(letters)-\(Digest.sha256(of: Data(word.utf8)).prefix(8))"
  }

  /// The tests whose scores are there: the run's own, then those on external cohorts by file name.
  public var tests: [TestFiles] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    let stems = names.filter {
      $0.hasPrefix(Self.externalPrefix) && $0.hasSuffix(".json") && !$0.hasSuffix("-curves.json")
    }.map { String($0.dropLast(".json".count)) }
    let own = names.contains(scores.lastPathComponent) ? [test] : []
    return own + stems.map(external(stem:))
  }

  /// The files of the test whose file of scores has a name.
  func files(named name: String) -> TestFiles {
    name == test.name ? test : external(stem: name.hasSuffix(".json") ? String(name.dropLast(5)) : name)
  }

  private func external(stem: String) -> TestFiles {
    TestFiles(
      scores: url.appending(path: "\(stem).json"), predictions: url.appending(path: "\(stem).npz"),
      references: url.appending(path: "\(stem)-references.npz"), curves: url.appending(path: "\(stem)-curves.json"))
  }
}
