import Formats
import Protocols
import Scores

extension SoundnessChecks {
  /// Targets that are divided by body mass already, or in another unit.
  var targetUnit: [Finding] {
    guard let size = cohort.task.plausible else { return [] }
    let each = cohort.frames * cohort.task.outputs.count
    let means = (0..<cohort.trials).compactMap { trial in
      cohort.normalisedTargets(of: trial).map { $0.reduce(0.0) { $0 + Double($1.magnitude) } / Double(each) }
    }
    guard !means.isEmpty else { return [] }
    let median = means.sorted()[means.count / 2]
    let isWhole = !size.median.contains(median)
    let wrong = means.indices.filter { isWhole || !size.trial.contains(means[$0]) }
    guard let first = wrong.first else { return [] }
    let (range, mean) = isWhole ? (size.median, median) : (size.trial, means[first])
    let (raw, unit) = (cohort.task.rawUnit, cohort.task.unit)
    let guess =
      mean < range.lowerBound ? "is 'Y' in \(unit) already" : "is 'Y' in a smaller unit, or multiplied by mass"
    let found = finding(.targetUnit, wrong, advice: "\(guess)? \(raw) are expected.") {
      "\(share(wrong.count, "has", "have")) targets whose mean size after division by \(cohort.task.divisor.words) is "
        + "\(mean.rounded(toPlaces: mean < 1 ? 4 : 1)) \(unit)\(isWhole ? " in the median" : ", the first: \($0)"), where "
        + "\(range.lowerBound) to \(range.upperBound) is plausible"
    }
    return [found].compactMap(\.self)
  }

  /// Targets of the other sign: muscles that push, and moments that run against the training's mean curve.
  var reversedTargets: [Finding] {
    let names = cohort.task.outputs
    let pushes = cohort.task.onlyPulls
    guard pushes || curve != nil else { return [] }
    var trials = [[Int]](repeating: [], count: names.count)
    for trial in 0..<cohort.trials {
      guard let targets = cohort.normalisedTargets(of: trial) else { return [] }
      for output in names.indices {
        let own = stride(from: output, to: targets.count, by: names.count).map { Double(targets[$0]) }
        let isReversed =
          pushes
          ? Summary.mean(own) < Self.leastPull
          : curve.flatMap { correlation(own.atUsualPlaces, $0[output]) }.map { $0 < Self.leastCorrelation } ?? false
        if isReversed { trials[output].append(trial) }
      }
    }
    let least = pushes ? 1 : max(1, (cohort.trials + 9) / 10)
    let reversed = names.indices.filter { trials[$0].count >= least }
    let all = Set(reversed.flatMap { trials[$0] }).sorted()
    let list = reversed.map { "'\(names[$0])' in \(trials[$0].count)" }.joined(separator: ", ")
    let found = finding(.reversedTargets, all) { first in
      pushes
        ? "\(share(all.count, "has", "have")) muscles that push on average, the first: \(first): \(list); muscles only "
          + "pull, so look at the sign."
        : "\(share(all.count, "has", "have")) targets that run against the usual curve, the first: \(first): \(list); is "
          + "their sign that of the published targets?"
    }
    return [found].compactMap(\.self)
  }

  /// A correlation below which a trial runs against the usual curve, as it does with its sign turned.
  static let leastCorrelation = -0.4
  /// A mean force in N/kg below which a muscle pushes.
  static let leastPull = -0.01

  /// The curve of each output that trials are held against, at the places of a usual curve.
  private var curve: [[Double]]? {
    let names = cohort.task.outputs
    guard let usual, usual.count == cohort.frames * names.count else {
      let described = cohort.task.targets.compactMap(\.usual)
      return described.count == names.count ? described : nil
    }
    return names.indices.map { output in
      stride(from: output, to: usual.count, by: names.count).map { Double(usual[$0]) }.atUsualPlaces
    }
  }
}

/// Pearson's correlation; nil where one of both is constant.
private func correlation(_ one: [Double], _ other: [Double]) -> Double? {
  guard one.count == other.count, !one.isEmpty else { return nil }
  let (a, b) = (Summary.mean(one), Summary.mean(other))
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(one, other) {
    ab += (x - a) * (y - b)
    aa += (x - a) * (x - a)
    bb += (y - b) * (y - b)
  }
  let size = (aa * bb).squareRoot()
  return size > 1e-12 ? ab / size : nil
}

extension [Double] {
  /// The curve at ``usualPlaces``, between two frames on the line through them; exact at 180 frames.
  fileprivate var atUsualPlaces: [Double] {
    usualPlaces.indices.compactMap { place in
      let at = Double(9 * place * (count - 1)) / 179
      let low = Int(at)
      guard indices.contains(low) else { return nil }
      return low + 1 < count ? self[low] + (at - Double(low)) * (self[low + 1] - self[low]) : self[low]
    }
  }
}
