/// The style sheet of the drawings, in the page and in every SVG file.
enum DrawingStyle {
  /// The colours: light, or dark for those who set their system so; always light on paper.
  static let colours =
    ":root{color-scheme:light dark;\(Palette.light.properties)}"
    + "@media screen and (prefers-color-scheme:dark){:root{\(Palette.dark.properties)}}"

  /// How shapes and texts look.
  static let shapes =
    (0..<Palette.series).map { ".c\($0){--c:var(--c\($0))}" }.joined() + """
      svg text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
      .t1{font-size:13.5px;font-weight:600;fill:var(--ink)}
      .t2{font-size:12px;fill:var(--ink)}
      .t3{font-size:11px;fill:var(--soft)}
      .head{font-size:18px;font-weight:600;fill:var(--ink)}
      .ground{fill:var(--ground)}
      .grid{fill:none;stroke:var(--grid)}
      .axis{fill:none;stroke:var(--rule)}
      .mark{fill:none;stroke:var(--ink);stroke-width:1.2}
      .ref{fill:none;stroke:var(--ink);stroke-width:1.6}
      .refband{fill:var(--ink);fill-opacity:.16}
      .line{fill:none;stroke:var(--c);stroke-width:2}
      .thin{fill:none;stroke:var(--c);stroke-width:1.2}
      .dash{stroke-dasharray:6 3}
      .band{fill:var(--c);fill-opacity:.24}
      .fill{fill:var(--c)}
      .box{fill:var(--c);fill-opacity:.3;stroke:var(--c);stroke-width:1.2}
      .dot{fill:none;stroke:var(--c);stroke-width:5;stroke-linecap:round}
      .speck{fill:none;stroke:var(--c);stroke-width:2.6;stroke-linecap:round;stroke-opacity:.45}
      .person{fill:none;stroke:var(--ink);stroke-width:3;stroke-linecap:round;stroke-opacity:.55}
      .heat{fill:var(--heat)}

      """
}
