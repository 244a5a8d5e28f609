import Report
import Testing

@Suite("A table as LaTeX") struct LaTeXTableTests {
  @Test func `escapes every character that LaTeX takes for its own`() {
    #expect(
      LaTeXTable.escaped(##"50 %_of #1 & $x {a} ~b ^c \d"##)
        == ##"50 \%\_of \#1 \& \$x \{a\} \textasciitilde{}b \textasciicircum{}c \textbackslash{}d"##)
  }
}
