import Formats
import Protocols

extension Cohort {
  /// SHA-256 of a trial's angles, float32, little-endian, the inputs in the task's order: the same walk gives the same
  /// digest whatever its person and file are called.
  public func trialDigest(_ trial: Int) -> String {
    // Every processor that this runs on keeps numbers with the low byte first.
    var digest = Digest()
    angles(of: trial).withUnsafeBytes { digest.update($0) }
    return digest.hexadecimal
  }

  /// The trials of each person, people in the order of their first trial.
  public var people: [(name: String, trials: [Int])] {
    var (order, trials) = ([String](), [String: [Int]]())
    for (trial, name) in subjects.enumerated() {
      if trials[name] == nil { order.append(name) }
      trials[name, default: []].append(trial)
    }
    return order.map { ($0, trials[$0] ?? []) }
  }
}
