/// How wide the file of a figure is.
public enum SheetWidth: String, Sendable, CaseIterable {
  /// As wide as its panels beside each other.
  case screen
  /// A column of a page of two.
  case column = "85mm"
  /// Both columns.
  case page = "180mm"

  /// The panels beside each other at most: with more of them labels were smaller than 7 pt.
  var columns: Int? {
    switch self {
    case .screen: nil
    case .column: 1
    case .page: 2
    }
  }

  /// The width on paper; nil for a screen.
  var millimetres: Double? { self == .screen ? nil : Double(rawValue.dropLast(2)) }

  /// The ground around the panels.
  var margin: Double { self == .screen ? 12 : 4 }
}
