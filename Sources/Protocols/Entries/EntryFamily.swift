extension [String] {
  /// The entries among these names that a word means: the one of that name, else its family, as `lstm` means `lstm-mf60`
  /// and `lstm-jm60`; none when it is neither.
  package func entries(meantBy word: String) -> [String] {
    contains(word) ? [word] : filter { $0.hasPrefix("\(word)-") }
  }
}
