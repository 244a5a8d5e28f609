import Faults
import Testing

@Suite("Printable text") struct PrintableTests {
  @Test(arguments: [
    ("plain, \u{E4}\u{F6} and \u{1F9B5}\n\tin lines", "plain, \u{E4}\u{F6} and \u{1F9B5}\n\tin lines"),
    ("a\u{1B}[31mb\r\u{7}\u{0}", "a\\u001B[31mb\\u000D\\u0007\\u0000"), ("\u{7F}\u{9B}2J", "\\u007F\\u009B2J"),
    // Text that a terminal shows from right to left, so that it reads as another one.
    ("a\u{202E}cod.exe\u{2066}", "a\\u202Ecod.exe\\u2066"), ("a\u{2028}b", "a\\u2028b"), ("\r\n", "\\u000D\n"),
  ])
  func `shows what would steer the terminal`(_ text: String, _ shown: String) { #expect(printable(text) == shown) }

  @Test func `of one line has no other`() {
    #expect(printable("a\nb\tc", isLine: true) == "a\\u000Ab\tc")
  }
}
