import Formats
import Foundation
import OpenSim
import Testing

/// What is done about markers that were out of sight for a moment.
@Suite("A gap in a marker") struct GapFillingTests {
  /// A second of two markers at 100 Hz, in mm: a knee that swings, and one that stands still.
  private func recording(without rows: Range<Int>) -> (whole: MarkerFile, cut: MarkerFile) {
    let time = (0...100).map { Double($0) / 100 }
    let places = time.enumerated().flatMap { row, instant -> [Double] in
      // 30 cm to and fro in a second, as a knee does, with half a millimetre of noise.
      let noise = row.isMultiple(of: 2) ? 0.5 : -0.5
      return [300 * sin(2 * .pi * instant) + noise, 500 + 40 * cos(4 * .pi * instant), 90 - noise, 1, 2, 3]
    }
    var lost = places
    for row in rows { for axis in 0..<3 { lost[row * 6 + axis] = .nan } }
    func file(_ positions: [Double]) -> MarkerFile {
      MarkerFile(source: "walk.trc", unit: "mm", names: ["knee", "still"], time: time, positions: positions)
    }
    return (file(places), file(lost))
  }

  @Test(arguments: [5..<6, 30..<40, 60..<79]) func `that is short is filled to some millimetres`(_ rows: Range<Int>)
    throws
  {
    let (whole, cut) = recording(without: rows)
    let filled = FilledRecording(cut, upTo: 0.2)
    #expect(filled.gaps.map(\.marker) == ["knee"])
    #expect(abs(filled.gaps[0].seconds - Double(rows.count) / 100) < 1e-9)
    for (place, value) in filled.file.positions.enumerated() {
      let isFilled = rows.contains(place / 6) && place % 6 < 3
      #expect(isFilled ? abs(value - whole.positions[place]) < 12 : value == whole.positions[place], "\(place)")
    }
    // A straight line would be 18 mm off in the gap of 0.1 s.
    let errors = rows.map { abs(filled.file.positions[$0 * 6] - whole.positions[$0 * 6]) }
    #expect(errors.max() ?? 99 < (rows.count > 10 ? 12 : 5), "\(errors)")
  }

  @Test(arguments: [30..<55, 0..<5, 96..<101]) func `that is long, or at an end, stays`(_ rows: Range<Int>) {
    let (_, cut) = recording(without: rows)
    let filled = FilledRecording(cut, upTo: 0.2)
    #expect(filled.gaps.isEmpty)
    #expect(filled.file.positions.count(where: \.isNaN) == 3 * rows.count)
  }
}
