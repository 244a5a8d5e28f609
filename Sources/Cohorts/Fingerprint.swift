import Formats
import Foundation

extension Cohort {
  /// What makes scores on a cohort comparable: the SHA-256 of its canonical bytes.
  ///
  /// The same people, angles and targets have the same fingerprint, whatever the types, the compression and the
  /// order of the columns in the file they came from. The bytes say what a cohort holds and nothing of how a file
  /// holds it.
  ///
  /// A line of text names the layout and the columns in the task's order; then, trial by trial, the subject, the
  /// cadence label, mass and height, the angles and the targets. Numbers are little-endian Float32, of which NaN
  /// has one form; texts end with a zero byte. Remarks are left out.
  public var fingerprint: String {
    var digest = Digest()
    var bytes = Data()
    func append(_ text: String) {
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
    }
    func append(_ values: ArraySlice<Float>) {
      let bits = values.map { ($0.isNaN ? Float.nan : $0).bitPattern.littleEndian }
      bits.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    append("hipzoo cohort 1")
    append(task.name)
    append("\(trials) \(frames) \(targets == nil ? "inputs" : "inputs and targets")")
    for name in task.inputs + task.outputs { append(name) }
    let outputs = frames * task.outputs.count
    for trial in 0..<trials {
      append(subjects[trial])
      append(cadences[trial].rawValue)
      append([masses[trial], heights[trial]])
      append(angles(of: trial))
      if let targets { append(targets[trial * outputs..<(trial + 1) * outputs]) }
      // Trial by trial: all of a large cohort would lie in memory once more.
      digest.update(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    digest.update(bytes)
    return digest.hexadecimal
  }
}
