import Faults
import Formats
import Protocols

/// How a laboratory's markers and forces become angles, moments and muscle forces: a file under `recipes/`.
public struct Recipe: Sendable {
  /// A marker of the model.
  public struct Marker: Sendable, Equatable {
    /// The name in the model and in the recordings.
    public let name: String
    /// The body that it is on.
    public let body: String
    /// Where on the body, m; nil where the model says it.
    public let at: [Double]?
    /// Whether it stays there when markers are placed by the standing trial.
    public let isFixed: Bool
    /// Its weight in inverse kinematics; 0 for one that only serves scaling.
    public let weight: Double
    /// Its weight in the pose of the standing trial that gives sizes.
    public let staticWeight: Double
    /// Its weight in the pose of the standing trial that gives places.
    public let placingWeight: Double
    /// Other names by which recordings may have it.
    public let synonyms: [String]
  }

  /// Pairs of markers whose distances scale bodies.
  public struct Measurement: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The pairs, each two names.
    public let pairs: [[String]]
    /// The bodies.
    public let bodies: [String]
    /// The axes of the bodies, such as `X` or `X Y Z`.
    public let axes: [String]
  }

  /// What a trial may not exceed.
  ///
  /// Source: Hicks and others 2015, J Biomech Eng 137:020905.
  public struct Limits: Sendable, Equatable {
    /// The root mean square error of the weighted markers over the cycle, m.
    public let markerRMS: Double
    /// The largest error of a marker of pelvis, thigh or shank, m.
    public let markerLargest: Double
    /// The root mean square of the residual forces at the pelvis as a share of body weight.
    public let residual: Double
    /// The root mean square of the residual moment at the pelvis as a share of body weight times the pelvis' height.
    public let residualMoment: Double
    /// The largest reserve of a joint as a share of its peak moment.
    public let reserve: Double
  }

  /// The name.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// The name of the model it is for, as the model's file has it; nil for any.
  public let model: String?
  /// The markers.
  public let markers: [Marker]
  /// What scales which bodies.
  public let measurements: [Measurement]
  /// Factors that are given and not measured, by body.
  public let manual: [String: [Double]]
  /// The seconds of the standing trial that gives sizes.
  public let standing: Double
  /// The seconds of the standing trial that gives the places of markers.
  public let placing: Double
  /// The low-pass filter of coordinates, Hz.
  public let lowpass: Double
  /// The exponent of activations in the cost of static optimisation.
  public let exponent: Double
  /// Whether forces follow the muscles' length and speed.
  public let physiology: Bool
  /// The strength of the reserves of the leg's joints, Nm.
  public let reserve: Double
  /// The strength of what holds the pelvis and the other leg, N or Nm.
  public let residual: Double
  /// What a trial may not exceed.
  public let limits: Limits
  /// Every rule in canonical JSON.
  public let canonical: String

  /// SHA-256 of every rule.
  public var fingerprint: String { Digest.sha256(of: .init(canonical.utf8)) }

  /// Reads a recipe.
  ///
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: the name that messages use.
  /// - Throws: `Fault` of kind `data` with `file:line:column`, what was found and what is allowed.
  public init(yaml bytes: [UInt8], file: String) throws {
    let settings = try Settings(Node(yaml: bytes, file: file))
    _ = try settings.integer("schema", in: 1...1, default: 1)
    name = try settings.text("name")
    title = try settings.text("title")
    model = try settings.text(ifPresent: "model")
    markers = try settings.sections("markers").map(Marker.init)
    measurements = try settings.sections("measurements").map(Measurement.init)
    var manual = [String: [Double]]()
    for factor in try settings.sections("manual") {
      manual[try factor.text("body")] = try factor.triple("factors", in: 0.1...10)
    }
    self.manual = manual
    standing = try settings.number("standing_s", in: 0.01...60, default: 0.3)
    placing = try settings.number("placing_s", in: 0.01...60, default: standing)
    lowpass = try settings.number("lowpass_hz", in: 1...100, default: 6)
    let optimisation = try settings.section(ifPresent: "static_optimization")
    exponent = try optimisation?.number("exponent", in: 1...20, default: 2) ?? 2
    physiology = try optimisation?.boolean("physiology", default: true) ?? true
    reserve = try optimisation?.number("reserve", in: 0.001...1000, default: 1) ?? 1
    residual = try optimisation?.number("residual", in: 0.001...1e6, default: 1000) ?? 1000
    let limits = try settings.section(ifPresent: "limits")
    self.limits = Limits(
      markerRMS: try limits?.number("marker_rms_m", in: 0.001...1, default: 0.02) ?? 0.02,
      markerLargest: try limits?.number("marker_largest_m", in: 0.001...1, default: 0.04) ?? 0.04,
      residual: try limits?.number("residual_of_weight", in: 0.001...10, default: 0.1) ?? 0.1,
      residualMoment: try limits?.number("residual_moment_of_weight", in: 0.001...10, default: 0.1) ?? 0.1,
      reserve: try limits?.number("reserve_of_peak", in: 0.001...10, default: 0.05) ?? 0.05)
    guard markers.contains(where: { $0.weight > 0 }) else {
      throw settings.fault("markers", "no marker has a weight, so inverse kinematics would have nothing to follow.")
    }
    let names = markers.map(\.name)
    if let twin = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw settings.fault("markers", "the marker \(quoted(twin)) is there twice.")
    }
    for measurement in measurements {
      if let stray = measurement.pairs.joined().first(where: { !names.contains($0) }) {
        throw settings.fault(
          "measurements",
          "'\(measurement.name)' names the marker \(quoted(stray)), which is none of the recipe's."
            + suggestion(for: stray, in: names))
      }
    }
    try settings.finish()
    canonical = settings.resolved.canonicalJSON
  }

  /// The recipe of a name, or of a file when the name is a path that ends in `.yaml`.
  /// - Throws: `Fault`: missing, with all that there are; data, when the file is wrong.
  public static func find(_ name: String, builtIn: [EmbeddedFile]) throws -> Recipe {
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      return try Recipe(yaml: YAMLFile(path: name).bytes, file: name)
    }
    let all = try builtIn.map { try Recipe(yaml: Array($0.text.utf8), file: $0.name) }
    if let found = all.first(where: { $0.name == name }) { return found }
    let names = all.map(\.name)
    throw Fault(
      .missing,
      "No recipe named \(quoted(name)).\(suggestion(for: name, in: names)) \(known(names)); a file "
        + "of your own is given by its path, ending in .yaml.")
  }
}

