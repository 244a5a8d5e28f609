/// The word that a misspelt one was probably meant to be, or `nil` when none is near.
///
/// Near means at most one insertion, deletion, substitution or swap of neighbours for every three letters (at least
/// one, at most three), whatever the case (Damerau-Levenshtein distance, optimal string alignment). Of equally near
/// words it is the first.
public func nearest(_ word: String, in words: [String]) -> String? {
  let longest = 64
  let letters = Array(word.lowercased())
  guard letters.count <= longest else { return nil }
  let limit = min(3, max(1, letters.count / 3))
  var best: (word: String, distance: Int)?
  for trainable in words where abs(trainable.count - letters.count) <= limit {
    let distance = editDistance(letters, Array(trainable.lowercased()))
    if distance <= limit, distance < best?.distance ?? .max { best = (trainable, distance) }
  }
  return best?.word
}

/// The sentence ` Did you mean 'x'?` with a space before it, or nothing when no word is near.
package func suggestion(for word: String, in words: [String]) -> String {
  nearest(word, in: words).map { " Did you mean '\($0)'?" } ?? ""
}

/// What there is, for a message that says what is not: `Known: a, b`, of many the first forty.
package func known(_ names: [String]) -> String {
  let more = names.count > 40 ? " and \(names.count - 40) more" : ""
  return "Known: \(names.prefix(40).joined(separator: ", "))\(more)"
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, beforeLast[j - 1] + 1) }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
