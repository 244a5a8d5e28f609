/// The style sheet of the page.
enum PageStyle {
  /// The style sheet.
  ///
  /// - Parameters:
  ///   - choices: the largest number of entries among which a section lets choose.
  ///   - people: the largest number of people among whom a figure lets choose.
  static func sheet(choices: Int, people: Int) -> String {
    let chosen = (1...max(choices, 1)).map {
      ".choice>input:nth-of-type(\($0)):checked~.chosen:nth-of-type(\($0))"
    }.joined(separator: ",")
    let persons = (0..<people).map {
      ".pick>input:nth-of-type(\($0 + 1)):checked~.panels .w\($0 + 1)"
    }.joined(separator: ",")
    return DrawingStyle.colours + DrawingStyle.shapes + base + "\(chosen){display:block}"
      + (people > 0 ? "\(persons){display:inline}" : "") + paper
  }

  private static let base = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);line-height:1.5;
    font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
    main,body>header,body>footer,body>nav{max-width:1600px;margin:0 auto;padding:0 16px}
    h1{font-size:1.7rem;line-height:1.2;margin:1.2rem 0 .4rem}
    h2{font-size:1.4rem;line-height:1.25;margin:2.4rem 0 .6rem;padding-top:.8rem;border-top:2px solid var(--rule)}
    h3{font-size:1.15rem;margin:1.8rem 0 .4rem}
    p{margin:.5rem 0;max-width:75ch}
    h1,h2,h3,p,li,figcaption,summary{overflow-wrap:anywhere}
    a{color:var(--link)}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    .skip{position:absolute;left:-999em}
    .skip:focus{position:fixed;left:8px;top:8px;padding:8px 12px;background:var(--ground);z-index:4}
    html{scroll-padding-top:3.4rem}
    body>nav{position:sticky;top:0;background:var(--ground);z-index:2;border-bottom:1px solid var(--grid)}
    nav ul{padding:0;margin:4px 0;list-style:none;display:flex;gap:0 18px;overflow-x:auto;white-space:nowrap}
    nav a{display:inline-block;padding:4px 0}
    @media (min-width:700px){nav ul{flex-wrap:wrap;max-height:5.6rem}nav li{font-size:.92rem}nav a{padding:1px 0}html{scroll-padding-top:6.4rem}}
    .soft{color:var(--soft)}
    .wide{overflow-x:auto;max-width:100%;margin:.6rem 0}
    table{border-collapse:separate;border-spacing:0;font-size:.9rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:600;padding:4px 0}
    .wide caption{position:sticky;left:0;max-width:calc(100vw - 32px)}
    th,td{padding:5px 7px;border-bottom:1px solid var(--grid);text-align:left;vertical-align:top}
    thead th{border-bottom:2px solid var(--rule);vertical-align:bottom}
    tbody th{font-weight:600}
    td.n,th.n,.numbers td{text-align:right;white-space:nowrap}
    .numbers td.w{text-align:left;white-space:normal}
    th.r{text-align:right}
    .wide tbody th{position:sticky;left:0;background:var(--ground);min-width:min(9rem,34vw);max-width:min(40vw,22rem);z-index:1}
    .wide thead th.e,.wide .numbers thead th:first-child{position:sticky;left:0;background:var(--ground);z-index:2}
    details .wide tbody th{white-space:normal}
    figure .wide tbody th,figure .wide .numbers thead th:first-child{background:var(--card)}
    .wide td{overflow-wrap:anywhere}
    small b{color:var(--ink)}
    .overview{display:flex;flex-wrap:wrap;gap:0 24px;align-items:flex-start}
    .overview th,.overview td{padding:4px 5px}
    .overview tbody th{padding-left:24px}
    .overview .key{position:absolute;left:5px;top:.5em;margin:0}
    .wide td.source{min-width:9.5rem}
    #overview>h2{display:inline-block;margin:.6rem 24px 0 0;padding-top:.4rem;border:0}
    #overview>.tools{display:inline-flex}
    @media (min-width:900px){.overview td small{display:inline;margin-left:.4em}}
    .anchor{color:inherit;text-decoration:none}
    .part>summary{font-size:1.15rem;font-weight:600;border-top:1px solid var(--grid)}
    td small{white-space:nowrap}
    small{display:block;font-weight:400;color:var(--soft);font-size:.8rem}
    th button{font:inherit;color:inherit;background:none;border:0;padding:0;text-align:inherit;cursor:pointer}
    th button::after{content:"\\a0↕";color:var(--soft)}
    th[aria-sort=ascending] button::after{content:"\\a0↑"}
    th[aria-sort=descending] button::after{content:"\\a0↓"}
    .mark{font-size:.85em;font-weight:400;padding:1px 7px;border:1px solid var(--rule);border-radius:9px;display:inline-block}
    figure{margin:1.4rem 0;padding:12px;background:var(--card);border-radius:8px}
    .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,336px),1fr));gap:14px;align-items:start}
    .panel{display:block;width:100%;max-width:480px;height:auto;background:var(--ground);border-radius:6px}
    .legend{display:flex;flex-wrap:wrap;gap:2px 18px;padding:0;margin:.4rem 0 .7rem;list-style:none;font-size:.9rem}
    .legend svg{width:26px;height:14px;margin-right:6px;vertical-align:-2px}
    details{margin:.7rem 0}
    summary{cursor:pointer;padding:6px 0}
    code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.82rem}
    pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);padding:10px;border-radius:6px}
    .choice,.pick{border:0;padding:0;margin:1rem 0;min-width:0;position:relative}
    .choice>legend,.pick>legend{font-weight:600;padding:0;margin-bottom:4px}
    .choice>input,.pick>input{position:absolute;left:0;opacity:0;margin:14px}
    .choice>label,.pick>label{display:inline-block;margin:0 5px 6px 0;padding:4px 11px;border:1px solid var(--rule);
    border-radius:15px;cursor:pointer;font-size:.92rem}
    .choice>input:checked+label,.pick>input:checked+label{background:var(--ink);color:var(--ground);border-color:var(--ink)}
    .choice>input:focus-visible+label,.pick>input:focus-visible+label{outline:3px solid var(--link);outline-offset:2px}
    .chosen,.who{display:none}
    svg a{cursor:pointer}
    svg a text{text-decoration:underline}
    .key{width:14px;height:14px;vertical-align:-2px;margin-right:5px}
    .tools{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center;margin:.4rem 0}
    .tools input,.tools select{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--rule);border-radius:5px;padding:3px 7px}
    .copy{font:inherit;color:var(--link);background:none;border:1px solid var(--rule);border-radius:5px;padding:3px 10px;cursor:pointer}

    """

  private static let paper = """

    @page{size:A4;margin:14mm 12mm}
    @media print{body{font-size:10pt}
    body>nav,.skip,.tools,#overview>.tools,.copy,.choice>input,.choice>label,.choice>legend,.pick>input:not(:checked),.pick>input:not(:checked)+label,details:not([open]):not(.part):not(.cadences){display:none}
    .part::details-content,.cadences::details-content{display:block;content-visibility:visible}.part>summary{list-style:none;break-after:avoid}
    .whole>.chosen{display:block!important}
    main,body>header,body>footer{padding:0}figure{background:none;padding:0}.panel,tr{break-inside:avoid}
    h2,h3,figcaption,.legend,caption{break-after:avoid}figcaption,.legend{break-inside:avoid}thead{display:table-header-group}
    .panels{grid-template-columns:repeat(3,1fr)}.wide{overflow:visible;break-inside:avoid}
    table{font-size:7.2pt;width:100%}th,td{padding:2px 4px;overflow-wrap:anywhere}thead th,td.n,.numbers td{overflow-wrap:normal}td.n{white-space:nowrap}
    .wide tbody th,.wide thead th.e,.wide .numbers thead th:first-child{position:relative;white-space:normal;max-width:none}small{font-size:6.4pt}.mark{padding:0 3px}
    .wide caption{position:static;max-width:none}th button::after{content:""}}
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
    """
}
