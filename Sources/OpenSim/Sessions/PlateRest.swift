import Cohorts
import Faults

/// What a plate measures while nobody stands on it: an offset and noise, and points that mean nothing.
extension Plate {
  /// The force in N above which a foot is on a plate, as where gait cycles are sought.
  static let contact = ContactDetection().threshold
  /// The mean of an unloaded plate in N that is left as it is: no hip moment is off by more than 5 Nm by it.
  static let smallestOffset = 5.0
  /// The largest offset that is taken away, as a share of body weight; beyond it a foot may stand there.
  static let largestOffset = 0.1
  /// The share of body weight from which on somebody stands on the plate all the time, with one foot after the other.
  static let standing = 0.4

  /// What the plate shows when it bears least, in the file's axes; nil where that is nearly nothing, or where no level lasts.
  ///
  /// - Parameter axis: the axis that points up.
  func offset(up axis: Int) -> SIMD3<Double>? {
    let heights = force.map { $0[axis] }.sorted()
    guard !heights.isEmpty else { return nil }
    let level = heights[heights.count / 20]
    let unloaded = force.filter { abs($0[axis] - level) <= Self.contact }
    // A rise or fall passes a level for an instant, an unloaded plate stays there.
    guard unloaded.count * 20 >= force.count else { return nil }
    var offset = SIMD3<Double>.zero
    for place in 0..<3 { offset[place] = unloaded.map { $0[place] }.sorted()[unloaded.count / 2] }
    return offset.largest > Self.smallestOffset ? offset : nil
  }

  /// Takes an offset away, as laboratories do, where it is not so large that a foot may stand there.
  ///
  /// - Parameters:
  ///   - axis: the axis that points up.
  ///   - weight: the body weight in N.
  /// - Returns: what was taken away, for a person.
  mutating func takeOffset(up axis: Int, weight: Double) -> String? {
    guard let offset = offset(up: axis), offset.largest <= Self.largestOffset * weight else { return nil }
    force = force.map { $0 - offset }
    return "the plate '\(name)' has an offset of \(offset.newtons) (x, y, z) while unloaded, which was taken away"
  }

  /// Refuses a plate that is never unloaded.
  /// - Throws: ``Fault`` (data) with what it bears.
  func checkUnloaded(up axis: Int, weight: Double, in file: Place) throws {
    guard let offset = offset(up: axis), offset.largest > Self.largestOffset * weight,
      offset.largest < Self.standing * weight
    else { return }
    throw Fault(
      .data, at: file,
      "the plate '\(name)' shows \(offset.newtons) (x, y, z) in the frames in which it bears least, and at most "
        + "\(Int(Self.largestOffset * weight)) N are taken for an offset; zero the plate, or give a recording in which the foot leaves "
        + "it.")
  }

  /// The spans of rows in which a foot stands on the plate, in OpenSim's axes.
  ///
  /// Noise crosses the threshold for an instant, so what does not last counts only where the recording cuts it.
  package func contacts(_ time: [Double]) -> [Range<Int>] {
    var (spans, row) = ([Range<Int>](), 0)
    while row < force.count {
      guard force[row].y > Self.contact else {
        row += 1
        continue
      }
      let first = row
      while row < force.count, force[row].y > Self.contact { row += 1 }
      let isCut = first == 0 || row == force.count
      if isCut || time[row] - time[first] >= ContactDetection().debounce - 1e-9 { spans.append(first..<row) }
    }
    return spans
  }

  /// The rows of a contact with its slopes: a force that falls steadily from the threshold to nothing is still the foot's, and a
  /// laboratory that has filtered its plates wants it.
  private func withSlopes(_ contact: Range<Int>, after: Int, before: Int) -> Range<Int> {
    var (low, high) = (contact.lowerBound, contact.upperBound)
    while low > after, force[low - 1].y > 0, force[low - 1].y < force[low].y { low -= 1 }
    while high < before, force[high].y > 0, force[high].y < force[high - 1].y { high += 1 }
    return low..<high
  }

  /// Sets force and moment to zero where nobody stands on the plate, in OpenSim's axes.
  ///
  /// The point stays where the nearest contact has it: OpenSim reads between the rows, and a point that jumps at the edge of a
  /// contact would move what is left of the force.
  ///
  /// - Returns: the number of rows in which there was something.
  mutating func rest(_ time: [Double]) -> Int {
    let end = force.count
    var (changed, gap) = (0, 0)
    let contacts = contacts(time)
    for (place, core) in (contacts + [end..<end]).enumerated() {
      let next = place + 1 < contacts.count ? contacts[place + 1].lowerBound : end
      let contact = core.isEmpty ? core : withSlopes(core, after: gap, before: next)
      for row in gap..<contact.lowerBound {
        if force[row].seen != .zero || moment[row].seen != .zero { changed += 1 }
        (force[row], moment[row]) = (.zero, .zero)
        let isNext = contact.lowerBound < end && (gap == 0 || contact.lowerBound - row <= row - gap)
        point[row] = isNext ? point[contact.lowerBound] : gap > 0 ? point[gap - 1] : .zero
      }
      gap = contact.upperBound
    }
    return changed
  }

  /// Refuses forces without a number next to a loaded plate; elsewhere they are zero.
  /// - Throws: ``Fault`` (data) with the time.
  mutating func checkNumbers(_ time: [Double], up axis: Int, in file: Place) throws {
    func isLoaded(_ row: Int) -> Bool {
      force.indices.contains(row) && force[row][axis].isFinite && force[row][axis].magnitude > Self.contact
    }
    for row in force.indices where force[row].seen != force[row] {
      // Runs of rows without numbers are judged by the row before and the row after.
      let next = force[row...].firstIndex { $0.seen == $0 } ?? force.count
      guard !isLoaded(row - 1), !isLoaded(next) else {
        throw Fault(
          .data, at: file,
          "the force of the plate '\(name)' has no number at \(time[row]) s, under load; fill the gap, or cut the recording."
        )
      }
      for lost in row..<next { force[lost] = .zero }
    }
  }
}

extension SIMD3 where Scalar == Double {
  fileprivate var largest: Double { [x, y, z].map(\.magnitude).max() ?? 0 }

  /// A force in words.
  fileprivate var newtons: String {
    [x, y, z].map { "\(($0 * 10).rounded() / 10 + 0)" }.joined(separator: ", ") + " N"
  }

  /// The vector with zero for what is no number.
  var seen: Self {
    var vector = self
    for place in 0..<3 where !vector[place].isFinite { vector[place] = 0 }
    return vector
  }
}
