import SyntheticGait
import Testing

@Suite struct `A Fourier curve` {
  @Test(arguments: LegAngle.allCases)
  func `comes with its exact derivatives`(angle: LegAngle) {
    let curve = NormativeCurves.leg(angle)
    let frequency = 0.9
    let step = 1e-5
    for phase in [0.0, 0.13, 0.42, 0.61, 0.97] {
      func at(_ shift: Double) -> Jet { curve.jet(at: phase + shift * frequency, frequency: frequency) }
      let rate = (at(step).value - at(-step).value) / (2 * step)
      let curvature = (at(step).rate - at(-step).rate) / (2 * step)
      #expect(abs(at(0).rate - rate) < 1e-6)
      #expect(abs(at(0).curvature - curvature) < 1e-5)
    }
  }

  @Test func `passes through samples that five harmonics can hold`() {
    let samples = (0..<20).map { Double($0 % 10 < 5 ? 3 : -1) }
    let once = FourierCurve(fitting: samples)
    func degrees(_ curve: FourierCurve) -> [Double] {
      (0..<20).map { curve.jet(at: Double($0) / 20, frequency: 1).value * 180 / .pi }
    }
    let smooth = degrees(once)
    #expect(zip(smooth, degrees(FourierCurve(fitting: smooth))).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(smooth.mean - samples.mean) < 1e-12)
  }

  @Test func `is scaled about its mean, raised and delayed`() {
    let curve = NormativeCurves.leg(.knee)
    let varied = curve.varied(amplitude: 0.5, offset: 7, delay: 0.2)
    for phase in [0.0, 0.3, 0.8] {
      let original = curve.jet(at: phase - 0.2, frequency: 1).value * 180 / .pi
      let new = varied.jet(at: phase, frequency: 1).value * 180 / .pi
      #expect(abs(new - (curve.mean + 7 + 0.5 * (original - curve.mean))) < 1e-9)
    }
  }

  @Test(arguments: [
    (LegAngle.hipFlexion, -11.0, 34.0), (.hipAdduction, -7, 7), (.hipRotation, -4.5, 3), (.knee, 4, 62),
    (.ankle, -17, 10),
  ])
  func `of a normative angle keeps the published extremes within 2 degrees`(
    angle: LegAngle, low: Double, high: Double
  ) {
    let degrees = (0..<200).map {
      NormativeCurves.leg(angle).jet(at: Double($0) / 200, frequency: 1).value * 180 / .pi
    }
    #expect(abs(degrees.least - low) < 2)
    #expect(abs(degrees.most - high) < 2)
  }
}
