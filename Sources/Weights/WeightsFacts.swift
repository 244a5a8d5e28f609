import Faults
import Formats
import Foundation
import Tensors

/// What a file of weights says of itself, for a person to look at.
public struct WeightsFacts: Sendable {
  /// One thing that a file says.
  public struct Fact: Sendable, Encodable, Equatable {
    /// What it is about.
    public let name: String
    /// What the file says, as a person reads it.
    public let value: String
  }

  /// One tensor in a few numbers.
  public struct TensorRange: Sendable, Encodable, Equatable {
    /// The tensor's name.
    public let name: String
    /// The tensor's shape.
    public let shape: [Int]
    /// The smallest number in it; nil when there is none or it is not finite.
    public let smallest: Float?
    /// The largest number in it; nil as for ``smallest``.
    public let largest: Float?

    init(_ weight: Weight) {
      (name, shape) = (weight.name, weight.shape)
      func finite(_ number: Float?) -> Float? { number.flatMap { $0.isFinite ? $0 : nil } }
      (smallest, largest) = (finite(weight.values.min()), finite(weight.values.max()))
    }
  }

  /// The tensors in the file's order, in a few numbers each.
  public var tensors: [TensorRange] { weights.map(TensorRange.init) }

  /// Facts in the order in which they should be shown.
  public let facts: [Fact]
  /// The tensors in the file's order.
  public let weights: [Weight]
  /// The size of the file.
  public let bytes: Int

  /// Reads a PyTorch checkpoint, an artifact or a plain safetensors file in memory.
  /// - Throws: ``Fault`` (data) when it is none of them or is damaged.
  public init(_ data: Data) throws {
    try FileKind.expect(.weights, data)
    if data.starts(with: [0x50, 0x4B]) {
      self.init(try TorchCheckpoint(data), data.count)
    } else {
      try self.init(SafetensorsFile(data), data.count)
    }
  }

  /// Reads a file; what is refused is refused before the whole of it is in memory.
  /// - Throws: ``Fault``: missing without the file; data naming the file when it is none of them or is damaged.
  public init(_ url: URL) throws {
    try FileKind.expect(.weights, url)
    let bytes = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    if try FileKind.of(url)?.isArchive == true {
      self.init(try TorchCheckpoint.read(url), bytes)
    } else {
      self = try locating(.file(url.lastPathComponent)) { try WeightsFacts(SafetensorsFile(url), bytes) }
    }
  }

  private init(_ checkpoint: TorchCheckpoint, _ bytes: Int) {
    self.bytes = bytes
    var facts = [Fact(name: "format", value: "PyTorch checkpoint")]
    func add(_ name: String, _ value: String?) { if let value { facts.append(Fact(name: name, value: value)) } }
    add("model type", checkpoint.modelType)
    add("unit", checkpoint.unit)
    add("raw unit", checkpoint.rawUnit)
    add("inputs", checkpoint.inputs?.joined(separator: " "))
    add("outputs", checkpoint.outputs?.joined(separator: " "))
    add("input means", checkpoint.standardisation.map { Self.numbers($0.mean) })
    add("input deviations", checkpoint.standardisation.map { Self.numbers($0.deviation) })
    add("hyperparameters", JSON.object(checkpoint.hyperparameters).canonical)
    add("seed", checkpoint.seed.map(String.init))
    add("test subjects", checkpoint.testSubjects?.joined(separator: " "))
    for (name, scores) in [
      ("test scores, pooled", checkpoint.testMetricsOverall),
      ("test scores, subject means", checkpoint.testMetricsSubjectMean),
    ] where !scores.isEmpty {
      add(name, scores.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
    for remark in checkpoint.remarks { add("not read", remark) }
    self.facts = facts
    weights = checkpoint.weights
  }

  private init(_ file: SafetensorsFile, _ bytes: Int) throws {
    self.bytes = bytes
    facts =
      [Fact(name: "format", value: "safetensors")]
      + file.metadata.sorted { $0.key < $1.key }.map { Fact(name: $0.key, value: $0.value) }
    weights = try file.weights()
  }

  private static func numbers(_ numbers: [Float]) -> String {
    numbers.map { String(format: "%.4f", $0) }.joined(separator: " ")
  }
}
