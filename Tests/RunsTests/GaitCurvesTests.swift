import Formats
import Foundation
import Runs
import TestSupport
import Testing

@Suite("Curves over the gait cycle") struct GaitCurvesTests {
  /// Two trials of four frames and two outputs.
  private let curves = GaitCurves(
    // Trial 1, then trial 2.
    [1, -1, 4, -2, 2, -7, 0, -3] + [3, 0, 8, 2, 9, -1, 0, -5],
    references: [1, -1, 2, -3, 3, -4, 1, -2] + [3, 2, 6, -5, 5, 4, -1, 0],
    subjects: ["H01", "H02"], cadences: ["slow", "fast"], outputs: ["a", "b"], frames: 4)

  @Test func `are means and deviations over trials, frame by frame`() {
    #expect(curves.subjects == ["H01", "H02"] && curves.cadences == ["slow", "fast"])
    let (a, b) = (curves.outputs[0], curves.outputs[1])
    #expect(a.name == "a" && b.name == "b")
    #expect(a.reference == [2, 4, 4, 0] && b.reference == [0.5, -4, 0, -1])
    #expect(a.predicted == [2, 6, 5.5, 0] && b.predicted == [-0.5, 0, -4, -4])
    // Two numbers d apart have the deviation d / sqrt(2), here with six digits.
    #expect(a.referenceDeviation == [1.41421, 2.82843, 1.41421, 1.41421])
    #expect(a.predictedDeviation == [1.41421, 2.82843, 4.94975, 0])
    // Errors 0 0, 2 2, -1 4, -1 1.
    #expect(a.rmse == [0, 2, 2.91548, 1])
  }

  @Test func `have for each trial the peak of the reference and the prediction's on the same side`() {
    let (a, b) = (curves.outputs[0].peaks, curves.outputs[1].peaks)
    #expect(a.map(\.reference) == [3, 6] && a.map(\.referenceFrame) == [2, 1])
    #expect(a.map(\.predicted) == [4, 9] && a.map(\.predictedFrame) == [1, 2])
    #expect(b.map(\.reference) == [-4, -5] && b.map(\.referenceFrame) == [2, 1])
    #expect(b.map(\.predicted) == [-7, -5] && b.map(\.predictedFrame) == [2, 3])
  }

  @Test func `are rounded to six digits wherever the point is`() {
    let numbers: [Float] = [123_456_792, 0.000123456789, 0, 1.0000004]
    let curves = GaitCurves(
      numbers, references: numbers, subjects: ["H01"], cadences: [""], outputs: ["a"], frames: 4)
    #expect(curves.outputs[0].predicted == [123_457_000, 0.000123457, 0, 1])
    // One trial deviates from nothing that is known.
    #expect(curves.outputs[0].predictedDeviation == nil)
  }
}
