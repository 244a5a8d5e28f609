import SyntheticGait

/// An OpenSim model of a computed walker: a pelvis and two legs of rods, without muscles.
///
/// The chain of rotations is that of ``LegMotion``: tilt, list and rotation of the pelvis; flexion, adduction and rotation
/// of the hips; knees and ankles as hinges.
struct ExampleModel {
  let body: LegSegments
  let markers: [Recipe.Marker]

  /// The model as the text of an `.osim` file.
  var text: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <OpenSimDocument Version="40000"><Model name="walker"><gravity>0 -9.80665 0</gravity>
    <BodySet name="bodyset"><objects>
    \(bodies.joined(separator: "\n"))
    </objects></BodySet>
    <JointSet name="jointset"><objects>
    \(joints.joined(separator: "\n"))
    </objects></JointSet>
    <MarkerSet name="markerset"><objects>
    \(markers.map(Self.marker).joined(separator: "\n"))
    </objects></MarkerSet>
    </Model></OpenSimDocument>

    """
  }

  private var bodies: [String] {
    func body(_ name: String, _ mass: Double, _ centre: SIMD3<Double>, _ inertia: SIMD3<Double>) -> String {
      "<Body name=\"\(name)\"><mass>\(mass)</mass><mass_center>\(Self.words(centre))</mass_center>"
        + "<inertia>\(Self.words(inertia)) 0 0 0</inertia></Body>"
    }
    let legs = 2 * (self.body.thigh.mass + self.body.shank.mass + self.body.foot.mass)
    // A rod has no inertia about itself; OpenSim wants some.
    let thin = 0.001
    return [body("pelvis", self.body.bodyMass - legs, .zero, SIMD3(1, 1, 1))]
      + ["r", "l"].flatMap { side in
        [
          body(
            "femur_\(side)", self.body.thigh.mass, SIMD3(0, -self.body.thigh.centre, 0),
            SIMD3(self.body.thigh.inertia, thin, self.body.thigh.inertia)),
          body(
            "tibia_\(side)", self.body.shank.mass, SIMD3(0, -self.body.shank.centre, 0),
            SIMD3(self.body.shank.inertia, thin, self.body.shank.inertia)),
          body(
            "calcn_\(side)", self.body.foot.mass,
            SIMD3(self.body.foot.centre - self.body.heel, -self.body.ankleHeight / 2, 0),
            SIMD3(thin, self.body.foot.inertia, self.body.foot.inertia)),
        ]
      }
  }

  private var joints: [String] {
    [
      Self.joint(
        "ground_pelvis", from: "ground", at: .zero, to: "pelvis",
        turns: [("pelvis_tilt", Axis.z), ("pelvis_list", Axis.x), ("pelvis_rotation", Axis.y)],
        shifts: ["pelvis_tx", "pelvis_ty", "pelvis_tz"])
    ]
      + leg("r", 1) + leg("l", -1)
  }

  private func leg(_ side: String, _ sign: Double) -> [String] {
    [
      Self.joint(
        "hip_\(side)", from: "pelvis", at: SIMD3(0, 0, body.hipHalfWidth * sign), to: "femur_\(side)",
        turns: [
          ("hip_flexion_\(side)", Axis.z), ("hip_adduction_\(side)", Axis.x * sign),
          ("hip_rotation_\(side)", Axis.y * sign),
        ]),
      Self.joint(
        "knee_\(side)", from: "femur_\(side)", at: SIMD3(0, -body.thigh.length, 0), to: "tibia_\(side)",
        turns: [("knee_angle_\(side)", -Axis.z)]),
      Self.joint(
        "ankle_\(side)", from: "tibia_\(side)", at: SIMD3(0, -body.shank.length, 0), to: "calcn_\(side)",
        turns: [("ankle_angle_\(side)", Axis.z)]),
    ]
  }

  private static func joint(
    _ name: String, from parent: String, at place: SIMD3<Double>, to child: String,
    turns: [(String, SIMD3<Double>)], shifts: [String] = []
  ) -> String {
    func axis(_ kind: String, _ coordinate: String?, _ direction: SIMD3<Double>) -> String {
      let function =
        coordinate == nil
        ? "<Constant name=\"function\"><value>0</value></Constant>"
        : "<LinearFunction name=\"function\"><coefficients>1 0</coefficients></LinearFunction>"
      return "<TransformAxis name=\"\(kind)\"><coordinates>\(coordinate ?? "")</coordinates>"
        + "<axis>\(words(direction))</axis>\(function)</TransformAxis>"
    }
    // The axes that no coordinate turns about have to be there and to be others.
    let spare = [Axis.z, Axis.x, Axis.y]
    let rotations = (0..<3).map { index in
      axis(
        "rotation\(index + 1)", index < turns.count ? turns[index].0 : nil,
        index < turns.count ? turns[index].1 : spare[index])
    }
    let translations = [Axis.x, Axis.y, Axis.z].enumerated().map { index, direction in
      axis("translation\(index + 1)", index < shifts.count ? shifts[index] : nil, direction)
    }
    let coordinates = (turns.map(\.0) + shifts).map { "<Coordinate name=\"\($0)\"/>" }.joined()
    let frame = parent == "ground" ? "/ground" : "/bodyset/\(parent)"
    return "<CustomJoint name=\"\(name)\"><socket_parent_frame>parent</socket_parent_frame>"
      + "<socket_child_frame>/bodyset/\(child)</socket_child_frame><coordinates>\(coordinates)</coordinates>"
      + "<frames><PhysicalOffsetFrame name=\"parent\"><socket_parent>\(frame)</socket_parent>"
      + "<translation>\(words(place))</translation><orientation>0 0 0</orientation></PhysicalOffsetFrame></frames>"
      + "<SpatialTransform>\((rotations + translations).joined())</SpatialTransform></CustomJoint>"
  }

  private static func marker(_ marker: Recipe.Marker) -> String {
    let at = marker.at ?? [0, 0, 0]
    return "<Marker name=\"\(marker.name)\"><socket_parent_frame>/bodyset/\(marker.body)</socket_parent_frame>"
      + "<location>\(at.map { "\($0)" }.joined(separator: " "))</location></Marker>"
  }

  private static func words(_ vector: SIMD3<Double>) -> String { "\(vector.x) \(vector.y) \(vector.z)" }
}
