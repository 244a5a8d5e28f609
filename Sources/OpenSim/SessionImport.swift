import Cohorts
import Faults
import Formats
import Foundation
import Protocols

/// The ordinary import of the cycles that a simulation made, with what it leaves out of each of them.
package struct SessionImport {
  /// A cycle, as a row of the table that is imported.
  package struct Row {
    /// The line of the table of sessions that it comes from.
    let line: Int
    /// What the columns ``SessionImport/columns`` hold.
    let cells: [String]

    /// Makes a row.
    package init(line: Int, cells: [String]) { (self.line, self.cells) = (line, cells) }
  }

  package static let columns = [
    "subject", "mass_kg", "height_m", "cadence", "population", "side", "cycle_start", "cycle_end", "kinematics",
    "inverse_dynamics", "static_optimization",
  ]

  /// The cohort of each task, without the cycles at fault.
  package private(set) var cohorts = [Cohort]()
  /// Why a cycle is in no cohort, by its row's place.
  package private(set) var keptOut = [Int: String]()
  /// What a person should know of a cycle, by its row's place.
  package private(set) var notes = [Int: [String]]()
  /// Why there is no cohort of a task, a line each.
  package private(set) var refusals = [String]()

  /// Imports cycles.
  ///
  /// A cycle that nobody walks costs itself alone, in every task: what moved in it is wrong for all of them.
  ///
  /// - Parameters:
  ///   - rows: the cycles.
  ///   - table: where their table is written; their paths are relative to it.
  /// - Throws: ``Fault`` when the table cannot be written or read.
  package init(_ rows: [Row], table: URL) throws {
    let lines = [Self.columns.joined(separator: ",")] + rows.map { CSV.line($0.cells) }
    try AtomicFile.write(Data((lines.joined(separator: "\n") + "\n").utf8), to: table)
    let imported = try CohortImport(anyOf: table)
    for (place, trial) in imported.report.trials.enumerated() {
      let reasons = trial.reasons.map { $0.replacing("\(table.relativePath):\(trial.line): ", with: "") }
      if trial.isUnusable {
        keptOut[place] = reasons.isEmpty ? "no gait cycle was found" : reasons.joined(separator: "; ")
      } else {
        notes[place] = trial.notes + reasons
      }
    }
    var whole = imported.cohorts.map { cohort in
      let cycles = imported.report.trials.enumerated().flatMap { place, trial in
        [Int](repeating: place, count: trial.cycles[cohort.task.suffix] ?? 0)
      }
      return (cohort: cohort, rows: cycles)
    }
    var isSettled = false
    while !isSettled {
      isSettled = true
      cohorts = []
      for (cohort, places) in whole {
        let left = places.indices.filter { keptOut[places[$0]] == nil }
        guard !left.isEmpty else { continue }
        let part = try cohort.selecting(left)
        guard let finding = Soundness(of: part).impossible.first else {
          cohorts.append(part)
          continue
        }
        let suffix = cohort.task.suffix
        let guilty = try Self.guilty(finding, in: part, lines: left.map { rows[places[$0]].line })
        isSettled = false
        guard guilty.count < left.count else {
          refusals.append("no cohort of \(suffix): \(finding.text)")
          whole.removeAll { $0.cohort.task.suffix == suffix }
          break
        }
        for place in guilty {
          let own = try Soundness(of: part.selecting([place])).impossible.first
          keptOut[places[left[place]]] = "for \(suffix), \(Self.words(own ?? finding))"
        }
        break
      }
    }
  }

  /// What is wrong with one cycle, for somebody who has recordings and no cohort yet.
  private static func words(_ finding: Finding) -> String {
    guard finding.kind == .targetUnit else { return finding.text }
    return "\(finding.what); look at the units of its forces, points and free moments."
  }

  /// The cycles that make a cohort impossible; all of them where it cannot be told.
  ///
  /// Where most are wrong, what is found is said of all: then the lines are at fault whose own cycles are impossible.
  private static func guilty(_ finding: Finding, in cohort: Cohort, lines: [Int]) throws -> [Int] {
    let all = Array(lines.indices)
    guard finding.trials.isEmpty || finding.trials.count == cohort.trials else { return finding.trials }
    let sound = try Set(lines).filter { line in
      try Soundness(of: cohort.selecting(all.filter { lines[$0] == line })).impossible.isEmpty
    }
    return all.filter { !sound.contains(lines[$0]) }
  }
}
