import Runs

/// How a person names an entry: `lstm-jm60`, or, where that is more than one, `lstm-jm60@trained` or `lstm-jm60@1f2e3d4c`.
struct EntryWord {
  /// The entry's name.
  let name: String
  private let mark: String?

  /// Whether the word says which of the entries of that name is meant.
  var isExact: Bool { mark != nil }

  init(_ word: String) {
    let parts = word.split(separator: "@", maxSplits: 1).map(String.init)
    (name, mark) = (parts.first ?? "", parts.count == 2 ? parts[1] : nil)
  }

  /// Whether the word means an entry with this name, fingerprint and way in which its predictions came about.
  func means(_ entry: String, _ fingerprint: String, _ origin: RunDescription.Origin?) -> Bool {
    guard name == entry, let mark else { return name == entry }
    return mark == origin?.rawValue || mark.count >= 4 && fingerprint.hasPrefix(mark)
  }
}
