import Faults
import Foundation
import Protocols
import Testing

@Suite("Protocols") struct ProtocolTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../protocols").standardized

  private func read(_ name: String, replacing old: String = "", with new: String = "") throws -> NamedProtocol {
    var text = try String(contentsOf: Self.folder.appending(path: "\(name).yaml"), encoding: .utf8)
    if !old.isEmpty {
      try #require(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try NamedProtocol(yaml: Array(text.utf8), file: "\(name).yaml")
  }

  @Test func `the published protocol holds out the published subjects`() throws {
    let subjects = (1...60).flatMap { number in
      [String](repeating: String(format: "H%02d", number), count: 12)
    }
    let division = try #require(read("gait2hip60").rules.divisions(of: subjects.map { TrialFacts(subject: $0) }).first)
    let test = Set(division.test.map { subjects[$0] })
    #expect(
      test == ["H29", "H56", "H19", "H25", "H08", "H18", "H28", "H51", "H60", "H40", "H45", "H06"])
    #expect(division.folds.count == 5)
    #expect(Set(division.pool).isDisjoint(with: division.test))
    for fold in division.folds {
      let training = Set(fold.training.map { subjects[$0] })
      #expect(training.isDisjoint(with: fold.validation.map { subjects[$0] }))
      #expect(Set(fold.training).union(fold.validation) == Set(division.pool))
    }
  }

  @Test(arguments: [
    ("0.25", 6, 2), ("0.25", 10, 2), ("0.25", 14, 4), ("0.25", 18, 4), ("0.5", 5, 2), ("0.5", 7, 4), ("0.2", 12, 2),
    ("0.2", 13, 3), ("0.01", 12, 1),
  ])
  func `a half test subject is rounded to the even number, and there is always one`(
    _ ratio: String, _ subjects: Int, _ count: Int
  ) throws {
    // Without folds to speak of, so that small pools will do.
    let named = try read("quick", replacing: "test_ratio: 0.2", with: "test_ratio: \(ratio)")
    let names = (1...subjects).map { String(format: "H%02d", $0) }
    #expect(try named.rules.divisions(of: names.map { TrialFacts(subject: $0) }).first?.test.count == count)
  }

  @Test func `the published protocol trains as published`() throws {
    let recipe = try #require(read("gait2hip60").rules.training)
    #expect(
      recipe.optimiser == .init(learningRate: 1e-4, weightDecay: 1e-5, beta1: 0.9, beta2: 0.999, epsilon: 1e-8))
    #expect(recipe.batch == 64 && recipe.epochs == 300 && recipe.patience == 30)
    #expect(recipe.clip == 0.5 && recipe.minimalImprovement == 1e-8 && recipe.seeds == [2025])
  }

  @Test func `a fingerprint depends on the rules and not on how they are written`() throws {
    let plain = try read("gait2hip60").canonical
    #expect(
      try read("gait2hip60", replacing: "clip_gradient_norm: 0.5", with: "clip_gradient_norm: 0.50").canonical == plain)
    #expect(try read("gait2hip60", replacing: "name: gait2hip60", with: "name: other").canonical == plain)
    #expect(try read("gait2hip60", replacing: "epochs: 300", with: "epochs: 301").canonical != plain)
    #expect(try read("gait2hip60", replacing: "samples: 10000", with: "samples: 9999").canonical != plain)
  }

  @Test(arguments: [
    ("patience: 30", "patiense: 30", "gait2hip60.yaml:32:5", "Did you mean 'patience'"),
    ("test_ratio: 0.2", "test_ratio: 2", "gait2hip60.yaml:13:17", "0.01 to 0.9"),
    ("kind: hold-out", "kind: holdout", "gait2hip60.yaml:4:7", "hold-out, cross-validation"),
    ("correction: holm", "correction: bonferroni", "gait2hip60.yaml:", "holm"),
    ("seeds: [2025]", "seeds: [1, 1]", "gait2hip60.yaml:", "twice"),
    ("subjects: all", "subjects: none", "gait2hip60.yaml:8:15", "or all"),
    ("    epochs: 300\n", "", "gait2hip60.yaml:", "'epochs' is missing"),
  ])
  func `a mistake is named with its place`(_ old: String, _ new: String, _ place: String, _ words: String) throws {
    let fault = try #require(throws: Fault.self) { try read("gait2hip60", replacing: old, with: new) }
    #expect(fault.kind == .data)
    #expect(fault.description.hasPrefix(place), "\(fault)")
    #expect(fault.description.contains(words), "\(fault)")
  }

  @Test func `a cut-down protocol takes the first subjects and trials`() throws {
    let selection = try read("quick").rules.selection
    let subjects = (1...30).flatMap { number in [String](repeating: "S\(100 + number)", count: 9) }
    let cadences = (0..<subjects.count).map { ["slow", "med", "fast"][$0 % 9 / 3] }
    let trials = selection.trials(subjects: subjects, cadences: cadences)
    #expect(Set(trials.map { subjects[$0] }).count == 20)
    #expect(trials.count == 20 * 3 * 2)
    #expect(trials == trials.sorted())
  }

  @Test func `cross-validation tests every subject once`() throws {
    let subjects = (1...11).flatMap { number in [String](repeating: "S\(100 + number)", count: 2) }
    let divisions = try read("cross-validation").rules.divisions(of: subjects.map { TrialFacts(subject: $0) })
    #expect(divisions.count == 5)
    #expect(divisions.flatMap(\.test).sorted() == Array(subjects.indices))
    for division in divisions {
      #expect(Set(division.test.map { subjects[$0] }).isDisjoint(with: division.pool.map { subjects[$0] }))
    }
  }

  @Test func `a protocol that is not there is missed with the nearest name`() throws {
    let text = try String(contentsOf: Self.folder.appending(path: "quick.yaml"), encoding: .utf8)
    let builtIn = [EmbeddedFile(name: "quick.yaml", text: text)]
    let fault = try #require(throws: Fault.self) { try NamedProtocol.find("quik", builtIn: builtIn) }
    #expect(fault.kind == .missing && fault.description.contains("Did you mean 'quick'"))
  }
}
