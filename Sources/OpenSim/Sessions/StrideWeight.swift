import Cohorts
import Faults

extension PlateForces {
  /// How far the mean vertical force over whole strides may be from body weight, as a share: between two contacts of one foot a
  /// person who goes on at the same height is borne by exactly the own weight.
  static let weightTolerance = 0.1
  /// The share of a stride in which a foot may stand beside the plates; the ends of contacts are uncertain by this much.
  private static let uncovered = 0.03

  /// Refuses a mass that the plates do not bear, where strides are wholly on them.
  ///
  /// - Parameters:
  ///   - row: what the table says.
  ///   - contacts: when each foot is on the ground, by its markers.
  ///   - window: the seconds that are used.
  ///   - file: the file of the forces.
  func checkWeight(_ row: SessionRow, _ contacts: FootContacts, in window: ClosedRange<Double>, file: Place) throws {
    let means = Side.allCases.flatMap { strides(of: $0, in: window) }.compactMap { meanForce(in: $0, contacts) }
      .sorted()
    guard !means.isEmpty else { return }
    let (middle, weight) = (means[means.count / 2], Double(row.mass) * 9.80665)
    guard abs(middle / weight - 1) > Self.weightTolerance else { return }
    throw Fault(
      .data, at: file,
      "over \(counted(means.count, "whole stride")) the plates bear \(Int(middle.rounded())) N in the mean, and \(row.mass) kg weigh "
        + "\(Int(weight.rounded())) N; they may differ by \(Int(Self.weightTolerance * 100)) %. Is the mass right, and are all plates "
        + "calibrated?")
  }

  private func strides(of side: Side, in window: ClosedRange<Double>) -> [ClosedRange<Double>] {
    let starts = ContactDetection().contacts(inForce: feet[side]?.force.map(\.y) ?? [], time: time).filter(
      window.contains)
    return zip(starts, starts.dropFirst()).map { $0...$1 }
  }

  /// The mean vertical force of a stride; nil where a foot stands beside the plates.
  private func meanForce(in stride: ClosedRange<Double>, _ contacts: FootContacts) -> Double? {
    var (sum, count, beside) = (0.0, 0.0, 0.0)
    for row in self.row(at: stride.lowerBound)..<self.row(at: stride.upperBound) {
      let forces = Side.allCases.map { (side: $0, force: feet[$0]?.force[row].y ?? 0) }
      count += 1
      sum += forces.reduce(0) { $0 + $1.force }
      if forces.contains(where: { $0.force <= Plate.contact && contacts.isDown($0.side, at: time[row]) }) {
        beside += 1
      }
    }
    return count > 0 && beside <= Self.uncovered * count ? sum / count : nil
  }
}
