/// What a job is doing, in a line as wide as a terminal: which entry, how far and how long stay, details go first.
package enum JobLine {
  /// The least of a run's name that tells the entry.
  private static let leastName = 20

  /// The line.
  ///
  /// - Parameters:
  ///   - job: the job, whose run stands before the last slash and whose part behind it.
  ///   - details: what it is doing, the most important first; the last ones go where room is short.
  ///   - left: how long it may take, which always stays.
  ///   - width: the columns there are.
  package static func text(job: String, details: [String], left: String?, width: Int) -> String {
    let part = job.lastIndex(of: "/").map { String(job[$0...]) } ?? ""
    let run = String(job.dropLast(part.count))
    var shown = details
    while true {
      let words = (shown + (left.map { [$0] } ?? [])).joined(separator: ", ")
      // Two columns of margin, a colon and a space.
      let room = width - words.count - part.count - 4
      if room >= min(run.count, leastName) || shown.count <= 1 {
        return String("  \(fitted(run, into: max(room, 1)))\(part): \(words)".prefix(width))
      }
      shown.removeLast()
    }
  }

  private static func fitted(_ run: String, into room: Int) -> String {
    run.count <= room ? run : run.prefix(room - 1) + "~"
  }
}
