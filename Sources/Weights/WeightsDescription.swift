import Faults
import Formats
import Foundation
import Protocols

/// What a file of weights from PyTorch does not say by itself: whose they are and how inputs are standardised.
///
/// It comes from options, from a JSON file, or from the metadata of a safetensors file. The JSON holds
/// `{"mean": [...], "deviation": [...]}` with a number for each input in degrees, and may hold `entry`, `inputs` and
/// `outputs`; the names that the published checkpoints use (`mu_x`, `sd_x`, `in_cols`, `out_cols`) and `std` are
/// understood, too.
public struct WeightsDescription: Sendable, Equatable {
  /// The standardisation of the inputs.
  public var standardisation: Standardisation?
  /// The entry that the weights belong to.
  public var entry: String?
  /// The inputs in the network's order.
  public var inputs: [String]?
  /// The outputs in the network's order.
  public var outputs: [String]?

  /// Describes nothing.
  public init() {}

  /// Takes what the options of a command say.
  ///
  /// - Parameters:
  ///   - mean: numbers with commas between them.
  ///   - deviation: as many.
  ///   - file: a JSON file, see ``WeightsDescription``.
  /// - Throws: ``Fault``: `.usage` when only one of the two rows is there, both a row and a file, or a row is none;
  ///   `.missing` and `.data` as the file is.
  public init(mean: String?, deviation: String?, file: URL?) throws {
    if let file {
      guard mean == nil, deviation == nil else {
        throw Fault(.usage, "--standardisation holds mean and deviation; leave out --mean and --deviation.")
      }
      self = try WeightsDescription(contentsOf: file)
    } else if mean != nil || deviation != nil {
      guard let mean, let deviation else {
        throw Fault(.usage, "--mean and --deviation belong together; give both, a number for each input.")
      }
      standardisation = try .init(
        mean: Self.row(mean, "--mean"), deviation: Self.row(deviation, "--deviation"))
      try check("--mean and --deviation", .usage)
    }
  }

  /// Reads a JSON file of at most 64 KiB.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file and the key.
  public init(contentsOf url: URL) throws {
    let json = try BoundedFile.read(url, limit: 64 << 10)
    self = try locating(.file(url.lastPathComponent)) {
      guard let members = try JSON(json).object else { throw Fault(.data, "is no JSON object.") }
      let description = try WeightsDescription(members)
      guard description.standardisation != nil else {
        throw Fault(.data, "lacks 'mean' and 'deviation', lists with a number for each input.")
      }
      return description
    }
  }

  /// Reads what the metadata of a safetensors file say under the same keys, lists as JSON.
  init(metadata: [String: String]) throws {
    var members: [String: JSON] = [:]
    for (key, value) in metadata where Self.known.contains(key) {
      members[key] = key == "entry" ? .text(value) : try? JSON(value)
    }
    self = try locating(.part("metadata")) { try WeightsDescription(members) }
  }

  private static let names = (
    mean: ["mean", "mu_x"], deviation: ["deviation", "std", "sd_x"], inputs: ["inputs", "in_cols"],
    outputs: ["outputs", "out_cols"]
  )
  private static let known = Set(["entry"] + names.mean + names.deviation + names.inputs + names.outputs)

  private init(_ members: [String: JSON]) throws {
    func list<Element>(_ keys: [String], _ kind: String, _ read: (JSON) -> Element?) throws -> [Element]? {
      guard let key = keys.first(where: { members[$0] != nil }), let value = members[key] else { return nil }
      guard let list = value.array, list.allSatisfy({ read($0) != nil }) else {
        throw Fault(.data, "'\(key)' is no list of \(kind).")
      }
      return list.compactMap(read)
    }
    let mean = try list(Self.names.mean, "numbers", \.float)
    let deviation = try list(Self.names.deviation, "numbers", \.float)
    guard (mean == nil) == (deviation == nil) else {
      throw Fault(.data, "has only one of 'mean' and 'deviation'; both are needed.")
    }
    if let mean, let deviation { standardisation = Standardisation(mean: mean, deviation: deviation) }
    inputs = try list(Self.names.inputs, "texts", \.text)
    outputs = try list(Self.names.outputs, "texts", \.text)
    entry = members["entry"]?.text
    try check("'mean' and 'deviation'", .data)
  }

  private func check(_ names: String, _ kind: Fault.Kind) throws {
    guard let standardisation else { return }
    let (mean, deviation) = (standardisation.mean, standardisation.deviation)
    guard mean.count == deviation.count, mean.allSatisfy(\.isFinite),
      deviation.allSatisfy({ $0.isFinite && $0 > 0 })
    else {
      throw Fault(
        kind,
        "\(names) are \(mean.count) and \(deviation.count) numbers; as many of each are expected, finite, and the "
          + "deviations above 0.")
    }
  }

  private static func row(_ text: String, _ option: String) throws -> [Float] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { cell in
      guard let number = Float(cell.trimmingCharacters(in: .whitespaces)) else {
        throw Fault(.usage, "\(option): '\(cell)' is no number; give one for each input with commas between them.")
      }
      return number
    }
  }
}
