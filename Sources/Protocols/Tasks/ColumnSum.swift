/// The columns that a line such as `a + b` adds up; nil where one is missing, as in `a +`.
package func columnSum(_ line: String) -> [String]? {
  let parts = line.split(separator: "+", omittingEmptySubsequences: false).map { part in
    String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
  return parts.contains("") ? nil : parts
}
