import Foundation

/// Somebody who walks along the ground for some strides, as cameras and force plates see it.
///
/// The pelvis moves so that the forces on both feet are what accelerates the whole body (Newton's second law over all
/// segments); its way is the second integral of a Fourier series, which a stride repeats.
package struct SyntheticWalk: Sendable {
  /// A moment of the walk.
  package struct Frame: Sendable {
    /// The seconds since the right foot's first contact.
    package let time: Double
    /// The middle between the hips, m.
    package let pelvis: SIMD3<Double>
    /// The legs relative to it; the left one in a mirror.
    package let right, left: LegMotion
    /// The angles of both legs and, in the first, of the pelvis as seen from the right.
    package let rightPose, leftPose: LegPose
    /// The force on each foot and the point of the floor through which it passes, m; no force where the foot is in the air.
    package let rightForce, leftForce: GroundForce
  }

  /// How many frames a stride has.
  package static let framesOfStride = 100
  /// As many harmonics of the pelvis' acceleration as a stride's frames can hold without folding.
  private static let harmonics = 40

  /// Who walks.
  package let subject: SyntheticSubject
  /// The sizes and masses.
  package let body: LegSegments
  private let kinematics: StrideKinematics
  private let ground: GroundReaction
  private let way: [SIMD3<Double>]

  /// Makes a walk.
  ///
  /// - Parameters:
  ///   - subject: who walks
  ///   - cadence: steps/min
  ///   - stride: the random numbers of the stride
  package init(of subject: SyntheticSubject, cadence: Double, stride: SyntheticDraw) {
    self.subject = subject
    body = LegSegments(height: subject.height, mass: subject.mass)
    kinematics = StrideKinematics(of: subject, cadence: cadence, stride: stride)
    let phases = (0..<Self.framesOfStride).map { Double($0) / Double(Self.framesOfStride) }
    ground = GroundReaction(of: subject, body: body, kinematics: kinematics, phases: phases, stride: stride)
    let mass = subject.mass
    let (kinematics, body, ground) = (kinematics, body, ground)
    let accelerations = phases.indices.map { frame -> SIMD3<Double> in
      let legs = [true, false].map { isRight in
        LegMotion(kinematics.pose(isRight: isRight, at: phases[frame]), body: body).parts
          .reduce(SIMD3<Double>.zero) { $0 + $1.centre.acceleration * $1.segment.mass }
      }
      let segments = legs[0] + SIMD3(legs[1].x, legs[1].y, -legs[1].z)
      return ground.pelvis[frame] - segments / mass
    }
    let swing = Self.integrated(accelerations, frequency: kinematics.frequency)
    // The soles of the feet that stand are on the floor.
    let heights = phases.indices.flatMap { frame in
      [ground.right[frame], ground.left[frame]].filter { $0.force.y > 0.2 * mass * 9.80665 }
        .map { swing[frame].y + $0.point.y }
    }
    let floor = heights.reduce(0, +) / Double(max(heights.count, 1))
    way = swing.map { $0 - Axis.y * floor }
  }

  /// The seconds of a stride.
  package var period: Double { 1 / kinematics.frequency }

  /// A moment, counted from the right foot's first contact; negative ones are before it.
  package func frame(_ number: Int) -> Frame {
    let count = Self.framesOfStride
    let place = ((number % count) + count) % count
    let phase = Double(place) / Double(count)
    let time = Double(number) / Double(count) * period
    let pelvis = way[place] + Axis.x * (ground.speed * time)
    let poses = [true, false].map { kinematics.pose(isRight: $0, at: phase) }
    func onFloor(_ push: GroundForce) -> GroundForce {
      guard push.force.y > 0 else { return GroundForce(force: .zero, point: .zero) }
      let point = pelvis + push.point
      return GroundForce(force: push.force, point: point - push.force * (point.y / push.force.y))
    }
    return Frame(
      time: time, pelvis: pelvis, right: LegMotion(poses[0], body: body), left: LegMotion(poses[1], body: body),
      rightPose: poses[0], leftPose: poses[1], rightForce: onFloor(ground.right[place]),
      leftForce: onFloor(ground.left[place]))
  }

  /// The periodic second integral of periodic samples, without its mean.
  private static func integrated(_ samples: [SIMD3<Double>], frequency: Double) -> [SIMD3<Double>] {
    let count = samples.count
    var way = [SIMD3<Double>](repeating: .zero, count: count)
    for harmonic in 1...harmonics {
      let angles = (0..<count).map { 2 * Double.pi * Double(harmonic * $0 % count) / Double(count) }
      var (cosine, sine) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
      for (sample, angle) in zip(samples, angles) {
        cosine += sample * (cos(angle) * 2 / Double(count))
        sine += sample * (sin(angle) * 2 / Double(count))
      }
      let speed = 2 * Double.pi * Double(harmonic) * frequency
      for (place, angle) in angles.enumerated() {
        way[place] -= (cosine * cos(angle) + sine * sin(angle)) / (speed * speed)
      }
    }
    return way
  }
}
