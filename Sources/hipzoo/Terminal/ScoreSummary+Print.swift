import Examination
import Formats

extension ScoreSummary {
  /// Prints the table; nothing when there are no scores.
  func print() {
    guard !rows.isEmpty else { return }
    Terminal.say(title)
    labels.map { Terminal.say("Targets: \($0).") }
    var table = TextTable(Self.heading, numbers: Self.numbers)
    rows.forEach { table.add($0) }
    table.print()
  }
}
