import Foundation
import Testing

/// Options as a person may misspell them: numbers out of range, lists of nothing, the same thing twice.
@Suite("Options that are wrong") struct OptionTests {
  /// A command that would work but for the option, and what the option must not be.
  private static let cases: [(command: String, option: String, values: [String])] = [
    ("finetune lstm-jm60 --cohort none.npz", "--epochs", numbers + ["100001", "1.5"]),
    ("finetune lstm-jm60 --cohort none.npz", "--subjects", numbers + ["10001", "1.5"]),
    ("finetune lstm-jm60 --cohort none.npz", "--learning-rate", numbers + ["inf", "11", "1e-10"]),
    ("finetune lstm-jm60 --cohort none.npz", "--seed", notCounts + ["2147483648"]),
    ("finetune lstm-jm60 --cohort none.npz", "--threads", numbers + ["1025"]),
    ("finetune lstm-jm60 --cohort none.npz", "--freeze", lists + ["fc.*,fc.*"]),
    ("finetune lstm-jm60 --cohort none.npz", "--population", [""]),
    ("evaluate lstm-jm60 --cohort none.npz", "--threads", numbers + ["1025"]),
    ("evaluate lstm-jm60 --cohort none.npz", "--population", [""]),
    ("train lstm-jm60 --cohort none.npz", "--seed", notCounts),
    ("train lstm-jm60 --cohort none.npz", "--jobs", numbers + ["1025"]),
    ("train lstm-jm60 --cohort none.npz", "--threads", numbers + ["1025"]),
    ("benchmark --cohort none.npz", "--seeds", lists + notCounts + ["1,1", "1,01", "1,-1", "1,x", "1.5"]),
    ("benchmark --cohort none.npz", "--entries", lists + ["lstm,lstm"]),
    ("benchmark --cohort none.npz", "--tasks", lists + words + ["joint-moment,joint-moment", "joint-momnet"]),
    ("benchmark --cohort none.npz", "--jobs", numbers + ["1025"]),
    ("benchmark --cohort none.npz", "--threads", numbers + ["1025"]),
    ("job none/test", "--jobs", numbers + ["1025"]),
    ("job none/test", "--threads", numbers + ["1025"]),
    ("predict lstm-jm60 --input none.mot --output y.csv", "--mass", numbers + ["19", "301", "inf"]),
    ("predict lstm-jm60 --input none.mot --output y.csv", "--height", numbers + ["172", "inf"]),
    ("predict lstm-jm60 --input none.mot --output y.csv", "--contacts", ["", ",", "1,", "1,1", "2,1", "nan", "x"]),
    ("predict lstm-jm60 --input none.mot --output y.csv", "--threads", numbers + ["1025"]),
    ("predict lstm-jm60 --input none.mot --output y.csv", "--knee-sign", words),
    ("predict lstm-jm60 --input none.mot --output y.csv", "--side", words),
    ("predict lstm-jm60 --input none.mot --output y.csv --side both", "--left-contacts", ["", "1,1", "2,1", "x"]),
    ("predict lstm-jm60 --input none.mot --output y.csv --side left", "--left-contacts", ["1,2"]),
    ("predict lstm-jm60 --input none.mot --output y.csv --forces g.mot", "--threshold", ["-1", "nan", "1001", ""]),
    ("predict lstm-jm60 --input none.mot --output y.csv", "--threshold", ["30"]),
    ("predict lstm-jm60 --input none.mot --output out", "--format", words),
    ("predict lstm-jm60 --table none.csv --output out", "--mass", ["70"]),
    ("predict lstm-jm60 --table none.csv --output out", "--contacts", ["1,2"]),
    ("plot trial lstm-jm60 --input none.mot --output y.svg", "--side", words),
    ("plot trial lstm-jm60 --input NPZ --output y.svg", "--mass", ["70"]),
    ("plot trial lstm-jm60 --input none.mot --output y.svg", "--mass", numbers),
    ("plot trial lstm-jm60 --input none.mot --output y.svg", "--contacts", ["", "2,1"]),
    ("plot trial lstm-jm60 --input none.mot --output y.svg", "--threads", numbers),
    ("plot trial lstm-jm60 --input NPZ --output y.svg", "--trial", notCounts + ["6", "1.5"]),
    ("cohort import none.csv --output out", "--threshold", ["-1", "nan", "inf", "1001", "", "x"]),
    ("cohort import none.csv --output out", "--knee-sign", words),
    ("cohort synthesize --output out", "--subjects", notCounts + ["10000", "1.5"]),
    ("cohort synthesize --output out", "--patients", notCounts + ["10000", "1.5"]),
    ("cohort synthesize --output out --patients 0", "--subjects", ["0"]),
    ("cohort synthesize --output out", "--seed", notCounts),
    ("cohort synthesize --output out", "--threads", numbers + ["1025"]),
    ("serve site", "--port", notCounts + ["65536"]),
    ("list", "--task", words),
    ("leaderboard", "--task", words),
    ("leaderboard", "--subset", words + ["100", "0"]),
    ("leaderboard", "--sort", words),
    ("leaderboard", "--format", words),
    ("report", "--task", words),
    ("report", "--entries", lists + ["lstm,lstm"]),
    ("report", "--output", words),
    ("compare lstm-jm60 gru-jm60", "--metric", words),
    ("new my-net", "--process", words),
    ("list", "--home", [""]),
    ("list", "--zoo", [""]),
  ]

