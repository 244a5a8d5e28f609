import Formats
import Foundation
import Protocols
import TestSupport
import Testing

/// A manifest with nothing wrong; `change` replaces text in it.
func manifestText(_ change: (old: String, new: String) = ("", "")) -> String {
  let text = """
    schema: 1
    name: toy
    architecture: Toy
    task: muscle-force
    configuration: {hidden: 16}
    weights:
      - source: https://example.org/toy.pt
        sha256: 956718ec99058ef0779eced75eb5ae304a6b2324f39096ea8f23ffacf75978ce
        bytes: 12
        format: pt
        license: MIT
    reported:
      - {cohort: healthy, subset: overall, rmse: 1, mae: 0.5, r2: 0.8, n: 12, source: table}
    license: MIT
    citation: A paper.
    """
  return change.old.isEmpty ? text : text.replacingOccurrences(of: change.old, with: change.new)
}

func manifest(_ text: String) throws -> Manifest {
  try Manifest(yaml: Array(text.utf8), file: "zoo/toy.yaml")
}

@Suite("A manifest") struct ManifestTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let message: String
    var testDescription: String { new }
  }

  static let nameRule =
    "a name of at most 64 lower-case letters, digits, '.' and '-' that starts with a letter or digit"
  static let sourceRule = "an https address, or a path inside the zoo folder without '..'"

  static let broken = [
    Case(
      old: "schema: 1", new: "schema: 2",
      message: "zoo/toy.yaml:1:9: 'schema' is 2, expected a whole number from 1 to 1."),
    Case(
      old: "name: toy", new: "nmae: toy",
      message: "zoo/toy.yaml:2:1: unknown key 'nmae'. Did you mean 'name', \(nameRule)?"),
    Case(
      old: "name: toy", new: "name: Toy",
      message: "zoo/toy.yaml:2:7: 'name' is the text 'Toy', expected \(nameRule)."),
    Case(
      old: "name: toy", new: "name: ../toy",
      message: "zoo/toy.yaml:2:7: 'name' is the text '../toy', expected \(nameRule)."),
    Case(
      old: "name: toy", new: "name: mean-curve-mf60",
      message:
        "zoo/toy.yaml:2:7: 'name' is 'mean-curve-mf60', which is kept for the baseline of every table. Give this entry "
        + "another name."),
    Case(
      old: "task: muscle-force", new: "task: muscle-forse",
      message:
        "zoo/toy.yaml:4:7: 'task' is the text 'muscle-forse', expected one of: muscle-force, joint-moment, knee-ankle-moment. "
        + "Did you mean 'muscle-force'?"),
    Case(
      old: "citation:", new: "citaton:",
      message: "zoo/toy.yaml:15:1: unknown key 'citaton'. Did you mean 'citation'? Allowed: schema, name, "
        + "description, architecture, process, task, configuration, training, weights, reported, citation, "
        + "license, "
        + "replaced_by."),
    Case(
      old: "    license: MIT\n", new: "",
      message: "zoo/toy.yaml:7:5: the key 'license' is missing, expected a text."),
    Case(
      old: "architecture: Toy", new: "",
      message:
        "zoo/toy.yaml:1:1: the key 'architecture' is missing, expected the name of a compiled one, or 'process' "
        + "with a command."),
    Case(
      old: "architecture: Toy", new: "architecture: Toy\nprocess: {command: [toy]}",
      message: "zoo/toy.yaml:4:10: 'architecture' and 'process' are both here; an entry has one of them."),
    Case(
      old: "architecture: Toy", new: "process: {command: []}",
      message: "zoo/toy.yaml:3:20: 'command' is an empty list, expected a program and its arguments."),
    Case(
      old: "architecture: Toy", new: "process: {command: [toy], time_limits: 3}",
      message:
        "zoo/toy.yaml:3:27: unknown key 'time_limits'. Did you mean 'time_limit'? Allowed: command, time_limit, "
        + "trains_by, baseline."
    ),
    Case(
      old: "{hidden: 16}", new: "16",
      message: "zoo/toy.yaml:5:16: 'configuration' is 16, expected a mapping."),
    Case(
      old: "sha256: 9", new: "sha256: A",
      message: "zoo/toy.yaml:8:13: 'sha256' is the text "
        + "'A56718ec99058ef0779eced75eb5ae304a6b2324f39096ea8f23ffacf759...', expected 64 lower-case hexadecimal digits."
    ),
    Case(
      old: "sha256: 956", new: "sha256: 9",
      message: "zoo/toy.yaml:8:13: 'sha256' is the text "
        + "'9718ec99058ef0779eced75eb5ae304a6b2324f39096ea8f23ffacf75978...', expected 64 lower-case hexadecimal digits."
    ),
    Case(
      old: "bytes: 12", new: "bytes: 0",
      message: "zoo/toy.yaml:9:12: 'bytes' is 0, expected a whole number from 1 to 536870912."),
    Case(
      old: "format: pt", new: "format: zip",
      message: "zoo/toy.yaml:10:13: 'format' is the text 'zip', expected one of: pt, safetensors."),
    Case(
      old: "subset: overall", new: "subset: overal",
      message:
        "zoo/toy.yaml:13:31: 'subset' is the text 'overal', expected one of: overall, slow, med, fast. Did you "
        + "mean 'overall'?"),
    Case(
      old: "r2: 0.8", new: "r2: 1.8",
      message: "zoo/toy.yaml:13:63: 'r2' is 1.8, expected a number from -1000000 to 1."),
  ]

  @Test(arguments: broken)
  func `is refused with the place, what was found and what is allowed`(_ example: Case) {
    let text = manifestText((example.old, example.new))
    #expect(message { _ = try manifest(text) } == example.message)
  }

  @Test(arguments: [
    "../toy.pt", "/etc/passwd", "a/../b", "a//b", "./a", "a/", "~/a", #"a\b"#, "C:a", "http://example.org/a",
    "file:///a", "https://", "https:///a", "https://user@example.org/a", "https://u:p@example.org/a",
    "https://example.org/a#b", "https://example.org/a b", "https://exämple.org/a", "HTTPS://example.org/a",
  ])
  func `refuses weights from anywhere but https and its own folder`(_ source: String) {
    let text = manifestText(("https://example.org/toy.pt", "'\(source)'"))
    let expected = "zoo/toy.yaml:7:13: 'source' is the text '\(source)', expected \(Self.sourceRule)."
    #expect(message { _ = try manifest(text) } == expected)
  }

  @Test func `reports a cohort's trials once, and names both places where it does not`() throws {
    let row = "  - {cohort: healthy, subset: overall, rmse: 1, mae: 0.5, r2: 0.8, n: 12, source: table}"
    let slow = row.replacing("overall", with: "slow")
    #expect(try manifest(manifestText((row, row + "\n" + slow))).reported.count == 2)
    let other = row.replacing("rmse: 1", with: "rmse: 2")
    #expect(
      message { _ = try manifest(manifestText((row, row + "\n" + slow + "\n" + other))) }
        == "zoo/toy.yaml:15:14: 'reported' has the cohort 'healthy' with the subset 'overall' twice, first at "
        + "zoo/toy.yaml:13:14. Remove one.")
  }

  @Test func `keeps what it says`() throws {
    let toy = try manifest(manifestText())
    #expect(toy.name == "toy" && toy.license == "MIT" && toy.citation == "A paper." && toy.description == nil)
    #expect(toy.implementation == .architecture("Toy"))
    #expect(toy.task.name == "muscle-force")
    #expect(toy.configuration.canonicalJSON == #"{"hidden":16}"#)
    #expect(toy.weights.map(\.source) == [.address(URL(string: "https://example.org/toy.pt")!)])
    #expect(toy.weights.map(\.bytes) == [12] && toy.weights.map(\.format) == [.pt])
    #expect(toy.reported.map(\.rmse) == [1] && toy.reported.map(\.subjects) == [12])
    #expect(toy.reported.first?.rmseDeviation == nil)
  }

  @Test func `may name a program, a path and a successor`() throws {
    let text =
      manifestText(("architecture: Toy", "process: {command: [python3, toy.py], time_limit: 60}"))
      .replacingOccurrences(of: "https://example.org/toy.pt", with: "weights/toy.pt") + "\nreplaced_by: toy-2"
    let toy = try manifest(text)
    #expect(toy.implementation == .process(command: ["python3", "toy.py"], timeLimit: 60))
    #expect(toy.weights.map(\.source) == [.path("weights/toy.pt")])
    #expect(toy.replacement == "toy-2")
  }
}
