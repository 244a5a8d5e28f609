import Foundation

/// `docs/operations.md`, made of the documentation comments of the operations and layers.
struct OperationsPage {
  let text: String

  private static let head = """
    # Operations and layers

    Every operation on tensors and every layer with its shapes, made from the documentation comments under `Sources/Tensors`.
    A test fails where this page and the comments disagree; `HIPZOO_RECORD_OPERATIONS=1 swift test --filter
    OperationsPageTests` writes it anew.

    A tensor of frames is `[batch, frames, features]`. Every operation is differentiable, and so is what is made of them;
    where no shape is said the result has that of the argument. An axis may be counted from the end: -1 is the last. What
    these do not say, `Tensor.custom` does.

    """

  /// Makes the page of the sources under a folder.
  init(tensors folder: URL) throws {
    var parts = [Self.head]
    for (title, subfolder, prefix) in [
      ("Tensors", ".", "Tensor"), ("Operations", "Operations", ""), ("Layers", "Layers", ""),
      ("Parameters", "Parameters", "Scope"), ("First numbers of parameters", "Random", "Initialiser"),
      ("Random numbers", "Random", "TorchGenerator"), ("Passes", ".", "Pass"),
    ] {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: subfolder).path)
      parts.append("## \(title)\n")
      for name in names.sorted() where name.hasSuffix(".swift") && name.hasPrefix(prefix) {
        let source = try String(contentsOf: folder.appending(path: "\(subfolder)/\(name)"), encoding: .utf8)
        parts.append(contentsOf: Self.section(named: Self.subject(name), of: DocumentedSource(source)))
      }
    }
    text = parts.joined(separator: "\n")
  }

  /// A heading and a paragraph for each declaration; nothing where nothing is public.
  static func section(named name: String, of source: DocumentedSource) -> [String] {
    let declarations = source.declarations.filter {
      !$0.summary.isEmpty && (!$0.signature.hasPrefix("let ") || $0.owner == "Tensor")
    }
    guard !declarations.isEmpty else { return [] }
    return ["### \(title(name))\n"] + declarations.map(paragraph)
  }

  /// What a file is about, by its name.
  private static func subject(_ file: String) -> String {
    let name = String(file.dropLast(6))
    return name.hasSuffix("Layer") ? String(name.dropLast(5)) : name
  }

  /// `GroupNormalisation` as `Group normalisation`, `RMSNorm` as `RMS norm`.
  static func title(_ name: String) -> String {
    var title = ""
    let letters = Array(name.replacing("+", with: ", "))
    for (place, letter) in letters.enumerated() {
      let endsWord = place > 0 && letter.isUppercase && letters[place - 1].isLetter
      let isAcronym =
        place + 1 < letters.count ? letters[place + 1].isUppercase : place > 0 && letters[place - 1].isUppercase
      let followsAcronym = place > 0 && letters[place - 1].isUppercase
      if endsWord, !(isAcronym && followsAcronym) { title += " " }
      title += endsWord && !isAcronym ? letter.lowercased() : String(letter)
    }
    return title
  }

  private static func paragraph(_ declaration: DocumentedSource.Declaration) -> String {
    let name = declaration.isType ? "**\(declaration.owner)**: " : "`\(call(declaration))`  \n"
    let lines = [name + declaration.summary, ""]
    let items = declaration.items.map { "- \($0.name == "Returns" ? "gives" : "`\($0.name)`"): \($0.text)" }
    return (lines + items + (items.isEmpty ? [] : [""])).joined(separator: "\n")
  }

  /// The declaration as it is called: on a tensor, on the type, or as a layer.
  private static func call(_ declaration: DocumentedSource.Declaration) -> String {
    let (owner, text) = (declaration.owner, declaration.signature)
    let plain = text.replacing("prefix func ", with: "func ").replacing("mutating func ", with: "func ")
      .replacing("`", with: "")
    if plain.hasPrefix("static func "), let operation = plain.dropFirst(12).first, !operation.isLetter {
      return String(plain.dropFirst(12))
    }
    for word in ["static func ", "static let "] where plain.hasPrefix(word) {
      return "\(owner).\(plain.dropFirst(word.count))"
    }
    let values = [
      "Tensor": "x", "Initialiser": "initialiser", "Scope": "scope", "TorchGenerator": "generator", "Pass": "pass",
    ]
    let value = values[owner] ?? "layer"
    if plain.hasPrefix("func callAsFunction") { return value + plain.dropFirst(19) }
    if plain.hasPrefix("func ") { return "\(value).\(plain.dropFirst(5))" }
    for word in ["var ", "let "] where plain.hasPrefix(word) { return "\(value).\(plain.dropFirst(4))" }
    if plain.hasPrefix("init") { return "\(owner)\(plain.dropFirst(4))" }
    if plain.hasPrefix("convenience init") { return "\(owner)\(plain.dropFirst(16))" }
    if plain.hasPrefix("case ") { return "." + plain.dropFirst(5) }
    guard plain.hasPrefix("subscript("), let end = plain.firstIndex(of: ")") else { return plain }
    return "\(value)[\(plain[..<end].dropFirst(10))]\(plain[end...].dropFirst())"
  }
}