  /// What no count that starts at 1, and no rate, may be.
  private static let numbers = notCounts + ["0"]
  private static let notCounts = ["-1", "99999999999999999999999", "nan", "", "x"]
  private static let lists = ["", ",", " , "]
  private static let words = ["", "x"]

  @Test("end with 64 and a line that names the option", arguments: cases.indices)
  func wrong(_ index: Int) throws {
    try Workshop.open { shop in
      let (command, option, values) = Self.cases[index]
      let words = command.split(separator: " ").map { $0 == "NPZ" ? shop.npz("unicode_float32") : String($0) }
      for value in values {
        let run = try Command(words + [option, value], in: shop.folder)
        let first = run.errors.split(separator: "\n").first.map(String.init) ?? ""
        #expect(run.status == 64, "\(option) '\(value)': \(run.errors)")
        #expect(first.contains(option), "\(option) '\(value)': \(run.errors)")
        #expect(run.output.isEmpty, "\(option) '\(value)'")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: shop.folder.path) == [".hipzoo"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: shop.url(".hipzoo").path) == ["weights"])
    }
  }

  @Test(
    "say what may be given instead",
    arguments: [
      ("finetune lstm-jm60 --cohort none.npz --epochs 0", "--epochs is 0; give a whole number from 1 to 100000."),
      ("finetune lstm-jm60 --cohort none.npz --epochs -3", "--epochs is -3; give a whole number from 1 to 100000."),
      ("finetune lstm-jm60 --cohort none.npz --subjects 0", "--subjects is 0; give a whole number from 1 to 10000."),
      (
        "finetune lstm-jm60 --cohort none.npz --learning-rate nan",
        "--learning-rate is nan; give a number from 1e-09 to 10."
      ),
      (
        "finetune lstm-jm60 --cohort none.npz --seed 2147483648",
        "--seed is 2147483648; give a whole number from 0 to 2147483647."
      ),
      ("benchmark --jobs 0", "--jobs is 0; give a whole number from 1 to 1024."),
      ("benchmark --seeds 1,2,1", "--seeds names 1 twice; give each once."),
      ("benchmark --seeds ,", "--seeds names nothing; give at least one, or leave the option out."),
      ("predict lstm-jm60 --input w.mot --output y.csv --mass 7.5", "--mass is 7.5; give a number from 20 to 300."),
    ])
  func sentence(_ command: String, _ sentence: String) throws {
    try Workshop.open { shop in
      let run = try Command(command.split(separator: " ").map(String.init), in: shop.folder)
      #expect(run.status == 64 && run.errors.hasPrefix("Error: \(sentence)\n"), "\(run.errors)")
    }
  }

  @Test("do not stop lists with spaces and a comma too many")
  func lenient() throws {
    try Workshop.open { shop in
      let run = try shop.run(
        "benchmark", "--cohort", shop.npz("unicode_float32"), "--entries", " lstm , ", "--seeds", "3, 4,", "--plan",
        "--protocol", "small.yaml")
      // The protocol is looked for after the options have been read.
      run.expectFailure(66, "small.yaml")
    }
  }
}
