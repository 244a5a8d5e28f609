extension [ClosedRange<Double>] {
  /// The first of these spans, which follow each other in time, that shares more than an instant with another one.
  func first(meeting start: Double, _ end: Double) -> ClosedRange<Double>? {
    let place = partition { $0.upperBound > start }
    return place < count && self[place].lowerBound < end ? self[place] : nil
  }
}

extension [Double] {
  /// The first of these rising numbers that is above another one.
  func first(after start: Double) -> Double? {
    let place = partition { $0 > start }
    return place < count ? self[place] : nil
  }
}

extension Array {
  /// The first place from which on all elements fulfil what no earlier one does.
  fileprivate func partition(_ isPast: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
