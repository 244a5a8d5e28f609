import Faults
import Formats
import Foundation
import Runs
import Scores
import TestSupport
import Testing

@Suite("What of a run is believed") struct BelievedRunTests {
  @Test(arguments: ["x/../../../outside", "hip/knee oa", "a b", "..", "ärzte"])
  func `a population is no path`(_ word: String) throws {
    let folder = RunFolder(URL(filePath: "/home/runs/a"))
    let files = folder.external(String(repeating: "0", count: 64), try #require(Population(rawValue: word)))
    for file in [files.scores, files.predictions, files.references, files.curves] {
      #expect(file.deletingLastPathComponent().path == folder.url.path, "\(file.path)")
      #expect(file.lastPathComponent.hasPrefix("external-") && file.path.utf8.allSatisfy { $0 < 128 })
    }
    let other = folder.external(String(repeating: "0", count: 64), try #require(Population(rawValue: word + "?")))
    #expect(other.scores != files.scores, "two populations have two files")
  }

  @Test(arguments: [(-3, 2, 300), (0, 2, 300), (3, 2, 300), (2, 301, 300)])
  func `a best epoch is one of those that the protocol allows`(_ best: Int, _ epochs: Int, _ most: Int) throws {
    try withTemporaryFolder { fold in
      try write(FoldResult(best, of: epochs, loss: nil), in: fold)
      #expect(RunFolder.isOver(fold))
      expectFault(.data, "result.json", "\(best) of \(epochs)", "edited", "Delete the folder") {
        try RunFolder.bestEpoch(of: fold, atMost: most)
      }
    }
  }

  @Test func `a best epoch is that of the log`() throws {
    try withTemporaryFolder { fold in
      let epochs = [0.5, 0.25, 0.75].enumerated().map {
        EpochRecord(epoch: $0 + 1, loss: 1, validationLoss: $1, gradientNorm: 1, seconds: 1)
      }
      try RunWriter.write(epochs, in: fold)
      try write(FoldResult(2, of: 3, loss: 0.25), in: fold)
      #expect(try RunFolder.bestEpoch(of: fold, atMost: 3) == 2)
      try write(FoldResult(3, of: 3, loss: 0.25), in: fold)
      expectFault(.data, "result.json", "log.jsonl") { try RunFolder.bestEpoch(of: fold) }
    }
  }

  @Test func `weights that another run trained take their scores with them`() throws {
    try withHome { home in
      let run = MadeRun()
      let folder = try run.write(in: home)
      for (fingerprint, isBelieved) in try [(run.description().fingerprint, true), ("another", false)] {
        let weights = Safetensors(
          tensors: [.init("w", shape: [1], floats: [1])], metadata: ["provenance.run": fingerprint])
        try weights.write(to: folder.weights)
        try folder.seal()
        if isBelieved {
          #expect(try FinishedRun(folder)?.weights.count == 1)
        } else {
          expectFault(.data, "weights.safetensors", "another run") { try FinishedRun(folder) }
        }
      }
    }
  }

  @Test(arguments: [
    (#""isSynthetic" : false"#, #""isSynthetic" : true"#), (#""seed" : 1"#, #""seed" : 2"#),
    (#""parameters" : 7"#, #""parameters" : 8"#), (#""H10""#, #""H11""#),
  ])
  func `a new seal does not hide what two files say differently`(_ old: String, _ new: String) throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      #expect(try FinishedRun(folder) != nil)
      try edit(folder.description, old, new)
      try folder.seal()
      expectFault(.data, "run.json describes another run than scores.json") { try FinishedRun(folder) }
    }
  }

  @Test func `a new seal hides neither other rules nor people who are in no test set`() throws {
    try withHome { home in
      var run = MadeRun()
      let folder = try run.write(in: home)
      for file in [folder.description, folder.scores] { try edit(file, #"\"samples\":50"#, #"\"samples\":51"#) }
      try folder.seal()
      expectFault(.data, "its rules are not those of their fingerprint") { try FinishedRun(folder) }
      run.entry = "beta"
      let second = try run.write(in: home)
      for file in [second.description, second.scores] { try edit(file, #""H06""#, #""H07""#, first: true) }
      try second.seal()
      expectFault(.data, "people whom its split does not test") { try FinishedRun(second) }
    }
  }

  @Test func `a seal of a later layout is not believed`() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      try edit(folder.sealFile, #""schema" : 1"#, #""schema" : 2"#)
      expectFault(.data, "seal.json", "layout is 2", "update hipzoo") { try FinishedRun(folder) }
    }
  }

  private func write(_ result: FoldResult, in fold: URL) throws { try RunWriter.write(result, in: fold) }

  private func edit(_ file: URL, _ old: String, _ new: String, first: Bool = false) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let range = try #require(text.range(of: old), "\(file.lastPathComponent) has no \(old)")
    let edited = first ? text.replacingCharacters(in: range, with: new) : text.replacingOccurrences(of: old, with: new)
    try Data(edited.utf8).write(to: file)
  }
}

extension FoldResult {
  fileprivate init(_ best: Int, of epochs: Int, loss: Double?) {
    self.init(
      bestEpoch: best, epochs: epochs, bestValidationLoss: loss, trainingTrials: 1, validationTrials: 1,
      validationSubjects: 1, scores: ScoreTable(scores: []))
  }
}
