import Runs
import Scores

/// Where in the gait cycle entries differ from the best one, by the cluster permutation test over subjects.
package enum AlongCycleFigure {
  /// Of two neighbouring frames one is tested: curves are smooth, and half the points are half the work.
  static let step = 2

  package static func figure(_ exam: ComparableRuns, _ people: TestedCohort, name: String) -> Figure? {
    let scored = exam.entries.map {
      (entry: $0, rmse: $0.scores(on: people).map(\.rmse), errors: $0.errors(on: people))
    }
    .filter { !$0.rmse.isEmpty && !$0.errors.isEmpty }
    guard scored.count > 1,
      let best = scored.filter(\.entry.isRanked).min(by: { Summary.mean($0.rmse) < Summary.mean($1.rmse) })
    else { return nil }
    let others = scored.filter { $0.entry.label != best.entry.label }
    let subjects = best.errors.keys.filter { name in others.allSatisfy { $0.errors[name] != nil } }.sorted()
    guard subjects.count > 1, let frames = best.errors.values.first?.first?.count, frames > 1 else { return nil }
    let outputs = exam.task.outputs
    let shown = Array(stride(from: 0, to: frames, by: step))
    // Every entry and output is a curve of one test, so that nothing is left to be corrected.
    let differences = subjects.map { subject in
      others.flatMap { other in
        outputs.indices.map { output in
          shown.map { (other.errors[subject]?[output][$0] ?? 0) - (best.errors[subject]?[output][$0] ?? 0) }
        }
      }
    }
    let test = ClusterPermutation(differences)
    let study = Study(
      exam: exam, people: people, best: best.entry, others: others.map(\.entry),
      drawn: Set(exam.legible(others.map(\.entry), on: people).map(\.label)), subjects: subjects.count,
      places: shown.map { percent($0, of: frames) }, differences: differences, test: test)
    return study.figure(name)
  }

  private struct Study {
    var exam: ComparableRuns
    var people: TestedCohort
    var best: ComparedEntry
    var others: [ComparedEntry]
    /// The labels of those whose lines are drawn.
    var drawn: Set<String>
    var subjects: Int
    /// In per cent of the cycle.
    var places: [Double]
    /// The differences, `[subjects][others * outputs][places]`.
    var differences: [[[Double]]]
    var test: ClusterPermutation

    func curve(_ other: Int, _ output: Int) -> Int { other * exam.task.outputs.count + output }

    func means(_ curve: Int) -> [Double] {
      places.indices.map { place in Summary.mean(differences.map { $0[curve][place] }) }
    }

    func clusters(_ curve: Int) -> [ClusterPermutation.Cluster] { test.clusters.filter { $0.curve == curve } }

    func end(_ cluster: ClusterPermutation.Cluster) -> Double {
      places[(cluster.first + cluster.count - 1) % places.count]
    }

    func figure(_ name: String) -> Figure {
      let unit = exam.task.unit
      var numbers = DataTable([
        "output", "cycle_percent", "entry", "less", "rmse_difference_mean", "rmse_difference_sd", "t", "cluster_p",
        "unit",
      ])
      var summary = DataTable([
        "Output", "Entry", "less", "From % of the cycle", "to %", "Mean difference, \(unit)", "Better", "p (clusters)",
      ])
      var tests = DataTable([
        "output", "entry", "less", "from_percent", "to_percent", "mean_difference", "mass", "p", "flips", "n", "unit",
      ])
      for (index, output) in exam.task.outputs.enumerated() {
        for (other, entry) in others.enumerated() {
          let curve = curve(other, index)
          let (means, found) = (means(curve), clusters(curve))
          for (place, at) in places.enumerated() {
            let cluster = found.first { ($0.first..<$0.first + $0.count).contains { $0 % places.count == place } }
            numbers.add(
              [output, NumberText.fixed(at, 2), entry.label, best.label, NumberText.exact(means[place])]
                + [
                  Summary.deviation(differences.map { $0[curve][place] }), test.statistics[curve][place],
                  cluster?.pValue,
                ].map(NumberText.exact) + [unit])
          }
          for cluster in found {
            let mean = Summary.mean((0..<cluster.count).map { means[(cluster.first + $0) % places.count] })
            tests.add(
              [output, entry.label, best.label]
                + [places[cluster.first], end(cluster)].map { NumberText.fixed($0, 2) }
                + [mean, cluster.mass, cluster.pValue].map(NumberText.exact)
                + [String(test.flips), String(subjects), unit])
            guard cluster.pValue < Stars.limit else { continue }
            summary.add([
              exam.fullLabel(output), entry.label, best.label, NumberText.fixed(places[cluster.first], 0),
              NumberText.fixed(end(cluster), 0), NumberText.fixed(mean, 4), mean < 0 ? entry.label : best.label,
              NumberText.probability(cluster.pValue),
            ])
          }
        }
      }
      if summary.rows.isEmpty { summary.add(["-", "-", best.label, "-", "-", "-", "-", "none below 0.05"]) }
      return Figure(
        name: name,
        title: "Where in the gait cycle errors differ from those of \(best.label), "
          + people.title.lowercasedFirst,
        caption: caption(found: test.clusters.count { $0.pValue < Stars.limit }),
        legend: shown.map { .init(sign: .line, style: others[$0].line, text: others[$0].label) },
        panels: exam.task.outputs.indices.map(panel), numbers: numbers, summary: summary, tests: tests)
    }

    private func caption(found: Int) -> String {
      let least = ClusterPermutation.smallestP(subjects: subjects)
      let power =
        least < Stars.limit
        ? found == 0 ? " No stretch differs significantly." : ""
        : " No stretch can be significant: \(subjects) subjects give no p below \(NumberText.probability(least))."
      return "Each subject's RMSE at each point of the cycle, less that of \(best.label), which has the smallest mean: "
        + "the mean over \(subjects) subjects. Bars below mark stretches that differ (p < 0.05) by the cluster permutation "
        + "test over subjects (\(test.isExact ? "all" : "999 random") sign flips; one test over all points, outputs and "
        + "entries, so that nothing more is to be corrected).\(power)\(exam.drawn(drawn.count, of: others.count))"
    }

    /// The places of those whose lines are drawn.
    private var shown: [Int] { others.indices.filter { drawn.contains(others[$0].label) } }

    private func marked(_ output: Int) -> [Int] {
      shown.filter { other in clusters(curve(other, output)).contains { $0.pValue < Stars.limit } }
    }

    private func panel(_ output: Int) -> Panel {
      let curves = shown.map { means(curve($0, output)) }
      let marked = marked(output)
      let name = exam.fullLabel(exam.task.outputs[output])
      // All panels have room for the marks of that with the most, so that their axes are at one height.
      let room = 7 * Double(exam.task.outputs.indices.map { self.marked($0).count }.max() ?? 0)
      var plot = Plot(
        name, .cycle, .init(numbers: curves.joined() + [0], label: "RMSE, difference in \(exam.task.unit)"),
        height: 200 + room, spaceBelow: room)
      plot.line([(0, 0), (100, 0)], "axis")
      for (other, curve) in zip(shown, curves) { plot.line(Array(zip(places, curve)), others[other].line) }
      var words = [String]()
      for (row, other) in marked.enumerated() {
        for cluster in clusters(curve(other, output)) where cluster.pValue < Stars.limit {
          plot.stretch(from: places[cluster.first], to: end(cluster), row: row, "stretch \(others[other].style)")
          words.append(
            "\(others[other].label) from \(NumberText.fixed(places[cluster.first], 0)) to "
              + "\(NumberText.fixed(end(cluster), 0)) % (p \(NumberText.probability(cluster.pValue)))")
        }
      }
      return plot.panel(
        words.isEmpty ? "No stretch differs significantly." : "Differ: \(words.joined(separator: "; ")).")
    }
  }
}
