import CYAML
import Faults

/// How places in a text are named.
struct Origin {
  let file: String

  package func location(_ mark: yaml_mark_t) -> Place {
    let position = Place.Position(
      line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    return Place(file: file, position: position)
  }

  func fault(_ mark: yaml_mark_t, _ what: String) -> Fault { Fault(.data, at: location(mark), what) }
}

/// What libyaml saw next.
struct Event {
  enum Kind {
    case scalar(String, isQuoted: Bool)
    case alias(String)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
    case documentStart(hasDirectives: Bool)
    case documentEnd
    case streamStart, streamEnd
  }

  let kind: Kind
  let anchor: String?
  let hasTag: Bool
  let mark: yaml_mark_t
}

/// The events of a YAML text, by libyaml, copied out of its memory one at a time.
final class EventStream {
  // libyaml keeps a pointer to the parser inside the parser, so it must not move.
  // Both are allocated in the initialiser and freed in deinit, the parser, which reads the bytes, first.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let characters: [Unicode.Scalar]
  let origin: Origin

  init(_ source: [UInt8], origin: Origin) throws {
    self.origin = origin
    bytes = .allocate(capacity: source.count)
    _ = bytes.initialize(from: source)
    // Only where a tag begins does a character have to be looked at, and few texts have its sign anywhere.
    let isTagged = source.contains(UInt8(ascii: "!"))
    characters = isTagged ? Array(String(decoding: source, as: UTF8.self).unicodeScalars) : []
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw Fault(.io, at: .file(origin.file), "there is no memory left to read it.")
    }
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The next event; not to be asked for after the end of the stream.
  func next() throws -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxFault }
    defer { yaml_event_delete(&event) }
    return try copy(event)
  }

  private func copy(_ event: yaml_event_t) throws -> Event {
    let data = event.data
    // The event owns its anchor and tag, too, until `next` deletes it.
    func made(_ kind: Event.Kind, anchor: UnsafePointer<UInt8>? = nil, tag: UnsafePointer<UInt8>? = nil)
      -> Event
    {
      Event(
        kind: kind, anchor: anchor.map { String(cString: $0) },
        hasTag: tag != nil || startsWithTag(event.start_mark),
        mark: event.start_mark)
    }
    switch event.type {
    case YAML_SCALAR_EVENT:
      // The event owns its text until `next` deletes it; the String copies.
      let text = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
      let isQuoted = data.scalar.style != YAML_PLAIN_SCALAR_STYLE
      return made(
        .scalar(String(decoding: text, as: UTF8.self), isQuoted: isQuoted),
        anchor: data.scalar.anchor, tag: data.scalar.tag)
    case YAML_ALIAS_EVENT: return made(.alias(String(cString: data.alias.anchor)))
    case YAML_SEQUENCE_START_EVENT:
      return made(.sequenceStart, anchor: data.sequence_start.anchor, tag: data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      return made(.mappingStart, anchor: data.mapping_start.anchor, tag: data.mapping_start.tag)
    case YAML_SEQUENCE_END_EVENT: return made(.sequenceEnd)
    case YAML_MAPPING_END_EVENT: return made(.mappingEnd)
    case YAML_DOCUMENT_START_EVENT:
      let tags = data.document_start.tag_directives
      return made(
        .documentStart(hasDirectives: data.document_start.version_directive != nil || tags.start != tags.end))
    case YAML_DOCUMENT_END_EVENT: return made(.documentEnd)
    case YAML_STREAM_START_EVENT: return made(.streamStart)
    default: return made(.streamEnd)
    }
  }

  /// Whether the text has a tag there; libyaml does not pass a lone `!` on.
  private func startsWithTag(_ mark: yaml_mark_t) -> Bool {
    characters.indices.contains(mark.index) && characters[mark.index] == "!"
  }

  private var syntaxFault: Fault {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
    guard parser.pointee.error == YAML_READER_ERROR else {
      return origin.fault(parser.pointee.problem_mark, "this is not YAML: \(problem).")
    }
    return origin.fault(
      mark(ofByte: parser.pointee.problem_offset),
      "only UTF-8 text without control characters is allowed: \(problem).")
  }

  private func mark(ofByte offset: Int) -> yaml_mark_t {
    let before = bytes.prefix(max(0, offset))
    let newline = UInt8(ascii: "\n")
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    let isStart = { (byte: UInt8) in byte & 0xC0 != 0x80 }
    return yaml_mark_t(
      index: 0, line: before.count { $0 == newline }, column: before[lineStart...].count(where: isStart))
  }
}
