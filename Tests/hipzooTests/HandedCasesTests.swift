import Fixtures
import Formats
import Foundation
import Testing

/// Situations in which a table was wrong without a word, by the real commands.
@Suite("What a score is bound to") struct HandedCasesTests {
  private static func file(_ name: String) -> String { Fixtures.url("cases/\(name)").path }

  @Test(arguments: ["blank", "case", "zero"])
  func `one person in two spellings is one person, in every command`(_ name: String) throws {
    try Workshop.open { shop in
      let cohort = Self.file("10-one-person-two-spellings/\(name)_JM60.npz")
      let inspected = try shop.run("cohort", "inspect", cohort, "--json")
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [String: Any])
      #expect((object["subjects"] as? [String])?.count == 6)
      let validated = try shop.run("cohort", "validate", cohort)
      #expect((validated.output + validated.errors).contains("6 people are written in more than one way"))
      let plan = try shop.run("benchmark", "--protocol", "quick", "--cohort", cohort, "--entries", "gru-jm60", "--plan")
      #expect(plan.status == 0 && plan.errors.contains("written in more than one way"), "\(plan.errors)")
    }
  }

  @Test func `knees of the other sign are turned, and predict what the others predict`() throws {
    try Workshop.open { shop in
      for name in ["knee_negative", "reference"] {
        let run = try shop.run(
          "predict", "lstm-jm60", "--input", Self.file("11-npz-knee-negative/\(name)_JM60.npz"), "--output",
          "\(name).csv")
        #expect(run.status == 0)
        // Said once, as a note and not as a warning again.
        let said = run.errors.split(separator: "\n").count { $0.contains("flexion is positive here") }
        #expect(said == (name == "knee_negative" ? 1 : 0), "\(run.errors)")
      }
      #expect(try Data(contentsOf: shop.url("knee_negative.csv")) == Data(contentsOf: shop.url("reference.csv")))
    }
  }

  @Test func `a silent muscle has no R2, and n says so`() throws {
    try Workshop.open { shop in
      let run = try shop.run(
        "evaluate", "--predictions", Self.file("17-r2-of-a-silent-muscle/P.npz"), "--cohort",
        Self.file("17-r2-of-a-silent-muscle/silent_MF60.npz"), "--population", "healthy", "--json")
      #expect(run.status == 0)
      #expect(!run.output.contains("e+12") && !run.output.contains("000000000000"))
      #expect(run.output.contains("piri_r"))
    }
  }

  @Test func `differences that are equal but for rounding are ties`() throws {
    try Workshop.open { shop in
      for name in ["A", "B"] {
        let run = try shop.run(
          "evaluate", "--predictions", Self.file("18-wilcoxon-near-ties/\(name).npz"), "--cohort",
          Self.file("18-wilcoxon-near-ties/coh_JM60.npz"), "--population", "healthy")
        #expect(run.status == 0, "\(run.errors)")
      }
      let compared = try shop.run("compare", "A", "B", "--metric", "rmse", "--json")
      let p = try NSRegularExpression(pattern: "\"pValue\" : ([0-9.e-]+)")
      let text = compared.output
      let values = p.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap {
        Range($0.range(at: 1), in: text).flatMap { Double(text[$0]) }
      }
      #expect(compared.status == 0 && !values.isEmpty)
      // SciPy with the differences rounded to 1e-7, asymptotic as it is where there are ties.
      #expect(values.contains { abs($0 - 0.0250) < 5e-5 || abs($0 - 0.0234) < 5e-5 }, "\(values)")
      #expect(!values.contains { abs($0 - 0.0186029) < 1e-6 }, "\(values)")
    }
  }
}
