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
  /// The columns that have another name than the published input, by the input.
  public let renamed: [String: String]
  /// The spans of the recording without rows.
  public let gaps: [ClosedRange<Double>]
  /// How far the feet are in front.
  let legs: Legs

  /// Takes the angles out of a table of coordinates.
  ///
  /// - Parameters:
  ///   - table: coordinates in degrees or radians, as its header says.
  ///   - kneeSign: how the file counts the knee; by default the larger excursion of both knees is flexion.
  ///   - names: how the file calls the angles.
  /// - Throws: ``Fault`` (data) when a coordinate is missing, the unit is not said or cannot be, or the knees differ.
  public init(_ table: MotionTable, kneeSign: KneeSign? = nil, names: CoordinateNames = .usual) throws {
    let degrees = try Self.degreesPerUnit(table)
    let wanted = publishedInputs + ["pelvis_tilt"]
    let columns = try names.columns(of: wanted, in: table)
    let missing = publishedInputs.indices.filter { columns[$0] == nil }.map { publishedInputs[$0] }
    guard missing.isEmpty else { throw Self.fault(missing, table) }
    let all = columns.map { $0.map { table.column(at: $0).map { $0 * degrees } } }
    var angles = all.dropLast().compactMap { $0 }
    try Self.checkUnit(angles, table)
    let knees = publishedInputs.indices.filter { publishedInputs[$0].hasPrefix("knee_angle") }
    let sign = try kneeSign ?? Self.detect(knees.map { angles[$0] }, table.source)
    if sign == .flexionNegative {
      for knee in knees { angles[knee] = angles[knee].map { -$0 } }
    }
    let tilt = all[publishedInputs.count]
    source = table.source
    time = table.time
    gaps = table.gaps
    self.angles = angles
    pelvisTilt = tilt
    self.kneeSign = sign
    kneeSignWasDetected = kneeSign == nil
    renamed = Dictionary(
      uniqueKeysWithValues: zip(wanted, columns).compactMap { name, column in
        guard let column, MotionQuantity.coordinate.rank(of: table.labels[column][...], as: name) == nil else {
          return nil
        }
        return (name, table.labels[column])
      })
    legs = Legs(time: table.time) { side in
      let (hip, knee) = (side.name(of: "hip_flexion_r"), side.name(of: "knee_angle_r"))
      let angles = [hip, knee].map { name in publishedInputs.firstIndex(of: name).map { angles[$0] } ?? [] }
      let thigh = tilt.map { zip(angles[0], $0).map { $0 + $1 } } ?? angles[0]
      return ContactDetection.reach(thigh: thigh, knee: angles[1])
    }
  }

  private static func fault(_ missing: [String], _ table: MotionTable) -> Fault {
    let there = table.labels.prefix(40).map { "'\($0.prefix(60))'" }.joined(separator: ", ")
    let more = table.labels.count > 40 ? " and \(table.labels.count - 40) more" : ""
    let others = missing.dropFirst().map { "'\($0)'" }.joined(separator: ", ")
    return Fault(
      .data, at: .file(table.source),
      "there is no column '\(missing.first ?? "")'\(others.isEmpty ? "" : ", nor \(others)"); all ten joint "
        + "angles are needed."
        + suggestion(for: missing.first ?? "", in: table.labels.filter { !publishedInputs.contains($0) })
        + " The file has \(there)\(more); a map (--columns) can say which is which.")
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
        .data, at: .file(source),
        "one knee flexes to positive and one to negative angles; turn the sign of one column\(OptionAdvice.knee).")
    }
    return first
  }

  /// The initial contacts of a leg by ``ContactDetection/contacts(thigh:knee:time:)``.
  public func contacts(of side: Side, _ detection: ContactDetection = .init()) -> [Double] {
    search(side, detection).contacts
  }

  func search(_ side: Side, _ detection: ContactDetection) -> ContactDetection.AngleContacts {
    detection.search(legs.reach(of: side), time, gaps: gaps)
  }

  /// Inputs over a cycle, mirrored when it is a left one, `[frames, inputs]` in degrees.
  ///
  /// - Parameter names: the inputs, of those that recordings are read for.
  /// - Throws: ``Fault`` (data) when the cycle is not inside the recording, a gap lies in it, or an angle in it is not a
  ///   number or no joint angle.
  public func inputs(
    over cycle: GaitCycle, of names: [String] = publishedInputs, frames: Int = publishedFrames
  ) throws -> [Float] {
    let signals = names.map { Signal(name: $0, values: values(of: cycle.side.name(of: $0))) }
    let inputs = try signals.resampled(over: cycle, time: time, gaps: gaps, frames: frames, source: source)
    if let place = inputs.firstIndex(where: { $0.magnitude > SoundnessChecks.largestAngle }) {
      throw Fault(
        .data, at: .file(source),
        "column '\(cycle.side.name(of: names[place % names.count]))' is \(Double(inputs[place]).rounded(toPlaces: 1)) degrees in the "
          + "cycle, where no joint angle exceeds 180.")
    }
    return inputs
  }

  private func values(of name: String) -> [Double] {
    publishedInputs.firstIndex(of: name).map { angles[$0] } ?? []
  }
}
