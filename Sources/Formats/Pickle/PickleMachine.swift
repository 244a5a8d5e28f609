import Faults
import Foundation

/// The stack machine of a pickle, reduced to the instructions that build plain values.
struct PickleMachine {
  typealias Reference = Pickle.Reference

  private(set) var nodes: [PickleNode] = []
  private var reader: ByteReader
  private let globals: [String: PickleMeaning]
  private let keepsUnknown: Bool
  private var stack: [Reference] = []
  private var marks: [Int] = []
  private var memo: [Int: Reference] = [:]
  private var encoded = 0

  private let mostInstructions = 1_000_000
  private let mostMemos = 1_000_000
  private let mostText = 1 << 20
  private let mostEncoded = 8 << 20

  init(_ bytes: Data, globals: [String: PickleMeaning], keepsUnknown: Bool) {
    reader = ByteReader(bytes)
    self.keepsUnknown = keepsUnknown
    self.globals = globals
  }

  /// Follows the instructions up to the end and returns the one value that is left.
  mutating func run() throws -> Reference {
    for _ in 0..<mostInstructions {
      let code = try reader.integer(UInt8.self)
      guard let instruction = PickleInstruction(rawValue: code), keepsUnknown || instruction.isPlain else {
        let hexadecimal = String(code, radix: 16)
        throw Fault(
          .data,
          "its pickle uses instruction 0x\(hexadecimal) at byte \(reader.offset - 1), which no plain value needs."
        )
      }
      if instruction == .stop {
        let result = try pop()
        guard reader.remaining == 0 else {
          throw Fault(.data, "\(counted(reader.remaining, "byte follows", "bytes follow")) the end of its pickle.")
        }
        return result
      }
      try follow(instruction)
      guard stack.count <= 10_000 else { throw limit("10000 values waiting") }
    }
    throw limit("\(mostInstructions) instructions")
  }

  private mutating func follow(_ instruction: PickleInstruction) throws {
    switch instruction {
    case .stop: break
    case .protocolNumber:
      let number = try reader.integer(UInt8.self)
      guard (2...5).contains(number) else {
        throw Fault(.data, "its pickle has protocol \(number); 2 to 5 are read.")
      }
    case .frame: _ = try reader.integer(UInt64.self)
    case .none: push(.none)
    case .true: push(.boolean(true))
    case .false: push(.boolean(false))
    case .int32: push(.integer(Int64(try reader.integer(Int32.self))))
    case .uint8: push(.integer(Int64(try reader.integer(UInt8.self))))
    case .uint16: push(.integer(Int64(try reader.integer(UInt16.self))))
    case .long: try pushLong(Int(try reader.integer(UInt8.self)))
    case .real: push(.real(Double(bitPattern: try reader.integer(UInt64.self).byteSwapped)))
    case .text: try pushText(Int(try reader.integer(UInt32.self)))
    case .shortText: try pushText(Int(try reader.integer(UInt8.self)))
    case .bytes: try pushBytes(Int(try reader.integer(UInt32.self)))
    case .shortBytes, .shortString: try pushBytes(Int(try reader.integer(UInt8.self)))
    case .emptyTuple: push(.tuple)
    case .emptyList: push(.list)
    case .emptyDictionary: push(.dictionary)
    case .mark:
      guard marks.count < 64 else { throw limit("64 values inside each other") }
      marks.append(stack.count)
    case .tuple: push(.tuple, try popToMark())
    case .tuple1: push(.tuple, try pop(1))
    case .tuple2: push(.tuple, try pop(2))
    case .tuple3: push(.tuple, try pop(3))
    case .append: try extend(.list, by: try pop(1))
    case .appends: try extend(.list, by: try popToMark())
    case .setItem: try extend(.dictionary, by: try pop(2))
    case .setItems: try extend(.dictionary, by: try popToMark())
    case .put: try remember(Int(try reader.integer(UInt8.self)))
    case .longPut: try remember(Int(try reader.integer(UInt32.self)))
    case .memoize: try remember(memo.count)
    case .get: try recall(Int(try reader.integer(UInt8.self)))
    case .longGet: try recall(Int(try reader.integer(UInt32.self)))
    case .global:
      let module = try reader.line(limit: 256)
      try name(module, try reader.line(limit: 256))
    case .stackGlobal:
      let words = try pop(2).map { nodes[$0.index].kind }
      guard case .text(let module) = words[0], case .text(let word) = words[1] else {
        throw Fault(.data, "its pickle names a global by something that is no text.")
      }
      try name(module, word)
    case .persistent: push(.persistent, try pop(1))
    case .reduce: try call()
    case .build: try build()
    default: try followUnknown(instruction)
    }
  }

