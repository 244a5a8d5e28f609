import Benchmark
import Cohorts
import Formats
import Foundation
import Protocols
import SyntheticGait
import TimedModels
import Weights

/// The readers of files, each on a file that is written first: 713 trials, a minute of walking, one model.
func readers() {
  let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-benchmarks-\(getpid())")
  reader("NPZ, a synthetic cohort of 60 subjects", at: folder.appending(path: "cohort.npz")) { url in
    let task = try PredictionTasks.named("muscle-force")
    try SyntheticCohort.generate(subjects: 60, patients: 0, seed: SyntheticCohort.defaultSeed, threads: 2).cohort(
      .healthy, task: task
    ).write(to: url)
  } read: {
    blackHole(try Cohort.read($0))
  }
  reader("safetensors, an LSTM", at: folder.appending(path: "lstm.safetensors")) {
    try TimedModel("lstm")?.write(to: $0)
  } read: {
    blackHole(try Artifact.read($0))
  }
  reader("motion file, 6000 rows of 10 columns", at: folder.appending(path: "walk.mot")) { url in
    let (rows, columns) = (6000, 10)
    let values = (0..<rows * columns).map { sin(Double($0)) * 30 }
    let table = try MotionTable(
      source: "walk.mot", name: "walk", inDegrees: true, labels: (0..<columns).map { "angle_\($0)" },
      time: (0..<rows).map { Double($0) / 100 }, values: values)
    try table.write(to: url)
  } read: {
    blackHole(try MotionTable(contentsOf: $0))
  }
}

private func reader(
  _ title: String, at url: URL, write: @escaping @Sendable (URL) throws -> Void,
  read: @escaping @Sendable (URL) throws -> Void
) {
  let folder = url.deletingLastPathComponent()
  Benchmark("reading \(title)") { benchmark in
    for _ in benchmark.scaledIterations { try read(url) }
  } setup: {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(url)
  } teardown: {
    try FileManager.default.removeItem(at: folder)
  }
}
