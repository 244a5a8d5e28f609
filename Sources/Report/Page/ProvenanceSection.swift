import Faults
import Foundation
import Runs
import Scores

/// Where the numbers of an exam come from: protocol, cohort, split and, run by run, entry, seed, machine and date.
enum ProvenanceSection {
  static func element(_ exam: ComparableRuns, title: String) -> [Markup] {
    var facts = DataTable(["What", "Name", "SHA-256"])
    facts.add(["protocol", exam.rules.name, exam.rules.fingerprint])
    facts.add(["cohort", cohort(exam.cohort), exam.cohort.fingerprint])
    facts.add(["split", split(exam.split), exam.split.fingerprint])
    for audience in exam.testedCohorts where audience != exam.mainCohort {
      let summary = exam.entries.lazy.flatMap { $0.tests(on: audience) }.first?.scores.cohort
      facts.add([audience.title, summary.map(cohort) ?? audience.name, audience.fingerprint ?? ""])
    }
    let runs = exam.entries.flatMap(\.runs)
    return [
      .tag(
        "p", [:],
        .text(
          "Scores may be held against each other only where protocol, cohort and split have the same three fingerprints; "
            + "the names are for people and decide nothing.")),
      LeaderboardSection.scrolling("Fingerprints: \(title)", facts.html("What makes scores comparable")),
      .tag(
        "p", [:],
        .text(
          "Runs with the same fingerprint give the same scores on machines of one type. Times may be compared only where "
            + "processor and threads are the same.")),
      LeaderboardSection.scrolling(
        "Runs: \(title)",
        table(runs).html("Runs", sortable: true, values: ["Training time": runs.map(\.trainingSeconds)])),
      LeaderboardSection.scrolling("Machines: \(title)", machines(runs).html("Machines")),
      LeaderboardSection.scrolling("Identities: \(title)", identities(runs).html("What was run")),
      LeaderboardSection.scrolling(
        "Participants: \(title)", participants(exam, exam.testedCohorts).html("Who was tested", sortable: true)),
      .tag(
        "details", [:], .tag("summary", [:], .text("Who was in the test, and the rules of \(exam.rules.name)")),
        .tag("p", [:], .text(testSubjects(exam.split))), .tag("pre", [:], .text(exam.rules.text))),
    ]
  }

  private static func table(_ runs: [RunRecord]) -> DataTable {
    var table = DataTable([
      "Run", "Entry", "Origin", "Seed", "Parameters", "Epochs", "Training time", "Begun (UTC)",
    ])
    for run in runs {
      let description = run.description
      let final = run.trainings.filter(\.isFinal).map { String($0.epochs.count) }.joined(separator: ", ")
      table.add([
        run.name, description.entry.name, description.origin.rawValue, String(description.seed),
        description.entry.parameters.map(NumberText.count) ?? "-", final.isEmpty ? "-" : final,
        run.trainingSeconds > 0 ? NumberText.duration(run.trainingSeconds) : "-", run.environment?.begun ?? "-",
      ])
    }
    return table
  }

  private static func machines(_ runs: [RunRecord]) -> DataTable {
    var table = DataTable(["Run", "HipZoo", "Processor", "Cores", "Threads", "Matrix products", "System"])
    for run in runs {
      let machine = run.environment
      table.add([
        run.name, machine?.hipzoo ?? "-", machine?.processor ?? "-", machine.map { String($0.cores) } ?? "-",
        machine.map { String($0.threads) } ?? "-", machine?.matrixProducts ?? "-", machine?.system ?? "-",
      ])
    }
    return table
  }

  private static func identities(_ runs: [RunRecord]) -> DataTable {
    var table = DataTable(["Run", "Entry SHA-256", "Run SHA-256", "Weights", "Weights SHA-256", "Configuration"])
    for run in runs {
      let description = run.description
      table.add([
        run.name, short(description.entry.fingerprint), short(description.fingerprint),
        description.entry.weights?.text ?? "-", short(run.tests.first?.scores.artifact ?? "-"),
        description.entry.configuration,
      ])
    }
    return table
  }

  /// Everybody who was tested, with the number of trials, of all and by cadence.
  static func participants(_ exam: ComparableRuns, _ groups: [TestedCohort]) -> DataTable {
    let first = groups.first
    let subsets =
      exam.entries.lazy.compactMap { entry in first.flatMap { entry.tests(on: $0).first?.scores.table.subsets } }.first?
      .filter { $0 != ScoreTable.overall } ?? []
    // Those who walked at their own pace did so between two of the metronome's; the last column says how fast.
    let heads = subsets.map { subset in first.map { exam.words(of: subset, on: $0) } ?? Subset.title(subset) }
    var table = DataTable(["Subject", "Cohort", "People", "Trials"] + heads + ["Steps/min"])
    for people in groups {
      guard let entry = exam.entries.first(where: { !$0.tests(on: people).isEmpty }) else { continue }
      let parts = subsets.map { entry.scores(on: people, subset: $0) }
      let walkers = exam.entries.lazy.map { $0.people(on: people) }.first { !$0.isEmpty } ?? []
      for score in entry.scores(on: people) {
        table.add(
          [score.subject, people.name, people.word(in: exam), String(score.trials)]
            + parts.map { part in part.first { $0.subject == score.subject }.map { String($0.trials) } ?? "0" }
            + [walkers.first { $0.subject == score.subject }?.pace ?? "-"])
      }
    }
    return table
  }

  private static func short(_ fingerprint: String) -> String { String(fingerprint.prefix(12)) }

  private static func cohort(_ cohort: RunDescription.CohortSummary) -> String {
    "\(cohort.name): \(counted(cohort.trials, "trial")) of \(counted(cohort.subjects, "subject"))"
      + (cohort.isSynthetic ? " (synthetic: computed, nobody walked)" : "")
  }

  private static func split(_ split: RunDescription.SplitSummary) -> String {
    guard let first = split.divisions.first else { return "-" }
    guard split.divisions.count == 1 else { return "\(split.divisions.count) divisions, each subject tested once" }
    return
      "\(counted(first.pool.count, "subject")) to train on, \(counted(first.validation.count, "fold")), \(first.test.count) to test on"
  }

  private static func testSubjects(_ split: RunDescription.SplitSummary) -> String {
    "Test subjects: "
      + split.divisions.map { $0.test.joined(separator: ", ") }.joined(separator: "; ") + "."
  }
}