  /// Instructions of values that are kept unevaluated.
  private mutating func followUnknown(_ instruction: PickleInstruction) throws {
    switch instruction {
    case .pop:
      if stack.count > marks.last ?? 0 { stack.removeLast() } else { _ = try popToMark() }
    case .popMark: _ = try popToMark()
    case .duplicate:
      guard stack.count > marks.last ?? 0, let last = stack.last else { throw empty }
      stack.append(last)
    case .wideLong: try pushLong(Int(try reader.integer(Int32.self)))
    case .wideText: try pushText(Int(clamping: try reader.integer(UInt64.self)))
    case .wideBytes, .byteArray: try pushBytes(Int(clamping: try reader.integer(UInt64.self)))
    case .newObject: try makeNothing(of: try pop(2)[0])
    case .newObjectWithNames: try makeNothing(of: try pop(3)[0])
    case .emptySet: push(.unevaluated("is a set"))
    case .frozenSet:
      _ = try popToMark()
      push(.unevaluated("is a set"))
    case .addItems:
      _ = try popToMark()
      guard stack.count > marks.last ?? 0 else { throw empty }
    case .extension1: pushExtension(Int(try reader.integer(UInt8.self)))
    case .extension2: pushExtension(Int(try reader.integer(UInt16.self)))
    case .extension4: pushExtension(Int(try reader.integer(UInt32.self)))
    default: throw Fault(.software, "The instruction \(instruction) of a pickle is not followed.")
    }
  }

  private mutating func pushExtension(_ code: Int) { push(.unevaluated("is of the registered class \(code)")) }

  // MARK: Calls, which are never made

  private mutating func name(_ module: String, _ word: String) throws {
    let name = "\(module) \(word)"
    guard keepsUnknown || globals[name] != nil else { throw Fault(.data, "\(Pickle.calls(name)).") }
    push(.global(name))
  }

  /// Puts what calling something would give, which nobody finds out.
  private mutating func makeNothing(of function: Reference) throws {
    switch nodes[function.index].kind {
    case .global(let name): push(.unevaluated(Pickle.calls(name)))
    case .unevaluated(let reason): push(.unevaluated(reason))
    default: throw Fault(.data, "its pickle calls something that is no name.")
    }
  }

  private mutating func call() throws {
    let pair = try pop(2)
    guard case .global(let name) = nodes[pair[0].index].kind, let meaning = globals[name],
      case .tuple = nodes[pair[1].index].kind
    else {
      if keepsUnknown { return try makeNothing(of: pair[0]) }
      throw Fault(.data, "its pickle calls something that is not a name with a tuple of arguments.")
    }
    let arguments = nodes[pair[1].index].items
    switch meaning {
    case .symbol: push(.call(name), [pair[1]])
    case .dictionary:
      if arguments.isEmpty { return push(.dictionary) }
      guard keepsUnknown else { throw Fault(.data, "its pickle makes a dictionary from arguments.") }
      try makeNothing(of: pair[0])
    case .latin1:
      guard arguments.count == 2, case .text(let text) = nodes[arguments[0].index].kind,
        case .text("latin1") = nodes[arguments[1].index].kind
      else {
        if keepsUnknown { return try makeNothing(of: pair[0]) }
        throw Fault(.data, "its pickle encodes something that is no Latin-1 text.")
      }
      // One text may be encoded again and again, so what that takes has a limit of its own.
      encoded += text.utf8.count
      guard encoded <= mostEncoded else { throw limit("\(mostEncoded) encoded bytes") }
      let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
      guard bytes.count == text.unicodeScalars.count else {
        throw Fault(.data, "its pickle encodes a character as Latin-1 that Latin-1 does not have.")
      }
      push(.bytes(bytes))
    }
  }

