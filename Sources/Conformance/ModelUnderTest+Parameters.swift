import Formats

extension ModelUnderTest {
  func parameterViolations() -> [Violation] {
    let again = rebuilt()
    var found = problems.map { Violation(.parameters, "\($0); give every layer a scope of its own.") }
    if parameters.tensors.isEmpty {
      found.append(Violation(.parameters, "It has no parameters; make them with 'scope.parameter'."))
    }
    for name in parameters.names where !name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isWord)
    {
      found.append(
        Violation(.parameters, "The name '\(name)' is not words of letters, digits, '_' and '-' joined by dots."))
    }
    guard again.parameters.names == parameters.names else {
      let changed = zip(parameters.names, again.parameters.names).first { $0 != $1 }
      let example = changed.map { ": '\($0)' became '\($1)'" } ?? ""
      return found + [Violation(.parameters, "A second build makes other names\(example).")]
    }
    for (index, (tensor, other)) in zip(parameters.tensors, again.parameters.tensors).enumerated()
    where !tensor.isIdentical(to: other) {
      let what = tensor.shape == other.shape ? "other numbers" : "the shape \(other.shape) instead of \(tensor.shape)"
      found.append(
        Violation(
          .parameters,
          "'\(parameters.names[index])' has \(what) in a second build with the same seed; draw from the scope only."))
    }
    return found
  }

  private func isWord(_ word: Substring) -> Bool {
    !word.isEmpty
      && word.utf8.allSatisfy { byte in
        let scalar = Unicode.Scalar(byte)
        return byte < 0x80
          && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "_-".contains(Character(scalar)))
      }
  }
}
