/// A number with its word, such as `1 gait cycle` and `3 gait cycles`.
///
/// - Parameters:
///   - count: the number.
///   - word: what is counted, for one.
///   - words: the same for several; by default with an s behind it.
func counted(_ count: Int, _ word: String, _ words: String? = nil) -> String {
  "\(count) \(count == 1 ? word : words ?? "\(word)s")"
}