  private mutating func build() throws {
    let state = try pop(1)
    guard let target = stack.last else { throw empty }
    switch nodes[target.index].kind {
    // The attributes of an ordered dictionary (PyTorch's `_metadata`) are nothing that weights need.
    case .dictionary: break
    case .call where nodes[target.index].items.count == 1:
      nodes[target.index].items += state
    default:
      if !keepsUnknown { throw Fault(.data, "its pickle gives a state to something that takes none.") }
    }
  }

  // MARK: The stack and the memo

  private var empty: Fault { Fault(.data, "its pickle is damaged: it takes a value from an empty stack.") }

  private func limit(_ most: String) -> Fault { Fault(.data, "its pickle has more than \(most).") }

  private mutating func push(_ kind: PickleNode.Kind, _ items: [Reference] = []) {
    stack.append(Reference(index: nodes.count))
    nodes.append(PickleNode(kind: kind, items: items))
  }

  private mutating func pop() throws -> Reference {
    guard stack.count > marks.last ?? 0, let last = stack.popLast() else { throw empty }
    return last
  }

  private mutating func pop(_ count: Int) throws -> [Reference] {
    guard stack.count - (marks.last ?? 0) >= count else { throw empty }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws -> [Reference] {
    guard let mark = marks.popLast() else { throw Fault(.data, "its pickle is damaged: a mark is missing.") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func extend(_ kind: PickleNode.Kind, by items: [Reference]) throws {
    guard stack.count > marks.last ?? 0, let target = stack.last else { throw empty }
    // What an unevaluated list or dictionary would hold, nobody needs.
    if keepsUnknown, case .unevaluated = nodes[target.index].kind { return }
    guard nodes[target.index].kind == kind, kind == .list || items.count.isMultiple(of: 2) else {
      throw Fault(.data, "its pickle adds members to something that is no \(kind).")
    }
    nodes[target.index].items += items
  }

  private mutating func remember(_ index: Int) throws {
    guard index < mostMemos else { throw limit("\(mostMemos) remembered values") }
    guard let last = stack.last else { throw empty }
    memo[index] = last
  }

  private mutating func recall(_ index: Int) throws {
    guard let reference = memo[index] else {
      throw Fault(.data, "its pickle is damaged: it recalls value \(index), which it never kept.")
    }
    stack.append(reference)
  }

  // MARK: Literals

  private mutating func pushText(_ count: Int) throws {
    if try !isTooLong(count) { push(.text(try reader.text(count))) }
  }

  private mutating func pushBytes(_ count: Int) throws {
    if try !isTooLong(count) { push(.bytes(Array(try reader.take(count)))) }
  }

  /// Steps over a text that nobody will want, where such things are kept.
  private mutating func isTooLong(_ count: Int) throws -> Bool {
    guard count > mostText else { return false }
    let reason = "holds a text of \(count) bytes; 1 MiB is the most"
    guard keepsUnknown else { throw Fault(.data, "its pickle \(reason).") }
    _ = try reader.take(count)
    push(.unevaluated(reason))
    return true
  }

  /// A little-endian two's complement integer of any length, of which at most 64 bits are needed.
  private mutating func pushLong(_ count: Int) throws {
    let digits = try reader.take(count)
    let reason = "holds an integer of more than 64 bits"
    guard digits.count <= 8 else {
      guard keepsUnknown else { throw Fault(.data, "its pickle \(reason).") }
      return push(.unevaluated(reason))
    }
    let negative = digits.last.map { $0 >= 0x80 } ?? false
    push(.integer(digits.reversed().reduce(negative ? -1 : 0) { $0 << 8 | Int64($1) }))
  }
}
