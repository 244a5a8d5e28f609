import Faults
import Formats
import Protocols

/// Which way the knee angle counts in a file.
public enum KneeSign: String, Sendable, Codable, CaseIterable {
  /// Flexion is positive, as in the published inputs and the Rajagopal model.
  case flexionPositive = "flexion-positive"
  /// Flexion is negative, as in gait2392 and gait2354.
  case flexionNegative = "flexion-negative"
}

/// The ten joint angles of a recording in the published order, sign and unit.
public struct JointAngles: Sendable {
  /// The recording's name in messages.
  public let source: String
  /// The instants in seconds, `[rows]`.
  public let time: [Double]
  /// The angles in degrees, knee flexion positive, `[inputs][rows]` in the order of `publishedInputs`.
  public let angles: [[Double]]
  /// The tilt of the pelvis in degrees, where the file has it, `[rows]`.
  public let pelvisTilt: [Double]?
  /// How the file counted the knee.
  public let kneeSign: KneeSign
  /// Whether the sign was detected and not told.
  public let kneeSignWasDetected: Bool

  /// Takes the angles out of a table of coordinates.
  ///
  /// - Parameters:
  ///   - table: coordinates in degrees or radians, as its header says.
  ///   - kneeSign: how the file counts the knee; by default the larger excursion of both knees is flexion.
  /// - Throws: ``Fault`` (data) when a coordinate is missing, the unit is not said or cannot be, or the knees differ.
  public init(_ table: MotionTable, kneeSign: KneeSign? = nil) throws {
    let degrees = try Self.degreesPerUnit(table)
    var angles = try publishedInputs.map { name in
      guard let index = try table.index(of: name) else {
        throw Fault(.data, at: .file(table.source), "there is no column '\(name)'; all ten joint angles are needed.")
      }
      return table.column(at: index).map { $0 * degrees }
    }
    try Self.checkUnit(angles, table)
    let knees = publishedInputs.indices.filter { publishedInputs[$0].hasPrefix("knee_angle") }
    let sign = try kneeSign ?? Self.detect(knees.map { angles[$0] }, table.source)
    if sign == .flexionNegative {
      for knee in knees { angles[knee] = angles[knee].map { -$0 } }
    }
    source = table.source
    time = table.time
    self.angles = angles
    pelvisTilt = try table.index(of: "pelvis_tilt").map { table.column(at: $0).map { $0 * degrees } }
    self.kneeSign = sign
    kneeSignWasDetected = kneeSign == nil
  }

  private static func degreesPerUnit(_ table: MotionTable) throws -> Double {
    guard let inDegrees = table.inDegrees else {
      throw Fault(
        .data, at: .file(table.source),
        "the header does not say the unit of its angles; add inDegrees=yes or inDegrees=no.")
    }
    return inDegrees ? 1 : 180 / .pi
  }

  private static func checkUnit(_ angles: [[Double]], _ table: MotionTable) throws {
    let largest = angles.joined().filter(\.isFinite).map(\.magnitude).max() ?? 0
    if table.inDegrees == true, largest < .pi {
      throw Fault(
        .data, at: .file(table.source),
        "no joint angle exceeds \(largest.rounded(toPlaces: 2)), which looks like radians; "
          + "the header says inDegrees=yes.")
    }
    if table.inDegrees == false, largest > 360 {
      throw Fault(
        .data, at: .file(table.source),
        "a joint angle of \((largest * .pi / 180).rounded(toPlaces: 2)) cannot be radians; "
          + "the header says inDegrees=no.")
    }
  }

  private static func detect(_ knees: [[Double]], _ source: String) throws -> KneeSign {
    let signs = knees.map { KneeSign(ofKnee: $0) }
    guard let first = signs.first, signs.allSatisfy({ $0 == first }) else {
      throw Fault(
        .data, at: .file(source), "one knee flexes to positive and one to negative angles; say the knee sign.")
    }
    return first
  }

  /// The initial contacts of a leg by ``ContactDetection/contacts(thigh:knee:time:)``.
  public func contacts(of side: Side, _ detection: ContactDetection = .init()) -> [Double] {
    detection.contacts(thigh: thigh(of: side), knee: knee(of: side), time: time)
  }

  /// The leg whose foot is in front at an instant; a foot that lands is in front of the other.
  func leadingLeg(at instant: Double) -> Side {
    let reach = Side.allCases.map { side in
      Interpolation.linear(
        [instant], time, ContactDetection.reach(thigh: thigh(of: side), knee: knee(of: side)))[0]
    }
    return reach[0] >= reach[1] ? Side.allCases[0] : Side.allCases[1]
  }

  private func thigh(of side: Side) -> [Double] {
    let hip = values(of: side.name(of: "hip_flexion_r"))
    return pelvisTilt.map { zip(hip, $0).map { $0 + $1 } } ?? hip
  }

  private func knee(of side: Side) -> [Double] { values(of: side.name(of: "knee_angle_r")) }

  /// The inputs over a cycle, mirrored when it is a left one, `[frames, inputs]` in degrees.
  ///
  /// - Throws: ``Fault`` (data) when the cycle is not inside the recording or an angle in it is not a number.
  public func inputs(over cycle: GaitCycle, frames: Int = Cohort.frames) throws -> [Float] {
    let signals = publishedInputs.map { Signal(name: $0, values: values(of: cycle.side.name(of: $0))) }
    return try signals.resampled(over: cycle, time: time, frames: frames, source: source)
  }

  private func values(of name: String) -> [Double] {
    publishedInputs.firstIndex(of: name).map { angles[$0] } ?? []
  }
}
