import Faults
import Formats
import Foundation
import Protocols

extension CohortInspection {
  /// Reads a file of the published layout, with or without targets, and inspects it.
  ///
  /// - Parameter task: what a file without `out_cols` is for.
  /// - Throws: ``Fault``, as ``Cohort/read(_:task:requireTargets:)`` does.
  public init(file url: URL, task: (any PredictionTask)? = nil) throws {
    let cohort = try Cohort.read(url, task: task, requireTargets: false)
    self.init(of: cohort, sha256: try Digest.sha256(ofFile: url))
  }

  /// The inspection as a person reads it.
  public var text: String {
    var lines = [
      "file         \(file)", "SHA-256      \(sha256)", "fingerprint  \(fingerprint)", "task         \(task)",
      "X            \(inputShape) in \(inputUnit)",
      "Y            \(targetShape.map { "\($0) in \(targetUnit)" } ?? "none")",
      "population   \(populations.isEmpty ? "not said" : populations.map(\.rawValue).joined(separator: ", "))",
      "subjects     \(subjects.count): \(Self.short(subjects))",
      "trials       "
        + paces.map { "\($0.trials) \($0.cadence.rawValue) (\(counted($0.subjects, "subject")))" }
        .joined(separator: ", "),
      "mass         \(Self.range(masses, "kg"))", "height       \(Self.range(heights, "m"))", "",
    ]
    if let labels { lines.insert("targets      of \(labels)", at: 7) }
    lines += Self.table(inputs, hasTraining: inputs.contains { $0.trainingMean != nil }) + [""]
    if !targets.isEmpty { lines += Self.table(targets, hasTraining: false) + [""] }
    lines += oddities.map { "note: \($0)" } + findings.map { "wrong: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func short(_ names: [String]) -> String {
    names.count <= 6
      ? names.joined(separator: " ") : (names.prefix(3) + ["..."] + names.suffix(2)).joined(separator: " ")
  }

  private static func range(_ ends: [Float], _ unit: String) -> String {
    guard let low = ends.first, let high = ends.last else { return "unknown" }
    return low == high ? "\(low) \(unit)" : "\(low) to \(high) \(unit)"
  }

  private static func table(_ columns: [Column], hasTraining: Bool) -> [String] {
    let width = columns.map(\.name.count).max() ?? 0
    func cell(_ number: Double?) -> String {
      let text = number.map { String(format: "%.2f", $0) } ?? ""
      return String(repeating: " ", count: max(0, 11 - text.count)) + text
    }
    func name(_ text: String) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let heads = ["smallest", "largest", "mean", "sd"] + (hasTraining ? ["train mean", "train sd"] : [])
    let head = heads.map { String(repeating: " ", count: max(0, 11 - $0.count)) + $0 }.joined()
    return [name("") + head]
      + columns.map { column in
        let numbers = [column.smallest, column.largest, column.mean, column.deviation].map { cell($0) }
        let training = hasTraining ? [column.trainingMean, column.trainingDeviation].map { cell($0) } : []
        return name(column.name) + (numbers + training).joined()
      }
  }
}
