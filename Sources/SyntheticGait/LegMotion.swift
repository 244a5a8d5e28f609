/// The angles of one leg and of the pelvis at one moment, radians with their time derivatives.
///
/// Signs as in OpenSim for the right leg; a left leg is described as a right one in a mirror.
package struct LegPose: Sendable {
  /// Flexion of the hip.
  package var hipFlexion: Jet
  /// Adduction of the hip.
  package var hipAdduction: Jet
  /// Internal rotation of the hip.
  package var hipRotation: Jet
  /// Flexion of the knee.
  package var knee: Jet
  /// Dorsiflexion of the ankle.
  package var ankle: Jet
  /// Tilt of the pelvis; anterior is negative.
  package var pelvisTilt: Jet
  /// List of the pelvis; this leg's side up is negative.
  package var pelvisList: Jet
  /// Rotation of the pelvis; this leg's side forward is positive.
  package var pelvisRotation: Jet

  /// Makes a pose; what is left out is zero and at rest.
  package init(
    hipFlexion: Jet = Jet(0), hipAdduction: Jet = Jet(0), hipRotation: Jet = Jet(0), knee: Jet = Jet(0),
    ankle: Jet = Jet(0), pelvisTilt: Jet = Jet(0), pelvisList: Jet = Jet(0), pelvisRotation: Jet = Jet(0)
  ) {
    self.hipFlexion = hipFlexion
    self.hipAdduction = hipAdduction
    self.hipRotation = hipRotation
    self.knee = knee
    self.ankle = ankle
    self.pelvisTilt = pelvisTilt
    self.pelvisList = pelvisList
    self.pelvisRotation = pelvisRotation
  }

  fileprivate func inPelvis(_ motion: MovingVector) -> MovingVector {
    motion.turned(about: Axis.y, by: pelvisRotation).turned(about: Axis.x, by: pelvisList)
      .turned(about: Axis.z, by: pelvisTilt)
  }

  fileprivate func inThigh(_ motion: MovingVector) -> MovingVector {
    let hip = motion.turned(about: Axis.y, by: hipRotation).turned(about: Axis.x, by: hipAdduction)
    return inPelvis(hip.turned(about: Axis.z, by: hipFlexion))
  }

  fileprivate func inShank(_ motion: MovingVector) -> MovingVector {
    inThigh(motion.turned(about: Axis.z, by: -knee))
  }

  fileprivate func inFoot(_ motion: MovingVector) -> MovingVector {
    inShank(motion.turned(about: Axis.z, by: ankle))
  }
}

/// Where the parts of a leg are, relative to the middle between the hips, in axes along the ground frame.
///
/// The chain of rotations is OpenSim's: pelvis tilt, list and rotation; hip flexion, adduction and rotation; then
/// the knee and the ankle as hinges. Velocities and accelerations follow from the angles exactly (``Jet``).
package struct LegMotion: Sendable {
  /// A segment in motion.
  package struct Part: Sendable {
    /// The rod that moves.
    package let segment: BodySegment
    /// Its centre of mass.
    package let centre: MovingVector
    /// The unit vector along it.
    package let direction: MovingVector
  }

  /// The joint centres.
  package let hip, knee, ankle: MovingVector
  /// Thigh, shank and foot, from the hip down.
  package let parts: [Part]
  /// The axes of hip flexion, adduction and internal rotation, unit vectors.
  package let hipAxes: [SIMD3<Double>]
  /// The axis of knee flexion, a unit vector.
  package let kneeAxis: SIMD3<Double>
  /// The axis of dorsiflexion, a unit vector.
  package let ankleAxis: SIMD3<Double>
  private let pose: LegPose
  private let body: LegSegments

  /// Places the leg.
  package init(_ pose: LegPose, body: LegSegments) {
    self.pose = pose
    self.body = body
    let down = MovingVector(-Axis.y)
    let thighward = pose.inThigh(down)
    let shankward = pose.inShank(down)
    hip = pose.inPelvis(MovingVector(Axis.z * body.hipHalfWidth))
    knee = hip + thighward * Jet(body.thigh.length)
    ankle = knee + shankward * Jet(body.shank.length)
    let heelToCentre = body.foot.centre - body.heel
    let footCentre = ankle + pose.inFoot(MovingVector(SIMD3(heelToCentre, -body.ankleHeight / 2, 0)))
    parts = [
      Part(segment: body.thigh, centre: hip + thighward * Jet(body.thigh.centre), direction: thighward),
      Part(segment: body.shank, centre: knee + shankward * Jet(body.shank.centre), direction: shankward),
      Part(segment: body.foot, centre: footCentre, direction: pose.inFoot(MovingVector(Axis.x))),
    ]
    let flexed = MovingVector(Axis.x).turned(about: Axis.z, by: pose.hipFlexion)
    hipAxes = [
      pose.inPelvis(MovingVector(Axis.z)).position, pose.inPelvis(flexed).position,
      pose.inThigh(MovingVector(Axis.y)).position,
    ]
    kneeAxis = -pose.inThigh(MovingVector(Axis.z)).position
    ankleAxis = pose.inShank(MovingVector(Axis.z)).position
  }

  /// A segment that markers are on, each with its frame at the joint above it; the pelvis' is between the hips.
  package enum Segment: Sendable { case pelvis, thigh, shank, foot }

  /// Where a point of a segment is.
  package func place(of point: SIMD3<Double>, on segment: Segment) -> SIMD3<Double> {
    let point = MovingVector(point)
    return switch segment {
    case .pelvis: pose.inPelvis(point).position
    case .thigh: (hip + pose.inThigh(point)).position
    case .shank: (knee + pose.inShank(point)).position
    case .foot: (ankle + pose.inFoot(point)).position
    }
  }

  /// A point of the sole, `ahead` metres in front of the ankle.
  package func sole(ahead: Double) -> SIMD3<Double> {
    (ankle + pose.inFoot(MovingVector(SIMD3(ahead, -body.ankleHeight, 0)))).position
  }
}
