/// A sentence without its full stop, where another sentence goes on with it.
package func withoutFullStop(_ sentence: String) -> String {
  sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
}
