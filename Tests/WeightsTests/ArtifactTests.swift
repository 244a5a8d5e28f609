import Faults
import Formats
import Foundation
import Protocols
import Tensors
import TestSupport
import Testing
import Weights

@Suite("A weights file")
struct ArtifactTests {
  @Test("carries all that a prediction needs, under names that any safetensors reader sees")
  func metadata() throws {
    let file = try Safetensors(try Tiny.artifact().encoded())
    #expect(
      file.metadata == [
        "hipzoo": "1", "entry": "tiny-jm60", "architecture": "Tiny", "task": "joint-moment",
        "configuration": #"{"gain":2}"#, "mean": "[0.0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.90000004]",
        "deviation": "[1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,9.0,10.0]",
        "inputs": "[\"" + jointMoment.inputs.joined(separator: "\",\"") + "\"]",
        "outputs": #"["hip_flexion_r_moment","hip_adduction_r_moment","hip_rotation_r_moment"]"#, "unit": "Nm/kg",
        "raw_unit": "Nm", "frames": "180", "provenance.license": "MIT",
        "provenance.source_sha256": String(repeating: "ab", count: 32),
      ])
    #expect(Set(file.tensors.map(\.name)) == ["map.weight", "map.bias"])
  }

  @Test("comes back as it was, and its digest is that of its bytes")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let artifact = try Tiny.artifact()
      let file = folder.appending(path: "weights/tiny.safetensors")
      try artifact.write(to: file)
      #expect(try Artifact.read(file) == artifact)
      #expect(try Digest.sha256(ofFile: file) == artifact.digest())
      #expect(try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path).count == 1)
    }
  }

  @Test("has the same bytes however its parts were written down")
  func determinism() throws {
    let bytes = try Tiny.artifact().encoded()
    #expect(try Tiny.artifact(configuration: "{ \"gain\" : 2 }\n").encoded() == bytes)
    #expect(try Tiny.artifact(weights: Tiny.weights.reversed()).encoded() == bytes)
    #expect(try Tiny.artifact(configuration: #"{"gain": 3}"#).encoded() != bytes)
  }

  @Test("predicts by its own standardisation")
  func prediction() throws {
    let predictor = try Tiny.artifact().predictor(among: [Tiny.self])
    let angles: [Float] = (0..<180 * 10).map { Float($0 % 7) }
    let values = predictor.predict(angles, frames: 180, threads: 2)
    #expect(values.count == 180 * 3)
    let first = (0..<3).map { output in
      2
        * (0..<10).reduce(Double(Tiny.weights[1].values[output])) {
          let standardised = (Double($1 % 7) - Double($1) * 0.1) / Double($1 + 1)
          return $0 + Double(Tiny.weights[0].values[output * 10 + $1]) * standardised
        }
    }
    #expect(zip(values, first).allSatisfy { (Double($0) - $1).magnitude < 1e-5 })
  }

  @Test(
    "that lacks a fact is refused with the fact's name",
    arguments: [
      "hipzoo", "entry", "architecture", "task", "configuration", "mean", "deviation", "inputs", "outputs", "unit",
      "raw_unit", "frames",
    ])
  func missing(_ key: String) throws {
    var file = try Safetensors(try Tiny.artifact().encoded())
    file.metadata[key] = nil
    expectFault(.data, "lacks '\(key)'") { _ = try Artifact(file.encoded()) }
  }

  @Test(
    "with a fact that makes no sense is refused",
    arguments: [
      ("hipzoo", "2", "later version"), ("configuration", "[]", "no JSON object"), ("configuration", "{", "is no JSON"),
      ("mean", "[1]", "1 means"), ("mean", "{}", "'mean' is no list of numbers"),
      ("mean", "[\"1\"]", "no list of numbers"),
      ("deviation", "[0,1,1,1,1,1,1,1,1,1]", "standard deviation that is not positive"),
      ("mean", "[1e99,1,1,1,1,1,1,1,1,1]", "mean that is not finite"), ("frames", "-3", "no positive integer"),
      ("outputs", "[]", "no outputs"), ("inputs", "[1]", "no list of texts"),
    ])
  func nonsense(_ key: String, _ value: String, _ words: String) throws {
    var file = try Safetensors(try Tiny.artifact().encoded())
    file.metadata[key] = value
    expectFault(.data, words) { _ = try Artifact(file.encoded()) }
  }

  @Test("is neither written nor read with weights that are not finite, unless that is wanted")
  func nonFinite() throws {
    var weights = Tiny.weights
    weights[0].values[17] = .nan
    let artifact = try Tiny.artifact(weights: weights)
    expectFault(.data, "'map.weight' holds nan (element 17)") { _ = try artifact.encoded() }
    let bytes = try artifact.encoded(allowNonFinite: true)
    expectFault(.data, "'map.weight' holds nan") { _ = try Artifact(bytes) }
    #expect(try Artifact(bytes, allowNonFinite: true).weights[1].values[17].isNaN)
  }

  @Test("whose tensors are not the architecture's parameters is refused with all that differ at once")
  func misfits() throws {
    let artifact = try Tiny.artifact(weights: [
      Weight(name: "map.weight", shape: [10, 3], values: Tiny.weights[0].values),
      Weight(name: "head", shape: [], values: [1]),
    ])
    let fault = #expect(throws: Fault.self) { try artifact.predictor(among: [Tiny.self]) }
    for words in [
      "'map.weight' has shape [10, 3], the model needs [3, 10]", "'map.bias' of shape [3] is missing", "'head'",
    ] {
      #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
    }
  }

  @Test("of another program or task is refused")
  func strangers() throws {
    expectFault(.data, "unknown architecture 'Tiny'") { _ = try Tiny.artifact().predictor(among: []) }
    expectFault(.data, "'gain' is 20") {
      _ = try Tiny.artifact(configuration: #"{"gain": 20}"#).predictor(among: [Tiny.self])
    }
    expectFault(.data, "the columns of the weights are not those of the task") {
      _ = try Tiny.artifact(inputs: jointMoment.inputs.reversed()).predictor(among: [Tiny.self])
    }
    expectFault(.data, "not those of the task") {
      _ = try Tiny.artifact(task: "muscle-force").predictor(among: [Tiny.self])
    }
    expectFault(.data, "10 inputs, 2 means") { _ = try Tiny.artifact(mean: [1, 2]) }
  }

  @Test("cut short anywhere or with any byte of its header changed is read or refused, never a crash")
  func fuzz() throws {
    let bytes = try Tiny.artifact().encoded()
    Damage.expectReadOrFault(Damage.prefixes(bytes)) { _ = try Artifact($0) }
    Damage.expectReadOrFault(Damage.flips(bytes, first: bytes.count)) { _ = try Artifact($0) }
  }
}
