import ArgumentParser
import Formats
import Foundation
import Registry
import Runs
import Scores

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Test the difference between entries, paired by subject.",
    discussion: """
      Wilcoxon's signed-rank test over the subjects that both have, corrected by Holm's method over the pairs; a \
      subject's scores are means over seeds. The effect size is the matched-pairs rank-biserial correlation; of RMSE and \
      MAE a negative difference favours the first entry.

      With --folds the subjects are those whom folds validated on, before or after any test: by them a design is \
      chosen, so that the test people stay unseen.

      EXAMPLE
        hipzoo compare lstm-jm60 transformer-jm60
        hipzoo compare lstm-mf60 mamba-mf60 transformer-mf60 --metric r2
        hipzoo compare gru-jm60 lstm-jm60 --folds
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "At least two entries; NAME@trained or NAME@1f2e3d4c tells two of a name apart.")
  var entries: [String]

  @Option(help: "rmse, mae or r2; by default all three.")
  var metric: Metric?

  @Flag(help: "By the people whom the folds validated on; no test is looked at.")
  var folds = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let comparisons =
      try folds
      ? PairedEntries.byFolds(
        entries, in: homeOptions.homeFolder, current: homeOptions.currentFingerprints(), note: Terminal.note)
      : PairedEntries.all(
        entries, in: homeOptions.registry(), homeOptions.catalogue().entries, current: homeOptions.currentFingerprints()
      )
    guard !json else { return try Terminal.say(jsonText(comparisons)) }
    for (index, comparison) in comparisons.enumerated() {
      if index > 0 { Terminal.say("") }
      let notes = (comparison.notes ?? []).map { "note: \($0)" }
      ([comparison.sentence] + notes + summary(comparison)).forEach(say)
      say(means: comparison)
      say(comparison.pairs.filter { $0.output == nil }, same: "output")
      Terminal.say("by output, overall")
      say(comparison.pairs.filter { $0.output != nil && $0.subset == ScoreTable.overall }, same: "trials")
    }
  }

  /// What a reader wants first: who is better on all trials, and whether that is more than chance.
  private func summary(_ comparison: PairedEntries) -> [String] {
    let metric = metric ?? .rmse
    return comparison.pairs.filter {
      $0.metric == metric && $0.subset == ScoreTable.overall && $0.output == nil && $0.difference.isFinite
    }.map { pair in
      let isFirst = metric.isLargerBetter ? pair.difference > 0 : pair.difference < 0
      let (better, other) = isFirst ? (pair.first, pair.second) : (pair.second, pair.first)
      let unit = metric == .r2 ? "" : " \(comparison.unit)"
      let verdict = pair.adjusted < Stars.limit ? "more than chance" : "no more than chance may give"
      return "\(metric.title): \(better) is better than \(other) by "
        + "\(String(format: "%.4f", abs(pair.difference)))\(unit) over \(pair.n) subjects, p (Holm) "
        + "\(String(format: "%.4g", pair.adjusted)): \(verdict)"
    }
  }

  /// What each entry reaches with its folds, a column a cadence.
  private func say(means comparison: PairedEntries) {
    guard let means = comparison.means?.filter({ $0.metric == metric ?? .rmse && $0.n > 0 }) else { return }
    let subsets = Subset.sorted(Set(means.map(\.subset)))
    var table = TextTable(["mean \((metric ?? .rmse).title)", "n"] + subsets, numbers: Set(1...subsets.count + 1))
    for entry in comparison.entries {
      let own = means.filter { $0.entry == entry }
      let cells = subsets.map { subset in
        own.first { $0.subset == subset }.map { String(format: "%.4f", $0.mean) } ?? "-"
      }
      table.add([entry, String(own.map(\.n).max() ?? 0)] + cells)
    }
    table.lines.forEach(Terminal.say)
  }

  private func say(_ sentence: String) {
    TextTable.wrapped(sentence, width: Terminal.columns).forEach(Terminal.say)
  }

  /// The table; in a terminal that is too narrow for it one of each pair, with the columns for which there is room.
  private func say(_ pairs: [Comparison.Pair], same: String) {
    let pairs = pairs.filter { metric == nil || $0.metric == metric }
    let whole = table(pairs).lines
    guard let width = Terminal.columns, whole.contains(where: { $0.count > width }) else {
      return whole.forEach(Terminal.say)
    }
    var names = [String]()
    for pair in pairs where !names.contains(name(pair)) { names.append(name(pair)) }
    for name in names {
      say("difference: \(name)")
      let own = table(pairs.filter { self.name($0) == name }, isOfOnePair: true)
      own.lines(width: width, least: ["n", "p", "effect", same, "test"]).forEach(Terminal.say)
    }
  }

  private func name(_ pair: Comparison.Pair) -> String { "\(pair.first) - \(pair.second)" }

  private func table(_ pairs: [Comparison.Pair], isOfOnePair: Bool = false) -> TextTable {
    let heading = ["metric", "trials", "output"] + (isOfOnePair ? [] : ["pair"])
    let first = heading.count
    var table = TextTable(
      heading + ["n", "difference", "p", "p (Holm)", "effect", "test"], numbers: Set(first..<first + 5))
    for pair in pairs {
      table.add(
        [pair.metric.title, pair.subset, pair.output ?? "pooled"] + (isOfOnePair ? [] : [name(pair)]) + [
          String(pair.n), pair.differenceText, String(format: "%.4g", pair.pValue),
          String(format: "%.4g", pair.adjusted), String(format: "%+.2f", pair.effectSize), pair.method,
        ])
    }
    return table
  }
}
