import Faults
import Scaffold
import Testing

@Suite("The list of architectures") struct ArchitectureListTests {
  private func text(_ list: String) -> String {
    "import PackageDescription\n\n/// let architectures = [...]\nlet architectures = \(list)\n\nlet other = [\"Z\"]\n"
  }

  @Test(arguments: [
    ("[\"LSTM\", \"Mamba\"]", ["LSTM", "Mamba"]), ("[]", []), ("[\n  \"A1\",\n  \"B\",\n]", ["A1", "B"]),
  ])
  func `is read`(_ list: String, _ names: [String]) throws {
    #expect(try ArchitectureList(of: text(list)).names == names)
  }

  @Test(arguments: [
    ("[\"LSTM\", \"Mamba\"]", "GRU", "[\"GRU\", \"LSTM\", \"Mamba\"]"),
    ("[\"LSTM\", \"Mamba\"]", "lp", "[\"lp\", \"LSTM\", \"Mamba\"]"),
    ("[\"LSTM\", \"Mamba\"]", "Mixer", "[\"LSTM\", \"Mamba\", \"Mixer\"]"), ("[]", "GRU", "[\"GRU\"]"),
    ("[\n  \"A\",\n  \"C\",\n]", "B", "[\"A\", \"B\", \"C\"]"),
  ])
  func `takes a name in its place and changes nothing else`(_ list: String, _ name: String, _ expected: String) throws {
    #expect(try ArchitectureList(of: text(list)).adding(name) == text(expected))
  }

  @Test func `is broken into lines when it is too long for one`() throws {
    let names = (10..<30).map { "Architecture\($0)" }
    let list = "[\(names.map { "\"\($0)\"" }.joined(separator: ", "))]"
    let longer = try ArchitectureList(of: text(list)).adding("Architecture09")
    #expect(longer.contains("let architectures = [\n  \"Architecture09\",\n  \"Architecture10\",\n"))
    #expect(try ArchitectureList(of: longer).names == ["Architecture09"] + names)
  }

  @Test(arguments: [
    ("let a = []\n", "no line begins with 'let architectures = ['; there has to be one."),
    ("let architectures = []\nlet architectures = []\n", "more than one line begins with"),
    ("\n\nlet architectures = [\"A\"", "line 3: the list of architectures does not end."),
    ("let architectures = [\"A\", b]", "line 1: the list of architectures holds 'b', expected names in quotes only"),
    ("let architectures = [\"A\" /* x */]", "line 1: the list of architectures holds '\"A\" /* x */'"),
    ("let architectures = [\"../A\"]", "line 1: the list of architectures holds '\"../A\"'"),
  ])
  func `is refused when it is not plain`(_ text: String, _ message: String) {
    #expect {
      try ArchitectureList(of: text)
    } throws: {
      ($0 as? Fault)?.kind == .data && ($0 as? Fault)?.description.hasPrefix(message) == true
    }
  }
}
