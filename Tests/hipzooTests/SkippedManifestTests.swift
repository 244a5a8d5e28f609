import Foundation
import TestSupport
import Testing

@Suite("A manifest that cannot be used") struct SkippedManifestTests {
  private static let unknown = "name: mynet-jm60\narchitecture: MyNet\ntask: joint-moment\n"
  private static let refused =
    "name: bad-jm60\narchitecture: GRU\ntask: joint-moment\nconfiguration: {hiden: 2}\n"

  /// A workshop whose `zoo/`, which every command reads, has three files that are no entries here.
  private func withBroken(_ body: (Workshop) throws -> Void) throws {
    try Workshop.open { shop in
      try FileManager.default.createDirectory(at: shop.url("zoo"), withIntermediateDirectories: true)
      for (name, text) in [("mynet-jm60", Self.unknown), ("bad-jm60", Self.refused), ("torn", "name: [")] {
        try Data(text.utf8).write(to: shop.url("zoo/\(name).yaml"))
      }
      try body(shop)
    }
  }

  private static let lines = [
    "zoo/mynet-jm60.yaml:2:15: unknown architecture 'MyNet'", "zoo/bad-jm60.yaml:4:17: unknown key 'hiden'",
    "zoo/torn.yaml:",
  ]

  @Test(arguments: [
    ["list"], ["list", "--json"], ["leaderboard"], ["leaderboard", "--json"], ["show", "lstm-jm60"],
    ["new", "my-net", "--process", "python"],
  ])
  func `shuts no other and is one line that says where and why`(_ arguments: [String]) throws {
    try withBroken { shop in
      let run = try Command(arguments, in: shop.folder)
      #expect(run.status == 0, "\(run.errors)")
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 3 && lines.allSatisfy { $0.hasPrefix("hipzoo: skipped zoo/") }, "\(run.errors)")
      for words in Self.lines { #expect(lines.filter { $0.contains(words) }.count == 1, "\(run.errors)") }
      if arguments.last == "--json" {
        #expect(run.output.contains("unknown architecture 'MyNet'") && run.output.contains("zoo/mynet-jm60.yaml"))
      }
    }
  }

  @Test(arguments: [
    ["show", "mynet-jm60"], ["benchmark", "--entries", "mynet", "--protocol", "quick", "--plan"],
    ["predict", "mynet-jm60", "--input", "x.npz", "--output", "y.csv"], ["train", "mynet-jm60"],
  ])
  func `is the error where it is named`(_ arguments: [String]) throws {
    try withBroken { shop in
      let run = try Command(arguments, in: shop.folder)
      #expect(run.status == 65 && run.output.isEmpty, "\(run.errors)")
      let errors = run.errors.split(separator: "\n").filter { $0.hasPrefix("hipzoo: error: ") }
      #expect(errors.count == 1 && errors[0].contains(Self.lines[0]), "\(run.errors)")
      #expect(errors[0].contains("swift build -c release --product hipzoo"))
      #expect(!run.errors.contains("skipped zoo/mynet"), "\(run.errors)")
    }
  }

  @Test func `does not conform, and the others are looked at`() throws {
    try withBroken { shop in
      let sound = "name: sound\narchitecture: GRU\ntask: joint-moment\n"
      try shop.write(
        sound + "configuration: {hidden: 2, layers: 2, bidirectional: true, dropout: 0.1}\n", to: "sound.yaml")
      let run = try shop.run("check", "mynet", "torn", "sound", "--zoo", "more")
      #expect(run.status == 65 && run.output.contains("sound: conforms"), "\(run.output)\(run.errors)")
      #expect(run.output.contains("mynet-jm60: zoo/mynet-jm60.yaml:2:15: unknown"), "\(run.output)")
      #expect(run.errors.contains("2 of 3 entries do not conform: mynet-jm60, torn."), "\(run.errors)")
    }
  }

  @Test func `a network larger than any memory is counted before it is made`() throws {
    try Workshop.open { shop in
      let entry = "name: vast\narchitecture: LSTM\ntask: joint-moment\n"
      try shop.write(entry + "configuration: {hidden: 4096, layers: 16, dropout: 0.1}\n", to: "vast.yaml")
      let run = try shop.run("show", "vast", "--zoo", "more")
      run.expectSuccess()
      #expect(run.output.contains("2081"), "\(run.output)")
    }
  }

  @Test(arguments: [["check", "vast"], ["train", "vast", "--protocol", "quick", "--cohort", "c"]])
  func `a network larger than any memory is refused before it is made`(_ arguments: [String]) throws {
    try Workshop.open { shop in
      // 4.6 billion parameters, which is 74 GB of weights, gradients and moments.
      let entry = "name: vast\narchitecture: GRU\ntask: joint-moment\n"
      try shop.write(
        entry + "configuration: {hidden: 4096, layers: 16, bidirectional: true, dropout: 0.1}\n", to: "vast.yaml")
      try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "20", "--patients", "0").expectSuccess()
      let run = try shop.run(arguments + ["--zoo", "more"])
      #expect(run.status == 65, "\(run.output)\(run.errors)")
      #expect((run.output + run.errors).contains("parameters take 74 GB to train"), "\(run.output)\(run.errors)")
    }
  }
}
