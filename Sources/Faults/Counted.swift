/// A number with what is counted, such as `1 folder` or `2 folders`.
///
/// - Parameter plural: the word for any other number than one; by default `singular` and an s.
package func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
}
