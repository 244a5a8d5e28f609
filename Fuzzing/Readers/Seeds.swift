import Formats
import Foundation

func numPySeeds() throws -> [[UInt8]] {
  func array(_ head: String, _ body: [UInt8]) -> [UInt8] {
    let head = head + String(repeating: " ", count: 117 - head.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(head.utf8) + body
  }
  return [
    array("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", [UInt8](repeating: 1, count: 24)),
    array("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 1), }", [UInt8](repeating: 2, count: 16)),
    array("{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }", [UInt8](repeating: 0, count: 24)),
    array("{'descr': '|S3', 'fortran_order': False, 'shape': (), }", Array("H01".utf8)),
    array("{'descr': '>i8', 'fortran_order': False, 'shape': (1,), }", [UInt8](repeating: 0, count: 8)),
    array("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [0, 1, 1]),
  ]
}

func archiveSeeds() throws -> [[UInt8]] {
  let numbers = try NumPyArray(shape: [2, 3], .floats([Float](repeating: 1.5, count: 6)))
  let names = try NumPyArray(.strings(["H01", "H02"]))
  let files = try numPySeeds().enumerated().map { ZipWriter.File("a\($0.offset).npy", Data($0.element)) }
  return try [
    [UInt8](NPZ.data(["X": numbers, "subject_id": names])), [UInt8](ZipWriter.data(files, method: .deflated)),
    [UInt8](ZipWriter.data([])),
  ]
}

let headerSeeds: [[UInt8]] = [
  #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#,
  #"{"__metadata__":{"hipzoo":"1"},"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}}"#,
  #"{"a":{"dtype":"F32","shape":[0,9],"data_offsets":[0,0]}}"#,
].enumerated().map { [$0.offset == 2 ? 0 : 4] + Array($0.element.utf8) }

func safetensorsSeeds() throws -> [[UInt8]] {
  headerSeeds.map { seed in
    let length = withUnsafeBytes(of: UInt64(seed.count - 1).littleEndian) { [UInt8]($0) }
    return length + seed.dropFirst() + [UInt8](repeating: 1, count: 4 * Int(seed[0]))
  }
}

func predictionSeeds() throws -> [[UInt8]] {
  [
    [UInt8](
      try Safetensors(tensors: [.init("predictions", shape: [2, 3, 1], floats: [1, 2, 3, 4, 5, 6])]).encoded())
  ]
}

/// Pickles by hand: a dictionary of one tensor, as PyTorch writes it, and a NumPy array within.
func checkpointSeeds() -> [[UInt8]] {
  func text(_ word: String) -> [UInt8] {
    [UInt8(ascii: "X"), UInt8(word.utf8.count), 0, 0, 0] + Array(word.utf8)
  }
  func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }
  let storage =
    Array("(".utf8) + text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu") + [0x4B, 16]
    + Array("tQ".utf8)
  let tensor =
    global("torch._utils", "_rebuild_tensor_v2") + Array("(".utf8) + storage + [0x4B, 0] + Array("(".utf8)
    + [0x4B, 4, 0x4B, 4] + Array("t(".utf8) + [0x4B, 4, 0x4B, 1] + [UInt8(ascii: "t"), 0x89]
    + global("collections", "OrderedDict") + Array(")RtR".utf8)
  let array =
    global("numpy._core.multiarray", "_reconstruct") + Array("(".utf8) + global("numpy", "ndarray") + [0x4B, 0, 0x85]
    + text("b") + global("_codecs", "encode") + text("latin1") + Array("tRtR(".utf8) + [0x4B, 1, 0x4B, 2, 0x85]
    + global("numpy", "dtype") + Array("(".utf8) + text("f4") + [0x89, 0x88] + Array("tR(".utf8)
    + [0x4B, 3] + text("<") + Array("NNNJ".utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + Array("J".utf8)
    + [0xFF, 0xFF, 0xFF, 0xFF, 0x4B, 0] + [UInt8(ascii: "t"), UInt8(ascii: "b"), 0x89] + text("12345678")
    + Array("tb".utf8)
  let head: [UInt8] = [0x80, 2]
  return [
    head + Array("}(".utf8) + text("model_state_dict") + Array("}(".utf8) + text("fc.weight") + tensor
      + Array("u".utf8) + text("mu_x") + array + Array("u.".utf8),
    head + Array("}".utf8) + text("a") + [0x47, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0] + Array("s.".utf8),
    head + Array("](".utf8) + text("H01") + text("H02") + Array("e.".utf8),
    [0x80, 4, 0x95, 12, 0, 0, 0, 0, 0, 0, 0] + Array("]".utf8) + [0x94, 0x28, 0x8C, 1, 0x41, 0x94] + Array("e.".utf8),
  ]
}

/// What a checkpoint has beside its pickle.
private let rest: [(name: String, bytes: ArraySlice<UInt8>)] =
  ["a/byteorder": "little", "a/version": "3\n"].map {
    (name: $0.key, bytes: Array($0.value.utf8)[...])
  } + [(name: "a/data/0", bytes: [UInt8](repeating: 1, count: 64)[...])]

/// A checkpoint around a pickle.
func checkpoint(_ pickle: [UInt8]) -> Data {
  storedArchive(rest + [(name: "a/data.pkl", bytes: pickle[...])])
}

let motionSeeds = [
  "walk\nversion=1\nnRows=2\nnColumns=3\ninDegrees=yes\nendheader\ntime\thip_flexion_r\tknee_angle_r\n0\t1.5\t-2e-3\n0.01\t2\t3\n",
  "a\ndatacolumns 2\ndatarows 2\nrange 0 1\nendheader\ntime ankle_angle_l\n0 1\n1 nan\n", "endheader\ntime\n0\n",
].map { Array($0.utf8) }

let markerSeeds = [
  """
  PathFileType\t4\t(X/Y/Z)\ta.trc
  DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames
  100\t100\t2\t1\tmm\t100\t1\t2
  Frame#\tTime\tR.ASIS\t\t
  \t\tX1\tY1\tZ1

  1\t0\t1\t2\t3
  2\t0.01\t1\t\t3

  """
].map { Array($0.utf8) }

let trialSeeds = [
  "subject,mass_kg,kinematics,inverse_dynamics,side,cycle_start,cycle_end,cadence\nA,70,a.mot,b.sto,right,0.1,1.2,slow\n",
  "subject;mass_kg;kinematics\n\"A;\"\"1\";70,5;a.mot\n",
].map { Array($0.utf8) }

let eventSeeds = [
  "time,side,event\n0.5,right,Foot Strike\n1.1,left,Foot Off\n",
  "Events\n100\nSubject,Context,Name,Time (s)\nA,Right,Foot Strike,1.5\n",
].map { Array($0.utf8) }

let sessionSeeds = [
  "subject,mass_kg,height_m,static,markers,ground_forces,start,end\nA,70,1.7,s.trc,w.trc,w.mot,0,1.5\n"
].map { Array($0.utf8) }

let indexSeeds = [
  #"{"schema":1,"hipzoo":"0.1.0","entries":[{"name":"tiny","task":"joint-moment","architecture":"LSTM","manifest":"zoo/tiny.yaml","card":"cards/tiny.md","weights":[{"file":"t.safetensors","sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","bytes":10,"format":"safetensors","license":"MIT"}]}]}"#
].map { Array($0.utf8) }

let recordSeeds = [
  #"{"id":1,"doi":"10.5281/zenodo.1","metadata":{"title":"A","license":{"id":"cc-by-4.0"},"creators":[{"name":"B, C"}],"publication_date":"2026-01-01"},"files":[{"key":"a.npz","size":10,"checksum":"md5:0123456789abcdef0123456789abcdef"}]}"#
].map { Array($0.utf8) }

/// Every key of a recipe once; those of the repository are longer than what is fed.
let recipeSeeds = [
  """
  schema: 1
  name: small
  title: Every key once
  model: walker
  markers:
    - {name: R.ASIS, body: pelvis, at: [0.1, 0, 0.12], fixed: true, weight: 10, static_weight: 5, placing_weight: 2}
    - {name: L.ASIS, body: pelvis, synonyms: [LASI, "L ASIS"]}
  measurements:
    - {name: width, pairs: [R.ASIS L.ASIS], bodies: [pelvis], axes: [Z]}
  manual:
    - {body: torso, factors: [1, 1.1, 0.9]}
  standing_s: 0.3
  placing_s: 0.2
  lowpass_hz: 6
  static_optimization: {exponent: 2, physiology: false, reserve: 1, residual: 1000}
  limits: {marker_rms_m: 0.02, marker_largest_m: 0.04, residual_of_weight: 0.1, reserve_of_peak: 0.05}

  """
].map { Array($0.utf8) }
