/// One person's references and predictions over the gait cycle: means over their trials.
package struct PersonCurves: Sendable, Equatable {
  /// Who walked.
  package let subject: String
  /// The label of each trial's cadence.
  package let cadences: [String]
  /// The cadence that was walked in each trial, in steps/min; empty where nobody said it.
  package let stepsPerMinute: [Float]
  /// The mean of the references, `[outputs][frames]`.
  package let reference: [[Double]]
  /// The mean of the predictions, `[outputs][frames]`.
  package let predicted: [[Double]]
  /// The root mean squared error over the trials, `[outputs][frames]`.
  package let rmse: [[Double]]
}

extension KeptPredictions {
  /// Everybody's curves, sorted by name; nobody's where the outputs are not a task's.
  ///
  /// - Parameter task: the outputs that are expected.
  package func people(of task: [String]) -> [PersonCurves] {
    guard outputs == task, frames > 1 else { return [] }
    return Dictionary(grouping: subjects.indices) { subjects[$0] }.sorted { $0.key < $1.key }.map(person)
  }

  private func person(_ subject: String, _ trials: [Int]) -> PersonCurves {
    let size = frames * outputs.count
    var (reference, predicted, squares) = (
      [Double](repeating: 0, count: size), [Double](repeating: 0, count: size), [Double](repeating: 0, count: size)
    )
    for trial in trials {
      for place in 0..<size {
        let (wanted, found) = (Double(references[trial * size + place]), Double(predictions[trial * size + place]))
        reference[place] += wanted
        predicted[place] += found
        squares[place] += (found - wanted) * (found - wanted)
      }
    }
    let count = Double(trials.count)
    func curves(_ sums: [Double], _ finish: (Double) -> Double) -> [[Double]] {
      outputs.indices.map { output in (0..<frames).map { finish(sums[$0 * outputs.count + output] / count) } }
    }
    return PersonCurves(
      subject: subject, cadences: trials.map { cadences[$0] },
      stepsPerMinute: stepsPerMinute.map { walked in trials.map { walked[$0] } } ?? [],
      reference: curves(reference) { $0 }, predicted: curves(predicted) { $0 },
      rmse: curves(squares) { $0.squareRoot() })
  }
}
