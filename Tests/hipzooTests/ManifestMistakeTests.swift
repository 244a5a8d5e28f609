import Foundation
import TestSupport
import Testing

/// What a contributor gets wrong in a manifest: a sentence with the place, status 65, and the entry beside it is untouched.
@Suite("Mistakes in a manifest") struct ManifestMistakeTests {
  private static let sound =
    "name: good\narchitecture: GRU\ntask: joint-moment\nconfiguration: {hidden: 2, layers: 1, bidirectional: true, dropout: 0.1}\n"

  static let mistakes: [(change: (String, String), words: [String])] = [
    (("architecture: GRU", "architecture: GRUU"), [":2:15: unknown architecture 'GRUU'.", "Did you mean 'GRU'?"]),
    (("hidden: 2", "hiden: 2"), [":4:17: unknown key 'hiden'.", "Did you mean 'hidden'"]),
    (("hidden: 2, ", ""), [":4:", "'hidden'"]),
    (("hidden: 2", "hidden: 0"), [":4:25: 'hidden' is 0, expected"]),
    (("hidden: 2", "hidden: many"), [":4:25: 'hidden' is the text 'many', expected"]),
    (("hidden: 2", "hidden: 2.5"), [":4:25: 'hidden' is 2.5, expected"]),
    (("dropout: 0.1", "dropout: 1.5"), ["'dropout' is 1.5, expected"]),
    (("layers: 1", "layers: [1]"), ["'layers' is a list, expected"]),
    (("task: joint-moment", "task: joint-moments"), [":3:7: ", "'joint-moments'", "joint-moment"]),
    (("architecture: GRU\n", ""), ["'architecture'", "process"]),
    (("task:", "process: {command: [sh]}\ntask:"), ["'architecture' and 'process' are both here"]),
    (("configuration: {", "configuration: [{"), [": this is not YAML: "]),
    (("task:", "licence: MIT\ntask:"), [":3:1: unknown key 'licence'.", "Did you mean 'license'"]),
    (("task:", "replaced_by: nobody\ntask:"), [":3:14: 'nobody' is no other entry."]),
    (("task:", "training: {epochs: 0}\ntask:"), [":3:", "'epochs' is 0, expected"]),
    (("name: ", "name: lstm-jm60 # "), ["the name 'lstm-jm60' is taken by zoo/lstm-jm60.yaml:"]),
  ]

  @Test(arguments: mistakes.indices)
  func `are a sentence with the place, and stop no other entry`(_ index: Int) throws {
    try Workshop.open { shop in
      let (change, words) = Self.mistakes[index]
      let bad = Self.sound.replacing("name: good", with: "name: bad").replacing(change.0, with: change.1)
      #expect(bad != Self.sound.replacing("name: good", with: "name: bad"))
      try shop.write(bad, to: "bad.yaml")
      try shop.write(Self.sound, to: "good.yaml")
      let name = change.1.hasPrefix("name: lstm") ? "lstm-jm60" : "bad"
      let shown = try shop.run("show", name, "--zoo", "more")
      shown.expectFailure(65, "more/bad.yaml:")
      for word in words { #expect(shown.errors.contains(word), "\(word): \(shown.errors)") }
      let good = try shop.run("show", "good", "--zoo", "more")
      #expect(good.status == 0 && good.errors.hasPrefix("hipzoo: skipped more/bad.yaml:"), "\(good.errors)")
      #expect(good.errors.split(separator: "\n").count == 1, "\(good.errors)")
    }
  }
}
