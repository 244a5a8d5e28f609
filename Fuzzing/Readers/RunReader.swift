import Formats
import Foundation
import Runs
import Scores

/// A small sound run in a home of this process, made once, with what else a home and a repository keep of it.
private struct SoundRun: Sendable {
  let home = HomeFolder(place.appending(path: "home").path)
  let folder: RunFolder
  let description: RunDescription
  let seal: Seal
  let examination: ExaminationFolder
  let results: ResultFolder

  init() throws {
    var run = MadeRun(subjects: ["H01", "H02"])
    run.folds = [[EpochRecord(epoch: 1, loss: 2, validationLoss: 1.5, gradientNorm: 0.5, seconds: 0.1)]]
    folder = try run.write(in: home)
    description = try run.description()
    seal = try Seal(of: folder.url)
    examination = ExaminationFolder(home.examinations.appending(path: "one"))
    results = ResultFolder(place.appending(path: "results"))
    guard let finished = try FinishedRun(folder) else { return }
    _ = try results.keep(ResultFile(finished))
    try examination.write(
      Comparison(
        task: description.task, rules: description.rules, cohort: description.cohort.fingerprint,
        split: description.split.fingerprint, runs: [folder.name],
        pairs: [JSONDecoder().decode(Comparison.Pair.self, from: Data(pair.utf8))]))
  }

  /// What is read as text, by the first byte of an input, and how.
  var files: [(url: URL, read: @Sendable () throws -> Void)] {
    let fold = folder.url.appending(path: "fold-1")
    return [
      (folder.description, { _ = try folder.readDescription() }), (folder.scores, audit), (folder.curves, audit),
      (folder.environment, { _ = try folder.readEnvironment() }), (folder.sealFile, audit),
      (fold.appending(path: "log.jsonl"), trainings), (fold.appending(path: "result.json"), trainings),
      (examination.comparison, { _ = try examination.readComparison() }),
      (
        results.url.appending(path: "\(folder.name).json"),
        { for (file, result) in try results.results() { _ = try FinishedRun(result, of: file, in: home) } }
      ),
    ]
  }

  @Sendable private func audit() throws {
    guard let run = try FinishedRun(folder) else { return }
    for test in run.tests { _ = try? run.curves(test) }
  }

  @Sendable private func trainings() throws {
    _ = try folder.trainings(of: description.split.divisions)
  }
}

private let pair = """
  {"first": "alpha", "second": "beta", "metric": "rmse", "subset": "overall", "n": 2, "difference": 0.1, "deviation": 0.2,
   "statistic": 1, "method": "exact", "pValue": 0.5, "adjusted": 1, "effectSize": 0.5}
  """

/// The files, each with what reads it.
private let runFiles: Result<[(url: URL, read: @Sendable () throws -> Void)], any Error> = Result {
  try soundRun.get().files
}

private let soundRun: Result<SoundRun, any Error> = Result { try SoundRun() }

/// The files as they were.
private let soundFiles: Result<[Data], any Error> = Result {
  try runFiles.get().map { try Data(contentsOf: $0.url) }
}

func runSeeds() throws -> [[UInt8]] {
  try soundFiles.get().enumerated().map { [UInt8($0.offset)] + [UInt8]($0.element) }
}

/// Puts the input in the place of one file, under a seal that says its digest, since that would stop every change, reads
/// what reads that file, and puts the file back.
func readRun(_ bytes: [UInt8]) throws {
  let (sound, whole) = (try soundRun.get(), try soundFiles.get())
  let number = Int(bytes.first ?? 0) % whole.count
  let (url, read) = try runFiles.get()[number]
  let input = Data(bytes.dropFirst())
  try put(input, in: url)
  if sound.seal.files[url.lastPathComponent] != nil {
    var seal = sound.seal
    seal.files[url.lastPathComponent] = Digest.sha256(of: input)
    try put(JSONText.pages(seal), in: sound.folder.sealFile)
  }
  defer {
    try? put(whole[number], in: url)
    if sound.seal.files[url.lastPathComponent] != nil { try? put(whole[4], in: sound.folder.sealFile) }
  }
  try read()
}
