import Cohorts
import Foundation
import Protocols
import TestSupport

/// A made-up cohort: smooth angles in degrees, targets of the right size, one trial a subject and cadence.
func smallCohort(
  task: any PredictionTask = jointMoment, subjects: [String] = ["H01", "H01", "H02"],
  masses: [Float] = [70, 70, 61.5], cadences: [Cadence] = [.slow, .med, .fast],
  inputs change: (inout [Float]) -> Void = { _ in }, targets scale: Float? = 1
) throws -> Cohort {
  let columns = task.outputs.count
  var inputs = (0..<subjects.count * 1800).map { index -> Float in
    let phase = 2 * Float.pi * Float(index / 10 % 180) / 179
    let training = Standardisation.published
    return training.mean[index % 10] + (1.5 + 0.01 * Float(index / 1800)) * training.deviation[index % 10]
      * sin(phase)
  }
  change(&inputs)
  let size: Float = task.rawUnit == "N" ? 900 : 60
  let targets = scale.map { scale in
    (0..<subjects.count * 180 * columns).map { index -> Float in
      guard task.rawUnit == "Nm" else { return scale * size * abs(sin(Float(index) * 0.01)) }
      // Flexion moments peak before toe-off, adduction moments are negative in stance, rotation moments positive.
      let phase = 2 * Float.pi * Float(index / columns % 180) / 179
      return scale * size * [-cos(phase), -sin(phase), sin(phase)][index % columns]
    }
  }
  return try Cohort(
    source: "small.npz", task: task, inputs: inputs, targets: targets, subjects: subjects,
    heights: subjects.map { _ in .nan }, masses: masses, cadences: cadences)
}
