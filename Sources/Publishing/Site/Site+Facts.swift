import Protocols
import Report
import Runs

extension Site {
  /// A task's inputs and outputs.
  func page(of task: any PredictionTask) -> String {
    var outputs = DataTable(["Output", "Name in files", "Positive", "Unit"])
    for output in task.targets { outputs.add([output.label, output.name, output.positive ?? "-", task.unit]) }
    let entries = manifests.filter { $0.task.name == task.name }
    return page(
      task.title, "Predicts \(task.quantity) in \(task.unit) (\(task.rawUnit) divided by \(task.divisor.words)).",
      [
        .tag("h2", [:], "Outputs"), LeaderboardSection.scrolling("Outputs", outputs.html("In the model's order")),
        .tag("h2", [:], "Inputs"),
        .tag(
          "p", [:],
          .text("One gait cycle of \(task.frames) frames, in degrees: \(task.inputs.joined(separator: ", ")).")),
        .tag("h2", [:], "Entries"), list(entries.map { [link("../" + entryPath($0.name), $0.name)] }),
        .tag("h2", [:], "Tables"),
      ] + tables(board.groups.filter { $0.task == task.name }, up: "../"))
  }

  /// Who was tested, and where.
  func page(of cohort: TestedCohort) -> String {
    let own = measured.filter { group in
      [group.cohort, group.external].contains { $0?.fingerprint == cohort.fingerprint && $0?.name == cohort.name }
    }
    return page(
      "Cohort \(cohort.name)", "People: \(words(cohort)).",
      [
        .tag("p", [:], ["SHA-256 of its content: ", .tag("code", [:], .text(cohort.fingerprint ?? "-"))]),
        .tag("p", [:], "Names decide nothing: two cohorts are the same where their fingerprints are."),
      ] + participants(of: cohort) + [.tag("h2", [:], "Tables")] + tables(own, up: "../"))
  }

  /// Who of a cohort was tested.
  private func participants(of cohort: TestedCohort) -> [Markup] {
    guard let people = report?.participants(of: cohort), !people.rows.isEmpty else { return [] }
    let trials = people.rows.compactMap { Int($0[3]) }.reduce(0, +)
    return [
      .tag("h2", [:], "People"),
      .tag(
        "p", [:],
        .text("\(people.rows.count) were tested in \(trials) trials; steps/min are those that they walked at.")),
      LeaderboardSection.scrolling("People", people.html("Who was tested", sortable: true)),
    ]
  }

  /// The rules of a protocol.
  func page(of name: String, _ fingerprint: String) -> String {
    page(
      "Protocol \(name)", "What is fixed for every entry that is examined under it.",
      [
        .tag("p", [:], ["SHA-256 of the rules: ", .tag("code", [:], .text(fingerprint))]),
        .tag("h2", [:], "Rules"), .tag("pre", [:], .text(rules[fingerprint] ?? "No run here tells the rules.")),
        .tag("h2", [:], "Tables"),
      ] + tables(measured.filter { $0.protocolFingerprint == fingerprint }, up: "../"))
  }
}
