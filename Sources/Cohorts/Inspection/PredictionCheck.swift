import Formats

/// Holds the size of predictions from outside against that of the targets, in order to find those in another unit.
///
/// A bad prediction is scored, however bad; one that has the shape of the targets and another size is in another unit.
struct PredictionCheck {
  let finding: Finding?

  /// - Parameters:
  ///   - predictions: `[trials, frames, outputs]`, said to be in the task's learnt unit.
  ///   - file: where they are from.
  ///   - cohort: where the targets are.
  init(_ predictions: [Float], _ file: String, _ cohort: Cohort) {
    guard cohort.targets?.count == predictions.count else {
      finding = nil
      return
    }
    var (pp, yy, py) = (0.0, 0.0, 0.0)
    let each = cohort.frames * cohort.task.outputs.count
    for trial in 0..<cohort.trials {
      let targets = cohort.normalisedTargets(of: trial) ?? []
      for (prediction, target) in zip(predictions[trial * each..<(trial + 1) * each], targets) {
        let (p, y) = (Double(prediction), Double(target))
        pp += p * p
        yy += y * y
        py += p * y
      }
    }
    guard pp > 0, yy > 0, pp.isFinite else {
      finding = nil
      return
    }
    let ratio = (pp / yy).squareRoot()
    let likeness = abs(py) / (pp * yy).squareRoot()
    let isOfAnotherUnit = likeness >= 0.9 && !(0.2...5).contains(ratio) || likeness >= 0.5 && ratio > 10
    let times = ratio >= 1 ? "\(ratio.rounded(toPlaces: 1)) times" : "1/\((1 / ratio).rounded(toPlaces: 1)) of"
    let task = cohort.task
    if isOfAnotherUnit {
      let guess = ratio > 1 ? "are they in \(task.rawUnit)" : "are they divided by body mass twice"
      finding = Finding(
        .predictionUnit, cohort.trials, in: file, example: "",
        "the predictions have the shape of the targets and \(times) their size; \(guess)? \(task.unit) are expected.")
    } else if ratio > 10 {
      finding = Finding(
        .predictionScale, cohort.trials, in: file, example: "",
        "the predictions are \(times) the size of the targets, and unlike them.")
    } else {
      finding = nil
    }
  }
}
