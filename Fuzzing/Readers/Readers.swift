import Cohorts
import Examination
import Formats
import Foundation
import OpenSim
import Protocols
import Runs
import Weights

/// Every reader of a file that may come from a stranger.
public let readers: [Reader] = arrays + weights + texts + tables + answers

/// Arrays and the archives that they come in.
///
/// Where a checksum or a length would stop every changed file, it is made
/// right again around the bytes.
private let arrays = [
  Reader("npy", seeds: { try numPySeeds() }) { bytes in
    let npz = try NPZ(storedArchive([("X.npy", bytes[...])]))
    _ = try npz.shape(of: "X")
    _ = try? npz.floats("X")
    _ = try npz.array("X")
  },
  Reader("npz", longest: 32_768, seeds: { try archiveSeeds() }) { _ = try NPZ.read(Data($0)) },
  Reader("cohort", longest: 8192, seeds: { cohortSeeds() }) { bytes in
    let url = place.appending(path: "cohort.npz")
    try put(cohortArchive(bytes), in: url)
    _ = try Cohort.read(url)
  },
  Reader("safetensors", seeds: { try safetensorsSeeds() }) { try readSafetensors(Data($0)) },
  Reader("safetensors-header", seeds: { headerSeeds }) { bytes in
    // A byte says how much follows the header, in steps of 4.
    let body = Data(repeating: 1, count: 4 * Int(bytes.first ?? 0))
    let length = withUnsafeBytes(of: UInt64(max(bytes.count - 1, 0)).littleEndian) { Data($0) }
    try readSafetensors(length + Data(bytes.dropFirst()) + body)
  },
]

private func readSafetensors(_ data: Data) throws {
  let file = try SafetensorsFile(data)
  for array in file.arrays { _ = try? file.floats(of: array) }
  _ = try? Safetensors(data)
}

private let weights = [
  Reader("pt", seeds: { checkpointSeeds().map { [UInt8](checkpoint($0)) } }) {
    _ = try TorchCheckpoint(Data($0))
  },
  Reader("pickle", seeds: { checkpointSeeds() }) { _ = try TorchCheckpoint(checkpoint($0)) },
  Reader("numpy-objects", seeds: { checkpointSeeds() }) { bytes in
    let head = "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }"
    let file = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0] + Array(head.utf8) + bytes
    _ = try NPZ.read(storedArchive([("subject_id.npy", file[...])]))
  },
  Reader("weights", seeds: { try safetensorsSeeds() }) { _ = try Artifact(Data($0)) },
]

private let texts = [
  Reader("manifest") { _ = try Manifest(yaml: $0, file: "m.yaml") },
  Reader("protocol") { _ = try NamedProtocol(yaml: $0, file: "p.yaml") },
  Reader("task") { _ = try DescribedTask(yaml: $0, file: "t.yaml") },
  Reader("cohort-description") { _ = try CohortDescription(yaml: $0, file: "c.yaml") },
  Reader("recipe", seeds: { recipeSeeds }) { _ = try Recipe(yaml: $0, file: "r.yaml") },
  Reader("json") { _ = try JSON(Data($0)) },
]

private let tables = [
  Reader("motion", seeds: { motionSeeds }) { _ = try MotionTable(bytes: $0, file: "m.mot") },
  Reader("markers", seeds: { markerSeeds }) { bytes in
    try withFile("m.trc", bytes) { _ = try MarkerFile(contentsOf: $0) }
  },
  Reader("trials", seeds: { trialSeeds }) { _ = try TrialList($0, file: "t.csv") },
  Reader("events", seeds: { eventSeeds }) { _ = try EventTable($0, file: "e.csv").events() },
  Reader("sessions", seeds: { sessionSeeds }) { bytes in
    try withFile("s.csv", bytes) { _ = try SessionTable($0) }
  },
]

private let answers = [
  Reader("index", seeds: { indexSeeds }) { _ = try PublishedIndex(Data($0), "index.json") },
  Reader("zenodo", seeds: { recordSeeds }) { bytes in
    _ = try ZenodoRecord(Data(bytes), id: 1, from: "record").description(name: "c", population: "healthy", keys: [])
  },
  Reader("report", seeds: { [Array(#"{"best_epoch": 17, "epochs": 30, "validation_loss": 1.9}"#.utf8)] }) { bytes in
    try withFile(ProgramFiles.report, bytes) {
      _ = try ProgramFiles.report(in: $0.deletingLastPathComponent(), epochs: 30)
    }
  },
  Reader("predictions", seeds: { try predictionSeeds() }) { bytes in
    try withFile(ProgramFiles.predictions, bytes) {
      _ = try ProgramFiles.predictions(in: $0.deletingLastPathComponent(), shape: [2, 3, 1], outputs: ["a"])
    }
  },
  Reader("run", seeds: { try runSeeds() }) { try readRun($0) },
]
