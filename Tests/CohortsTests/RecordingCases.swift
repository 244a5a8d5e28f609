import Cohorts
import Faults
import Fixtures
import Formats
import Foundation
import Protocols
import TestSupport

/// The recordings under `Tests/Fixtures/cases`, computed walkers with contacts that are known.
enum RecordingCases {
  /// The right contacts of the walker in seconds, and the left ones.
  static let right = [0.25, 1.35, 2.45, 3.55]
  static let left = [0.80, 1.90, 3.00]
  /// The walker himself.
  static let walk = "01-time-stamp-repeated/reference.mot"

  static func url(_ path: String) -> URL { Fixtures.url("cases/\(path)") }

  static func table(_ path: String) throws -> MotionTable { try MotionTable(contentsOf: url(path), named: path) }

  /// What is found in a recording of a person of 70 kg.
  static func findings(
    _ path: String, forces: String? = nil, _ edit: (inout PredictionSource.RecordingFacts) -> Void = { _ in }
  ) throws -> CycleFindings {
    var facts = PredictionSource.RecordingFacts()
    facts.mass = 70
    facts.forces = forces.map(url)
    edit(&facts)
    let source = try PredictionSource(url(path), task: jointMoment, walk: facts)
    guard let findings = source.findings else { throw Fault(.software, "\(path) is no recording") }
    return findings.cycles
  }

  /// The walker, with something done to his rows.
  static func edited(_ edit: (_ time: Double, _ row: [Double]) -> [(Double, [Double])]) throws -> MotionTable {
    let table = try table(walk)
    let columns = table.labels.count
    let rows = table.time.indices.flatMap { row in
      edit(table.time[row], Array(table.values[row * columns..<(row + 1) * columns]))
    }
    return try MotionTable(
      source: "walk.mot", name: table.name, inDegrees: true, labels: table.labels, time: rows.map(\.0),
      values: rows.flatMap(\.1))
  }
}

/// Whether instants are those expected, each within some seconds.
func areNear(_ found: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
  found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance }
}
