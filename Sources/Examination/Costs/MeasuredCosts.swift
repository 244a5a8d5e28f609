import Foundation
import Runs

/// What trainings took, as the logs of a home's runs say.
public struct MeasuredCosts: Sendable {
  /// One fold or final training.
  private struct Training {
    let rules: String
    let isFold: Bool
    let epochs: Int
    let best: Int?
    /// Core-seconds for a trial's forward and backward pass; nil where the trials are not known.
    let rate: Double?
    let megabytes: Int?
  }

  private var trainings = [String: [Training]]()

  /// Reads the logs of a home's runs; what is damaged or under way is left out.
  public init(_ home: HomeFolder) {
    for folder in (try? home.runFolders()) ?? [] {
      guard let description = try? folder.readDescription() else { continue }
      let threads = (try? folder.readEnvironment())?.threads ?? 1
      let count = description.split.divisions.count
      for (index, division) in description.split.divisions.enumerated() {
        let parts = division.validation.indices.map { "fold-\($0 + 1)" } + ["final"]
        for name in parts {
          let part = folder.part(name, division: index, of: count)
          let isFold = name != "final"
          guard !isFold || RunFolder.isOver(part) else { continue }
          let training = Self.training(part, isFold: isFold, description.rules.fingerprint, threads: threads)
          if let training { trainings[Self.key(description.entry, description.task), default: []].append(training) }
        }
      }
    }
  }

  private static func training(_ part: URL, isFold: Bool, _ rules: String, threads: Int) -> Training? {
    let log = RunFolder.loggedEpochs(in: part)
    guard !log.isEmpty else { return nil }
    let work = RunFolder.trialCounts(of: part).map { Self.work(training: $0.training, validation: $0.validation) }
    return Training(
      rules: rules, isFold: isFold, epochs: log.count, best: try? RunFolder.bestEpoch(of: part),
      rate: work.map { coreSeconds(log, threads: threads) / Double(log.count) / max($0, 1) },
      megabytes: log.compactMap(\.megabytes).max())
  }

  /// The core-seconds of logged epochs.
  ///
  /// - Parameter threads: how many threads were at it where the log does not say.
  static func coreSeconds(_ log: [EpochRecord], threads: Int) -> Double {
    log.reduce(0) { $0 + $1.seconds * Double($1.threads ?? threads) }
  }

  /// An epoch's work, in trials that pass forward and backward; a forward pass alone is a third of that.
  static func work(training: Int, validation: Int) -> Double { Double(training) + Double(validation) / 3 }

  /// What makes trainings of an entry cost the same: not its name, and not the version of its code.
  private static func key(_ entry: RunDescription.Entry, _ task: String) -> String {
    "\(entry.architecture)\n\(entry.configuration)\n\(task)"
  }

  /// The core-seconds of a trial's forward and backward pass; nil where no fold of the entry is over.
  func rate(of description: RunDescription) -> Double? {
    median(trainings[Self.key(description.entry, description.task), default: []].compactMap(\.rate))
  }

  /// The megabytes of a process that trains the entry; nil where no log says it.
  func megabytes(of description: RunDescription) -> Double? {
    trainings[Self.key(description.entry, description.task), default: []].compactMap(\.megabytes).max().map(Double.init)
  }

  /// How many epochs folds of the entry took by the same protocol; nil where none is over.
  func foldEpochs(of description: RunDescription) -> Int? {
    median(folds(of: description).map { Double($0.epochs) }).map { Int($0.rounded()) }
  }

  /// The best epoch of such folds.
  func bestEpoch(of description: RunDescription) -> Int? {
    median(folds(of: description).compactMap(\.best).map(Double.init)).map { max(Int($0), 1) }
  }

  private func folds(of description: RunDescription) -> [Training] {
    trainings[Self.key(description.entry, description.task), default: []].filter {
      $0.isFold && $0.rules == description.rules.fingerprint
    }
  }
}

/// The median of numbers; nil of none.
private func median(_ numbers: [Double]) -> Double? {
  let sorted = numbers.sorted()
  guard let last = sorted.indices.last else { return nil }
  return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
}
