import Foundation

/// A periodic curve over the gait cycle: a mean and five harmonics, in degrees.
///
/// `angle(p) = mean + sum over k of cosines[k-1] cos(2 pi k p) + sines[k-1] sin(2 pi k p)`, `p` in cycles.
/// Five harmonics hold all that is left of walking's joint angles after the customary low-pass filter at 6 Hz
/// (Winter 2009, chapter 2): more would be amplified into accelerations that nobody's leg has.
package struct FourierCurve: Sendable, Equatable {
  /// How many harmonics a curve has.
  package static let harmonics = 5

  /// The mean over the cycle, degrees.
  package var mean: Double
  /// The cosine amplitudes of the harmonics, degrees.
  package var cosines: [Double]
  /// The sine amplitudes of the harmonics, degrees.
  package var sines: [Double]

  /// The least-squares fit to samples that are equally spaced over one cycle (a truncated Fourier series).
  package init(fitting samples: [Double]) {
    let count = Double(samples.count)
    mean = samples.reduce(0, +) / count
    cosines = []
    sines = []
    for harmonic in 1...Self.harmonics {
      let angles = samples.indices.map { 2 * Double.pi * Double(harmonic) * Double($0) / count }
      cosines.append(zip(samples, angles).reduce(0) { $0 + $1.0 * cos($1.1) } * 2 / count)
      sines.append(zip(samples, angles).reduce(0) { $0 + $1.0 * sin($1.1) } * 2 / count)
    }
  }

  /// The curve of somebody who walks in the same manner with another range, posture and timing.
  /// - Parameters:
  ///   - amplitude: what the excursion from the mean is multiplied by
  ///   - offset: what is added to the mean, degrees
  ///   - delay: by how much the curve comes later, cycles
  package func varied(amplitude: Double, offset: Double, delay: Double) -> FourierCurve {
    var curve = self
    curve.mean += offset
    for index in cosines.indices {
      let angle = 2 * Double.pi * Double(index + 1) * delay
      let (c, s) = (cos(angle) * amplitude, sin(angle) * amplitude)
      curve.cosines[index] = cosines[index] * c - sines[index] * s
      curve.sines[index] = sines[index] * c + cosines[index] * s
    }
    return curve
  }

  /// The angle in radians with its time derivatives.
  /// - Parameters:
  ///   - phase: cycles since contact
  ///   - frequency: cycles per second
  package func jet(at phase: Double, frequency: Double) -> Jet {
    let (firstCosine, firstSine) = (cos(2 * Double.pi * phase), sin(2 * Double.pi * phase))
    var (c, s) = (firstCosine, firstSine)
    var jet = Jet(mean)
    for index in cosines.indices {
      let speed = 2 * Double.pi * Double(index + 1) * frequency
      let value = cosines[index] * c + sines[index] * s
      jet.value += value
      jet.rate += (sines[index] * c - cosines[index] * s) * speed
      jet.curvature -= value * speed * speed
      // The next harmonic, by the addition theorems.
      (c, s) = (c * firstCosine - s * firstSine, s * firstCosine + c * firstSine)
    }
    let radians = Double.pi / 180
    return Jet(jet.value * radians, rate: jet.rate * radians, curvature: jet.curvature * radians)
  }
}
