import Cohorts
import Fixtures
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct CohortFileTests {
  static let good = ["bytes_big_endian", "fortran_order", "object_float64_deflated", "swapped_columns"]

  @Test(arguments: good)
  func `the same cohort is read whatever the types and the order in the file`(name: String) throws {
    let reference = try Cohort.read(Fixtures.url("npz/unicode_float32.npz"))
    let cohort = try Cohort.read(Fixtures.url("npz/\(name).npz"))
    #expect(cohort.task.name == "joint-moment")
    #expect(cohort.inputs == reference.inputs && cohort.targets == reference.targets)
    #expect(cohort.subjects == reference.subjects && cohort.masses == reference.masses)
    #expect(cohort.cadences == reference.cadences && cohort.heights == reference.heights)
    #expect(cohort.fingerprint == reference.fingerprint)
    #expect(cohort.subjects.first == "H01" && cohort.cadences.prefix(3) == [.slow, .med, .fast])
    #expect(cohort.masses.first == 66.4 && cohort.inputs.prefix(3) == [2.515, -2.642, 12.808])
  }

  @Test(arguments: [
    ("bad_executable_pickle", "array 'subject_id'"), ("bad_huge_shape", "array 'X'"),
    ("bad_missing_Y", "array 'Y' is missing"),
    ("bad_nan", "array 'X' holds nan in trial 2, frame 7, column 'hip_flexion_l'"),
    ("bad_not_a_zip", "bad_not_a_zip.npz"), ("bad_truncated", "bad_truncated.npz"),
    ("bad_shape", "array 'Y' has the shape [5, 180, 3]; [6, 180, 3] is expected"),
    ("bad_unknown_column", "array 'in_cols' has no 'hip_flexion_r' and has 'pelvis_tilt'"),
    ("bad_zero_mass", "array 'weight_kg' holds 0.0 in trial 0 of subject H01"),
  ])
  func `a broken file is refused with its own message`(name: String, message: String) {
    let url = Fixtures.url("npz/\(name).npz")
    for requireTargets in [true, false] {
      expectFault(.data, message) { try Cohort.read(url, requireTargets: requireTargets) }
      expectFault(.data, "\(name).npz") { try Cohort.read(url, requireTargets: requireTargets) }
    }
  }

  @Test func `targets of another task must fit the trials, too`() throws {
    let forces = try PredictionTasks.named("muscle-force")
    expectFault(.data, "array 'Y' has the shape [5, 180, 3]; [6, 180, 3] is expected") {
      try Cohort.read(Fixtures.url("npz/bad_shape.npz"), task: forces, requireTargets: false)
    }
  }

  @Test func `broken files have different messages`() {
    let names = [
      "executable_pickle", "huge_shape", "missing_Y", "nan", "not_a_zip", "truncated", "shape", "zero_mass",
    ]
    let messages = names.map { name -> String in
      do {
        _ = try Cohort.read(Fixtures.url("npz/bad_\(name).npz"))
        return ""
      } catch {
        return "\(error)".split(separator: ":").dropFirst().joined()
      }
    }
    #expect(Set(messages).count == names.count && !messages.contains(""))
    #expect(!messages.joined().contains("PICKLE_WAS_EXECUTED"))
  }

  @Test func `a cohort is written and read back, extra arrays included`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "copy.npz")
      let cohort = try Cohort.read(Fixtures.url("npz/swapped_columns.npz"))
      try cohort.write(to: url)
      let again = try Cohort.read(url)
      #expect(again.fingerprint == cohort.fingerprint)
      #expect(again.inputs == cohort.inputs && again.targets == cohort.targets)
      let first = try Data(contentsOf: url)
      try cohort.write(to: url)
      #expect(try Data(contentsOf: url) == first)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["copy.npz"])
    }
  }

  @Test func `a file to predict from needs no targets and no labels`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "inputs.npz")
      try smallCohort(targets: nil).write(to: url)
      expectFault(.data, "array 'Y' is missing") { try Cohort.read(url) }
      expectFault(.data, "the task is not known") { try Cohort.read(url, requireTargets: false) }
      let cohort = try Cohort.read(url, task: muscleForce, requireTargets: false)
      #expect(cohort.targets == nil && cohort.task.name == "muscle-force")
      var arrays = try NPZ.read(url)
      arrays["speed_label"] = nil
      arrays["height_m"] = nil
      arrays["subject_id"] = try NumPyArray(.integers([1, 1, 2]))
      try NPZ.write(arrays, to: url)
      let bare = try Cohort.read(url, task: jointMoment, requireTargets: false)
      #expect(bare.subjects == ["1", "1", "2"] && bare.cadences == [.own, .own, .own])
      #expect(bare.heights.allSatisfy { $0.isNaN })
    }
  }

  @Test(arguments: ["date", "meta_dict", "records", "slash"])
  func `arrays that nobody asked for do not matter`(name: String) throws {
    let cohort = try Cohort.read(Fixtures.url("cases/12-npz-arrays-nobody-asked-for/\(name).npz"))
    #expect(cohort.trials > 0 && cohort.targets != nil)
  }

  @Test func `angles and their names are enough to predict per kilogram`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "angles.npz")
      try smallCohort(targets: nil).write(to: url)
      let all = try NPZ.read(url)
      try NPZ.write(all.filter { ["X", "in_cols"].contains($0.key) }, to: url)
      let cohort = try Cohort.read(url, task: jointMoment, requireTargets: false)
      #expect(
        cohort.trials == 3 && cohort.masses.allSatisfy(\.isNaN) && cohort.subjects == ["unknown", "unknown", "unknown"])
      // Masses that nobody stated are not two masses of one person.
      #expect(!Soundness(of: cohort).findings.contains { $0.kind == .twoMasses })
      let predictions = try Predictions(.init(repeating: 0.5, count: 3 * 540), for: cohort)
      try predictions.writeCSV(to: folder.appending(path: "kg.csv"))
      for name in ["raw.csv", "raw.npz"] {
        expectFault(.data, "need the body mass", "trial 0") {
          let file = folder.appending(path: name)
          if name.hasSuffix("csv") {
            try predictions.writeCSV(to: file, rawUnits: true)
          } else {
            try predictions.writeNPZ(to: file, rawUnits: true)
          }
        }
      }
      expectFault(.data, "array 'Y' is missing") { try Cohort.read(url) }
    }
  }

  @Test(arguments: [
    "numpy_str_objects", "string_dtype", "string_dtype_with_none", "whole_floats", "numpy_float_objects",
  ])
  func `what NumPy writes as objects, and half precision, are read`(name: String) throws {
    let cohort = try Cohort.read(Fixtures.url("cases/numpy-texts/\(name).npz"))
    let reference = try Cohort.read(Fixtures.url("npz/unicode_float32.npz"))
    let people = name.contains("float") ? ["1", "2"] : ["subject with a long name 1", "subject with a long name 2"]
    #expect(cohort.subjects == people.flatMap { [$0, $0, $0] })
    #expect(zip(cohort.inputs, reference.inputs).allSatisfy { abs($0 - $1) <= max(abs($1) * 0x1p-11, 0x1p-24) })
  }

  @Test func `whole numbers name subjects, steps a minute name the pace, and other numbers are refused with advice`()
    throws
  {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "numbers.npz")
      var arrays = try NPZ.read(Fixtures.url("npz/unicode_float32.npz"))
      let paces: [NumPyArray.Values] = [
        .integers([78, 115, 135, 78, 115, 135]), .doubles([78, 115, 135, 78, 115, 135]),
        .strings(["78", "115", "135", "78", "115.0", "135"]),
      ]
      arrays["subject_id"] = try NumPyArray(.doubles([1, 1, 1, 2, 2, 2]))
      for pace in paces {
        arrays["speed_label"] = try NumPyArray(pace)
        try NPZ.write(arrays, to: url)
        let cohort = try Cohort.read(url)
        #expect(cohort.subjects == ["1", "1", "1", "2", "2", "2"])
        #expect(cohort.cadences == [.slow, .med, .fast, .slow, .med, .fast])
      }
      arrays["subject_id"] = try NumPyArray(.doubles([1, 1, 1, 2, 2, 2.5]))
      try NPZ.write(arrays, to: url)
      expectFault(.data, "array 'subject_id' holds 2.5", "astype(str)") { try Cohort.read(url) }
    }
  }

  @Test func `targets of another task are left out of a prediction and refused for a score`() throws {
    let url = Fixtures.url("npz/unicode_float32.npz")
    #expect(try Cohort.read(url, task: muscleForce, requireTargets: false).targets == nil)
    expectFault(.data, "outputs of the task joint-moment; those of muscle-force are expected") {
      try Cohort.read(url, task: muscleForce)
    }
  }

  @Test(arguments: [
    ("in_cols", "twice", "array 'in_cols' names 'hip_flexion_r' twice"),
    ("X", "drop", "array 'X' is missing"),
    ("weight_kg", "drop", "array 'weight_kg' is missing"),
    ("out_cols", "drop", "array 'out_cols' is missing"),
    ("X", "strings", "array 'X' has the shape [1]"),
    ("weight_kg", "strings", "array 'weight_kg' has the shape [1]"),
    ("speed_label", "labels", "array 'speed_label' holds 'quick' in trial 0"),
    ("out_cols", "labels", "array 'out_cols' names the outputs of no known task"),
    ("subject_id", "empty", "array 'subject_id' has no usable name in trial 0"),
  ])
  func `one array amiss is named`(array: String, change: String, message: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "amiss.npz")
      var arrays = try NPZ.read(Fixtures.url("npz/unicode_float32.npz"))
      switch change {
      case "drop": arrays[array] = nil
      case "strings": arrays[array] = try NumPyArray(.strings(["x"]))
      case "twice": arrays[array] = try NumPyArray(.strings(.init(repeating: "hip_flexion_r", count: 10)))
      case "labels": arrays[array] = try NumPyArray(.strings(.init(repeating: "quick", count: 6)))
      default: arrays[array] = try NumPyArray(.strings(.init(repeating: "", count: 6)))
      }
      try NPZ.write(arrays, to: url)
      expectFault(.data, message) { try Cohort.read(url) }
    }
  }

  @Test func `every prefix of a small file is refused`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "prefix.npz")
      let bytes = try Data(contentsOf: Fixtures.url("npz/unicode_float32.npz"))
      for length in stride(from: 0, to: bytes.count, by: 997) {
        try bytes.prefix(length).write(to: url)
        expectFault(.data, "prefix.npz") { try Cohort.read(url) }
      }
      for place in stride(from: 0, to: bytes.count, by: 499) {
        var broken = bytes
        broken[place] ^= 0x2A
        try broken.write(to: url)
        _ = try? Cohort.read(url)
      }
    }
  }

  @Test func `predictions are written as NPZ with their units`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "predicted.npz")
      let predictions = try Predictions(.init(repeating: 0.5, count: 3 * 540), for: smallCohort())
      try predictions.writeNPZ(to: url, rawUnits: true)
      let arrays = try NPZ.read(url)
      #expect(arrays["Y_pred"]?.shape == [3, 180, 3] && arrays["unit"]?.strings == ["Nm/kg"])
      #expect(arrays["Y_pred_raw"]?.floats?.last == Float(30.75))
      #expect(arrays["subject_id"]?.strings == ["H01", "H01", "H02"])
    }
  }
}
