import Protocols
import Testing

@Suite struct PersonKeyTests {
  @Test(arguments: [
    "H01", "h01", "H1", "H001", " H01", "H01 ", "H01\t", "H01\n", "\u{A0}H01\u{A0}", "H01\u{200B}", "\u{FEFF}H01",
    "H\u{200D}01", "\u{2009}H01\u{3000}", "Ｈ０１", "Ｈ１", "H\u{AD}01", "H01\u{200E}", "H٠١", "\u{2060}h1\r\n",
  ])
  func `a spelling of H01 is H01`(name: String) {
    #expect(PersonKey(name) == PersonKey("H01"), "\(PersonKey(name).text.unicodeScalars.map(\.value))")
    #expect(PersonKey(name).digest == PersonKey("H01").digest)
  }

  @Test(arguments: [
    ("ÅSA", "a\u{30A}sa"), ("É1", "e\u{301}01"), ("STRASSE", "straße"), ("ΟΔΟΣ", "οδος"), ("ΟΔΟΣ", "οδοσ"),
    ("ﬁn", "FIN"), ("S01-T002", "s1-t2"), ("P0", "p000"), ("7", "007"), ("P1x0", "p01X00"), ("Ⅷ", "viii"),
  ])
  func `two spellings are one person`(one: String, other: String) {
    #expect(PersonKey(one) == PersonKey(other))
  }

  @Test(arguments: [
    ("H01", "H10"), ("H01", "H011"), ("H1", "H"), ("H0", "H"), ("P10", "P1"), ("A-1", "A1"), ("A 1", "A1"), ("Ä", "A"),
    ("H01", "P01"), ("1000", "1"), ("S1T20", "S1T2"),
  ])
  func `two people stay two`(one: String, other: String) {
    #expect(PersonKey(one) != PersonKey(other))
  }

  @Test func `a name of which nothing can be seen has an empty key`() {
    for name in ["", " ", "\u{A0}", "\u{200B}\u{FEFF}", "\t\n"] { #expect(PersonKey(name).text.isEmpty) }
    // The digest is that of the key alone, so that two programs that agree on the key agree on it.
    #expect(PersonKey("H01").text == "h1")
    #expect(PersonKey("H01").digest == "33112ee14ee469c3eb52fe90322ec81dd404a0093d565a6d71ce77cbc8124e3b")
  }
}
