/// What the third line of a `.trc` file says of the rows below it; what is no count or rate says nothing.
struct MarkerHeader {
  /// The number of rows.
  let rows: Int?
  /// The number of markers.
  private let markers: Int?
  /// The rows in a second.
  private let rate: Double?

  init(_ values: [String: String]) {
    func count(_ key: String) -> Int? { values[key].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    (rows, markers) = (count("NumFrames"), count("NumMarkers"))
    rate = values["DataRate"]?.decimal.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
  }

  /// How many columns a row has: three a marker, and two before them.
  ///
  /// Markers without a name at the end count where the header counts them.
  ///
  /// - Parameters:
  ///   - named: the first column of the last marker with a name.
  ///   - heads: how many cells the line of names has.
  func width(named: Int, of heads: Int) -> Int {
    let least = named + 3
    guard let markers, markers <= 1000 else { return least }
    let counted = 2 + 3 * markers
    return counted > least && counted <= heads + 2 ? counted : least
  }

  /// What the rows contradict, a line each.
  func contradictions(of time: [Double], markers found: Int) -> [String] {
    var lines = [String]()
    if let rows, rows < time.count {
      lines.append("the header says NumFrames \(rows), but \(time.count) rows are there")
    }
    if let markers, markers != found {
      lines.append("the header says NumMarkers \(markers), but columns of \(found) are there")
    }
    let steps = zip(time, time.dropFirst()).map { $1 - $0 }.sorted()
    if let rate, !steps.isEmpty {
      let own = 1 / steps[steps.count / 2]
      if (own / rate - 1).magnitude > 0.02 {
        lines.append(
          "the header says DataRate \(rate), but \(own.rounded(toPlaces: 2)) rows a second are there by their times, which "
            + "are taken")
      }
    }
    return lines
  }
}
