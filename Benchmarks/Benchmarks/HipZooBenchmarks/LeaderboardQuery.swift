import Benchmark
import Formats
import Foundation
import Registry
import Runs

/// The query behind `hipzoo leaderboard`, on a registry of 1000 runs with 100 000 scores.
func leaderboard() {
  let home = HomeFolder(FileManager.default.temporaryDirectory.appending(path: "hipzoo-leaderboard-\(getpid())").path)
  Benchmark("leaderboard of 1000 runs, 100 000 scores") { (benchmark: Benchmark, registry: RegistryIndex) in
    for _ in benchmark.scaledIterations { blackHole(try Leaderboard(registry, [])) }
  } setup: {
    var generator = SystemRandomNumberGenerator()
    for entry in 0..<250 {
      for seed in 1...4 { try writeRun(of: "entry-\(entry)", seed: seed, in: home, &generator) }
    }
    return try RegistryIndex.rebuild(home: home, reportedBy: []).0
  } teardown: {
    try FileManager.default.removeItem(at: home.url)
  }
}

/// Writes the scores of one run as an examination leaves them: 25 subjects at three cadences and overall.
private func writeRun(
  of entry: String, seed: Int, in home: HomeFolder, _ generator: inout some RandomNumberGenerator
) throws {
  func fingerprint(_ text: String) -> String { Digest.sha256(of: Data(text.utf8)) }
  let rules = #"{"kind":"timed","rules":{"scoring":{"bootstrap":{"samples":200,"seed":0}}}}"#
  let subjects = (1...25).map { "H\($0)" }
  let cohort: [String: Any] = [
    "name": "timed", "fingerprint": fingerprint("cohort"), "trials": 300, "subjects": subjects.count,
    "isSynthetic": true,
  ]
  var scores: [[String: Any]] = []
  for subject in subjects {
    for subset in ["overall", "fast", "med", "slow"] {
      let rmse = Double.random(in: 0.1...0.2, using: &generator)
      scores.append([
        "subject": subject, "subset": subset, "trials": 3, "rmse": rmse, "mae": 0.7 * rmse, "r2": 1 - rmse,
      ])
    }
  }
  let run = "\(entry)-s\(seed)"
  let description: [String: Any] = [
    "origin": "trained", "task": "joint-moment", "seed": seed, "cohort": cohort,
    "entry": [
      "name": entry, "architecture": "LSTM", "configuration": "{}", "parameters": 1000,
      "fingerprint": fingerprint(entry),
    ],
    "rules": ["name": "timed", "canonical": rules, "fingerprint": fingerprint(rules)],
    "split": [
      "fingerprint": fingerprint("split"),
      "divisions": [["pool": [String](), "test": subjects, "validation": [[String]]()]],
    ],
  ]
  let folder = home.runs.appending(path: run)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let everything: [String: Any] = [
    "run": run, "description": description, "population": "healthy", "cohort": cohort, "table": ["scores": scores],
  ]
  try JSONSerialization.data(withJSONObject: everything).write(to: folder.appending(path: "scores.json"))
}
