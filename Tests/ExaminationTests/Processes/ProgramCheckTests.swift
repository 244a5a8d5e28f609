import Examination
import Faults
import Foundation
import Jobs
import TestSupport
import Testing

@Suite("The check of a program") struct ProgramCheckTests {
  /// A program with a mistake and what is said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var fit = "echo learnt > model/a"
    var predict = "zeros"
    let says: [String]
    var testDescription: String { name }
  }

  /// Counts calls in a file beside the program, as a draw without a seed would differ from call to call.
  private static let count =
    "n=$(cat \"$(dirname \"$0\")/n\" 2>/dev/null || echo 0); n=$((n + 1)); "
    + "echo $n > \"$(dirname \"$0\")/n\"; "
  /// Predicts 0.747 everywhere where a condition holds, else 0.
  private static func all(_ condition: String) -> String {
    "if \(condition); then predictions \"$trials,180,3\" $((trials * 2160)) 077 > predictions.safetensors; else zeros; fi"
  }

  static let cases = [
    Case(name: "sound", says: []),
    Case(name: "fails", fit: "exit 7", says: ["'fit' ended with exit status 7"]),
    Case(
      name: "wrong shape", predict: "predictions 1,180,3 2160 000 > predictions.safetensors",
      says: ["'predictions' has the shape [1, 180, 3], expected [5, 180, 3]"]),
    Case(
      name: "not a number",
      predict: "predictions \"$trials,180,3\" $((trials * 2160)) 377 > predictions.safetensors",
      says: ["predictions must be finite"]),
    Case(
      name: "draws in predict", predict: count + all("[ $((n % 2)) = 0 ]"),
      says: ["Two calls of 'predict' on the same trials give other numbers"]),
    Case(
      name: "draws in fit", fit: count + "echo $n > model/a", predict: all("[ $(cat model/a) = 1 ]"),
      says: ["Two calls of 'fit' with the same files and seed learn models that differ, in predictions by up to 0.747"]),
    Case(
      name: "looks at how many trials there are", predict: all("[ $trials = 1 ]"),
      says: ["A trial by itself has another prediction than among others, by up to 0.747"]),
    Case(
      name: "looks at the place in the call",
      predict: "zeros; head -c -2160 predictions.safetensors > p; head -c 2160 /dev/zero | tr '\\000' '\\077' >> p; "
        + "mv p predictions.safetensors",
      says: [
        "A trial's prediction changes with the order of the trials in a call",
        "A trial by itself has another prediction",
      ]),
  ]

  @Test(arguments: cases) func `says what is wrong and nothing else`(_ wrong: Case) async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let entry = try shell.trainable("tried", fit: wrong.fit, predict: wrong.predict)
      let recipe = try #require(try smallProtocol().rules.training)
      let found = try ProgramCheck(entry, recipe: recipe).violations(
        in: shell.folder.appending(path: "check"),
        JobContext(threads: 1, interruption: Interruption(), report: { _ in }))
      #expect(found.count == wrong.says.count, "\(found)")
      for (sentence, words) in zip(found, wrong.says) { #expect(sentence.contains(words), "\(sentence)") }
    }
  }
}
