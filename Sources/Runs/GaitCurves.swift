import Foundation
import Scores

/// References and predictions over the gait cycle, as figures show them: `curves.json`, or `external-...-curves.json`.
///
/// Numbers are in N/kg or Nm/kg and rounded to six significant digits; scores are never computed from them.
public struct GaitCurves: Codable, Sendable, Equatable {
  /// One output over the cycle; every array has a number for each frame, 0 to 100 % of the cycle.
  public struct Output: Codable, Sendable, Equatable {
    /// The output's name.
    public var name: String
    /// The mean of the references over all trials.
    public var reference: [Double]
    /// Their standard deviation over trials (n - 1); nil for one trial.
    public var referenceDeviation: [Double]?
    /// The mean of the predictions over all trials.
    public var predicted: [Double]
    /// Their standard deviation over trials (n - 1); nil for one trial.
    public var predictedDeviation: [Double]?
    /// The root mean squared error over trials.
    public var rmse: [Double]
    /// The peak of each trial.
    public var peaks: [Peak]
  }

  /// The largest value of one trial's reference in absolute terms, and the extreme of its prediction on that side.
  public struct Peak: Codable, Sendable, Equatable {
    /// The reference's peak.
    public var reference: Double
    /// The frame where the reference peaks, from 0.
    public var referenceFrame: Int
    /// The prediction's peak.
    public var predicted: Double
    /// The frame where the prediction peaks, from 0.
    public var predictedFrame: Int
  }

  /// The subject of each trial, in the order of the peaks.
  public var subjects: [String]
  /// The cadence label of each trial.
  public var cadences: [String]
  /// The outputs in the task's order.
  public var outputs: [Output]

  /// Describes predictions.
  ///
  /// - Parameters:
  ///   - predictions: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  ///   - references: the same shape and unit.
  ///   - frames: the frames of a trial.
  package init(
    _ predictions: [Float], references: [Float], subjects: [String], cadences: [String], outputs names: [String],
    frames: Int
  ) {
    self.subjects = subjects
    self.cadences = cadences
    let trials = subjects.count
    outputs = names.indices.map { output in
      func curve(_ numbers: [Float], _ trial: Int) -> [Double] {
        (0..<frames).map { Double(numbers[(trial * frames + $0) * names.count + output]) }
      }
      let reference = (0..<trials).map { curve(references, $0) }
      let predicted = (0..<trials).map { curve(predictions, $0) }
      func each(_ summary: ([Double]) -> Double, _ curves: [[Double]]) -> [Double] {
        (0..<frames).map { frame in rounded(summary(curves.map { $0[frame] })) }
      }
      func deviation(_ curves: [[Double]]) -> [Double]? {
        trials > 1 ? each({ Summary.deviation($0) ?? 0 }, curves) : nil
      }
      let errors = zip(reference, predicted).map { zip($0, $1).map { ($0 - $1) * ($0 - $1) } }
      return Output(
        name: names[output], reference: each(Summary.mean, reference),
        referenceDeviation: deviation(reference), predicted: each(Summary.mean, predicted),
        predictedDeviation: deviation(predicted),
        rmse: each({ Summary.mean($0).squareRoot() }, errors), peaks: zip(reference, predicted).map(Peak.init))
    }
  }
}

extension GaitCurves.Peak {
  fileprivate init(_ reference: [Double], _ predicted: [Double]) {
    let place = reference.indices.max { abs(reference[$0]) < abs(reference[$1]) } ?? 0
    let sign: Double = reference[place] < 0 ? -1 : 1
    let own = predicted.indices.max { sign * predicted[$0] < sign * predicted[$1] } ?? 0
    self.init(
      reference: rounded(reference[place]), referenceFrame: place, predicted: rounded(predicted[own]),
      predictedFrame: own)
  }
}

/// A number with six significant digits, so that files stay small and differ only where results do.
private func rounded(_ number: Double) -> Double {
  guard number != 0, number.isFinite else { return 0 }
  let scale = pow(10, 5 - floor(log10(abs(number))))
  return (number * scale).rounded() / scale
}
