import Formats
import Testing

@Suite("Words in Markdown") struct MarkdownTests {
  @Test(arguments: [
    ("a <script>alert(1)</script>", "a &lt;script>alert(1)&lt;/script>"), ("a|b", "a\\|b"), ("a\\|b", "a\\\\\\|b"),
    ("a\r\nb\n\n# c\td", "a b # c d"), ("`a`", "\\`a\\`"), ("[a](javascript:b)", "\\[a\\](javascript:b)"),
    ("*a*", "\\*a\\*"),
    ("&lt;", "&amp;lt;"), ("# a", "\\# a"), ("> a", "\\> a"), ("- a", "\\- a"), ("---", "\\---"), ("~~~", "\\~~~"),
    ("+0.1820", "+0.1820"), ("-", "-"), ("hip_flexion_r", "hip_flexion_r"), ("0.25 ± 0.19", "0.25 ± 0.19"), ("", ""),
  ])
  func `are no markup, on one line`(_ words: String, _ markdown: String) {
    #expect(Markdown.text(words) == markdown)
  }

  @Test func `as code end neither their span nor their block`() {
    #expect(Markdown.code("{\"a\":1}") == "`{\"a\":1}`")
    #expect(Markdown.code("a`b``c") == "``` a`b``c ```")
    #expect(Markdown.code("a\nb") == "`a b`")
    #expect(Markdown.block("@misc{a}", "bibtex") == "```bibtex\n@misc{a}\n```")
    #expect(Markdown.block("a\n````\nb", "bibtex") == "`````bibtex\na\n````\nb\n`````")
  }
}
