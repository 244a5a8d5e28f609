import Faults
import Testing

@Suite("The nearest word") struct NearestTests {
  @Test(arguments: [
    ("hiden", "hidden"), ("dropuot", "dropout"), ("Transfomer", "Transformer"), ("lstm", "LSTM"),
    ("layer", "layers"),
    ("mambba", "Mamba"), ("xyz", nil), ("", nil), ("h", nil),
  ])
  func `is the one within an edit for every three letters`(_ word: String, _ expected: String?) {
    let words = ["hidden", "layers", "dropout", "LSTM", "Mamba", "Transformer"]
    #expect(nearest(word, in: words) == expected)
  }

  @Test func `of two equally near ones is the first`() {
    #expect(nearest("lstm-xf60", in: ["lstm-mf60", "lstm-jf60"]) == "lstm-mf60")
  }

  @Test func `stands before all that there are, or the first forty`() {
    #expect(known(["a", "b"]) == "Known: a, b")
    let many = known((0..<10_000).map { "e\($0)" })
    #expect(many.hasPrefix("Known: e0, e1, ") && many.hasSuffix(", e39 and 9960 more"))
  }

  @Test func `of things that are counted agrees with their number`() {
    #expect([0, 1, 2].map { counted($0, "folder") } == ["0 folders", "1 folder", "2 folders"])
    #expect([1, 3].map { counted($0, "entry is", "entries are") } == ["1 entry is", "3 entries are"])
  }

  @Test func `is not looked for when a word is absurdly long`() {
    #expect(nearest(String(repeating: "a", count: 10_000), in: ["a"]) == nil)
  }
}
