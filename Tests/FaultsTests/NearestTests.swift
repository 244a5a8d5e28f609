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

  @Test func `is not looked for when a word is absurdly long`() {
    #expect(nearest(String(repeating: "a", count: 10_000), in: ["a"]) == nil)
  }
}
