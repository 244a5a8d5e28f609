import Foundation

extension Figure {
  /// What of A4's height a figure may take, in mm: the rest is for margins and a caption.
  static let tallest = 230.0

  /// The figure as several, each of which fits a page; empty where the whole does, or on a screen, which scrolls.
  ///
  /// No panel is cut, so one that is taller by itself stays so.
  func parts(_ paper: SheetWidth) -> [Figure] {
    guard let across = paper.columns, let millimetres = paper.millimetres else { return [] }
    let scale = millimetres / sheetWidth(paper)
    let rows = stride(from: 0, to: panels.count, by: across).map { panels[$0..<min($0 + across, panels.count)] }
    var sheets = [[Panel]]()
    var height = 0.0
    for row in rows {
      let own = ((row.map(\.height).max() ?? 0) + Self.gap) * scale
      if sheets.isEmpty || height + own > Self.tallest - legendHeight(paper) * scale {
        sheets.append([])
        height = 0
      }
      sheets[sheets.count - 1] += row
      height += own
    }
    guard sheets.count > 1 else { return [] }
    return sheets.enumerated().map { place, panels in
      var part = Figure(
        name: "\(name)-part-\(place + 1)", title: title, caption: caption, legend: legend, panels: panels,
        columns: columns, numbers: numbers)
      part.context = context
      return part
    }
  }
}
