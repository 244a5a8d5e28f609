import Formats

extension Settings {
  /// Whether a key is there.
  public func contains(_ key: String) -> Bool { entry(key) != nil }

  /// The mapping under a key; ``finish()`` of these settings finishes it too.
  /// - Throws: `Fault` of kind `data`.
  public func section(_ key: String) throws -> Settings {
    guard let section = try section(ifPresent: key) else { throw missing(key, "a mapping") }
    return section
  }

  /// The mapping under a key, or `nil` when the key is not there.
  /// - Throws: `Fault` of kind `data`.
  public func section(ifPresent key: String) throws -> Settings? {
    guard let node = node(ifPresent: key) else { return nil }
    let section = try Settings(node)
    adopt(section)
    record(key) { section.resolved }
    return section
  }

  /// The list of mappings under a key; none when the key is not there.
  /// - Throws: `Fault` of kind `data`.
  public func sections(_ key: String) throws -> [Settings] {
    guard let node = node(ifPresent: key) else { return [] }
    guard case .sequence(let items) = node.content else {
      throw fault(key, "'\(key)' is \(node.found), expected a list of mappings.")
    }
    let sections = try items.map { try Settings($0) }
    sections.forEach(adopt)
    record(key) { Node(sections.map(\.resolved)) }
    return sections
  }

  /// The value of a key as it stands in the file, or `nil` when the key is not there.
  public func node(ifPresent key: String) -> Node? {
    know(key)
    guard let node = entry(key)?.value else { return nil }
    record(key) { node }
    return node
  }
}
