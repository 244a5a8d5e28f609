import Faults
import Foundation
import TestSupport
import Testing

@Suite("A process entry that fails") struct ProcessFailureTests {
  /// A way to fail and what is said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var fit = "echo learnt > model/a"
    var predict = "zeros"
    var timeLimit = 60
    let says: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "exit status", fit: "echo no module named magic >&2; exit 3",
      says: ["'fit' ended with exit status 3, expected 0.", "Its last line: \"no module named magic\"."]),
    Case(name: "hangs", fit: "sleep 600", timeLimit: 1, says: ["'fit' took longer than its time limit of 1 s"]),
    Case(
      name: "nothing", predict: ":", says: ["left no 'predictions.safetensors' that can be used", "There is no file"]),
    Case(
      name: "garbage", predict: "echo these are my predictions > predictions.safetensors",
      says: ["left no 'predictions.safetensors' that can be used", "is no safetensors file"]),
    Case(
      name: "cut short", predict: "zeros; head -c 200 predictions.safetensors > a; mv a predictions.safetensors",
      says: ["left no 'predictions.safetensors' that can be used", "is cut short"]),
    Case(
      name: "a pipe", predict: "mkfifo predictions.safetensors",
      says: ["left no 'predictions.safetensors' that can be used", "is not a regular file"]),
    Case(
      name: "wrong shape", predict: "predictions 1,180,3 2160 000 > predictions.safetensors",
      says: ["'predictions' has the shape [1, 180, 3], expected [", ", 180, 3]: trials, frames, outputs."]),
    Case(
      name: "not a number",
      predict: "predictions \"$trials,180,3\" $((trials * 180 * 3 * 4)) 377 > predictions.safetensors",
      says: ["is nan at trial 0, frame 0, output hip_flexion_r_moment", "predictions must be finite."]),
    Case(
      name: "wrong report", fit: "echo '{\"best_epoch\": 4}' > report.json",
      says: ["left a 'report.json' that cannot be used: 'best_epoch' is 4, expected a whole number from 1 to 3."]),
    Case(
      name: "a link in the model", fit: "ln -s /etc/passwd model/a",
      says: ["left a model that cannot be kept: 'model/a' is neither a folder nor a regular file"]),
  ]

  @Test(arguments: cases) func `says what happened, and fails alone`(_ wrong: Case) async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let bad = try shell.trainable("bad", fit: wrong.fit, predict: wrong.predict, timeLimit: wrong.timeLimit)
      let good = try shell.trainable("good")
      let examination = try shell.examination([bad, good])
      let outcome = shell.run(examination)

      let messages = outcome.failures.filter { $0.job.hasPrefix("bad-") }.map(\.message)
      #expect(outcome.failures.allSatisfy { $0.job.hasPrefix("bad-") })
      for part in wrong.says { #expect(messages.first?.contains(part) == true, "\(messages)") }
      #expect(messages.first?.hasPrefix("bad: '") == true)
      let log = try #require(messages.first?.split(separator: "'").last(where: { $0.hasSuffix("process.log") }))
      #expect(FileManager.default.fileExists(atPath: String(log)))
      #expect(examination.runs.map { $0.scores != nil } == [false, true, true])
    }
  }

  @Test func `is stopped when work is, and that is no failure`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let begun = shell.folder.appending(path: "begun")
      let long = try shell.trainable("long", fit: "touch '\(begun.path)'; sleep 71008")
      let interruption = Interruption()
      let asking = Thread {
        while !FileManager.default.fileExists(atPath: begun.path) { usleep(10_000) }
        interruption.request()
      }
      asking.start()
      let outcome = shell.run(try shell.examination([long]), interruption: interruption)
      #expect(outcome.isInterrupted && outcome.failures.isEmpty)
    }
  }
}
