import Foundation

extension MotionTable {
  /// Writes a `.mot` or `.sto` file, whole or not at all.
  /// - Throws: ``Fault`` (io).
  public func write(to url: URL) throws { try AtomicFile.write(text(), to: url) }

  /// The text of a `.mot` or `.sto` file of version 1, which every release of OpenSim reads.
  ///
  /// Numbers have the fewest digits that read back as the same number; a missing one is `NaN`, which OpenSim's
  /// reader and plotter take as a gap.
  public func text() -> Data {
    var text = TextBuffer()
    let degrees = inDegrees ?? false
    text.append("\(name.isEmpty ? "table" : name)\nversion=1\nnRows=\(time.count)\n")
    text.append("nColumns=\(labels.count + 1)\ninDegrees=\(degrees ? "yes" : "no")\nendheader\n")
    text.append((["time"] + labels).joined(separator: "\t"))
    text.append("\n")
    for row in time.indices {
      text.append(number: time[row])
      for value in values[row * labels.count..<(row + 1) * labels.count] {
        text.append("\t")
        text.append(number: value)
      }
      text.append("\n")
    }
    return text.data
  }
}
