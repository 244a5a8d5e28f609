import CYAML
import Faults

extension Node {
  /// The most bytes that a YAML file may have.
  static let sizeLimit = 64 << 10

  /// Reads a YAML text by the rules for files that strangers send (docs/limits.md, section 7).
  ///
  /// At most 64 KiB of UTF-8 with or without a byte order mark, one document, 16 levels, 5 000 nodes; no anchors, aliases, merge keys, tags or
  /// directives; keys are texts and stand once in a mapping.
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: the name that messages use.
  /// - Throws: ``Fault`` of kind `data` with `file:line:column`.
  public init(yaml bytes: [UInt8], file: String) throws {
    self = try Node(bytes: bytes, origin: Origin(file: file))
  }

  /// Reads a YAML text; see ``init(yaml:file:)-([UInt8],_)``.
  /// - Throws: ``Fault`` of kind `data` with `file:line:column`.
  public init(yaml text: String, file: String) throws {
    try self.init(yaml: Array(text.utf8), file: file)
  }

  init(bytes: [UInt8], origin: Origin) throws {
    let limit = Node.sizeLimit
    guard bytes.count <= limit else {
      throw Fault(.data, at: .file(origin.file), "it has more than \(limit) bytes, the most that is allowed.")
    }
    let text = try EncodedText(bytes, file: origin.file, checksUTF8: false)
    guard text.encoding == .utf8 else {
      throw Fault(.data, at: .file(origin.file), "it is \(text.encoding.rawValue); save it as UTF-8.")
    }
    var composer = Composer(events: try EventStream(text.bytes, origin: origin))
    self = try composer.document()
  }
}

/// Makes nodes of events and refuses what the rules refuse before it is made.
private struct Composer {
  static let depthLimit = 16
  static let nodeLimit = 5000

  let events: EventStream
  var nodeCount = 0

  mutating func document() throws -> Node {
    _ = try events.next()
    let start = try events.next()
    guard case .documentStart(let hasDirectives) = start.kind else {
      throw fault(start, "the file is empty.")
    }
    if hasDirectives { throw fault(start, "directives (lines that start with '%') are not allowed.") }
    let root = try node(from: try events.next(), depth: 1)
    _ = try events.next()
    let end = try events.next()
    guard case .streamEnd = end.kind else {
      throw fault(end, "a second document starts here; a file holds one. Make a file of it.")
    }
    return root
  }

  private mutating func node(from event: Event, depth: Int) throws -> Node {
    try check(event, depth: depth)
    let location = events.origin.location(event.mark)
    switch event.kind {
    case .scalar(let text, let isQuoted):
      return Node(.scalar(text, isQuoted: isQuoted), at: location)
    case .sequenceStart:
      var nodes: [Node] = []
      while true {
        let event = try events.next()
        if case .sequenceEnd = event.kind { return Node(.sequence(nodes), at: location) }
        nodes.append(try node(from: event, depth: depth + 1))
      }
    case .mappingStart:
      return Node(.mapping(try entries(depth: depth)), at: location)
    default:
      throw fault(event, "a value is missing here.")
    }
  }

  private mutating func entries(depth: Int) throws -> [Node.Entry] {
    var entries: [Node.Entry] = []
    // A mapping that a person writes has few keys, which are faster compared than hashed.
    var places: [String: Place] = [:]
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { return entries }
      let key = try key(from: event, depth: depth + 1)
      let location = events.origin.location(event.mark)
      if entries.count == 16 { places = Dictionary(entries.map { ($0.key, $0.location) }) { first, _ in first } }
      let first =
        entries.count < 16
        ? entries.first { $0.key == key }?.location : places.updateValue(location, forKey: key)
      if let first {
        throw fault(event, "the key \(quoted(key)) is here twice; the first is at \(first). Remove one.")
      }
      entries.append(
        .init(key: key, location: location, value: try node(from: try events.next(), depth: depth + 1)))
    }
  }

  private mutating func key(from event: Event, depth: Int) throws -> String {
    try check(event, depth: depth)
    guard case .scalar(let text, let isQuoted) = event.kind else {
      throw fault(event, "a list or a mapping cannot be a key; only texts can.")
    }
    if text == "<<" && !isQuoted {
      throw fault(event, "merge keys ('<<') are not allowed. Write the keys out.")
    }
    guard case .text = Scalar(text, isQuoted: isQuoted) else {
      throw fault(event, "the key \(quoted(text)) is not a text. Put it in quotes if it is meant as one.")
    }
    return text
  }

  private mutating func check(_ event: Event, depth: Int) throws {
    if case .alias(let name) = event.kind {
      throw fault(
        event,
        "aliases (\(quoted("*" + name))) are not allowed. Write the value out, or quote it if it is text.")
    }
    if let anchor = event.anchor {
      throw fault(
        event,
        "anchors (\(quoted("&" + anchor))) are not allowed. Remove it, or quote the value if it is text.")
    }
    if event.hasTag {
      throw fault(
        event,
        "tags (words that start with '!') are not allowed. Remove it, or quote the value if it is text.")
    }
    // A quoted text can spell what the file itself may not hold.
    if case .scalar(let text, _) = event.kind, text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }),
      printable(text) != text
    {
      throw fault(
        event, "control characters are not allowed, nor marks that turn the direction of writing. Leave them out.")
    }
    guard depth <= Composer.depthLimit else {
      throw fault(event, "nested too deep; at most \(Composer.depthLimit) levels are allowed.")
    }
    nodeCount += 1
    guard nodeCount <= Composer.nodeLimit else {
      throw fault(event, "too many values; at most \(Composer.nodeLimit) are allowed in a file.")
    }
  }

  private func fault(_ event: Event, _ what: String) -> Fault { events.origin.fault(event.mark, what) }
}
