/// The stars of a p-value, as the field writes them.
package enum Stars {
  /// What the stars mean, for captions.
  package static let meaning = "* p < 0.05, ** p < 0.01, *** p < 0.001"
  /// The corrected p-value below which there is a star.
  package static let limit = 0.05

  /// Stars for a corrected p-value, or nil when it is not significant.
  package static func text(_ p: Double) -> String? {
    p < 0.001 ? "***" : p < 0.01 ? "**" : p < limit ? "*" : nil
  }
}