extension Recipe.Marker {
  fileprivate init(_ settings: Settings) throws {
    name = try settings.text("name")
    body = try settings.text("body")
    at = settings.contains("at") ? try settings.triple("at", in: -3...3) : nil
    isFixed = try settings.boolean("fixed", default: false)
    weight = try settings.number("weight", in: 0...1e6, default: 1)
    staticWeight = try settings.number("static_weight", in: 0...1e6, default: weight)
    placingWeight = try settings.number("placing_weight", in: 0...1e6, default: staticWeight)
    synonyms = try settings.texts("synonyms", default: [])
  }
}

extension Recipe.Measurement {
  fileprivate init(_ settings: Settings) throws {
    name = try settings.text("name")
    pairs = try settings.texts("pairs").map { $0.split(separator: " ").map(String.init) }
    bodies = try settings.texts("bodies")
    axes = try settings.texts("axes", default: ["X", "Y", "Z"])
    guard !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 }) else {
      throw settings.fault("pairs", "each of 'pairs' must be two names of markers with a space between.")
    }
    guard axes.allSatisfy({ ["X", "Y", "Z"].contains($0) }) else {
      throw settings.fault("axes", "'axes' may hold X, Y and Z.")
    }
  }
}

extension Settings {
  fileprivate func triple(_ key: String, in range: ClosedRange<Double>) throws -> [Double] {
    let numbers = try numbers(key, in: range)
    guard numbers.count == 3 else { throw fault(key, "'\(key)' must be three numbers.") }
    return numbers
  }
}
