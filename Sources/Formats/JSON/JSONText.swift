import Faults
import Foundation

/// Text that a person can read and a program can compare: keys sorted, two spaces, a line feed at the end.
public enum JSONText {
  /// Writes a value.
  /// - Throws: ``Fault`` of kind `io`.
  public static func write(_ value: some Encodable, to url: URL) throws {
    try AtomicFile.write(pages(value) + Data("\n".utf8), to: url)
  }

  /// A value on as many lines as it takes, without a line feed at the end.
  public static func pages(_ value: some Encodable) throws -> Data { try encode(value, [.prettyPrinted]) }

  /// A value on one line, with a line feed at the end.
  public static func line(_ value: some Encodable) throws -> Data { try encode(value, []) + Data("\n".utf8) }

  /// What is to be done about a file that the same command makes anew where it is not there.
  public static let makingAnew = "delete it and run the command again"

  /// Reads a value.
  ///
  /// - Parameter advice: what is to be done about a file that is not what it should be, without a full stop.
  /// - Throws: ``Fault`` naming the file when it is absent, too large or not what it should be.
  public static func read<Value: Decodable>(
    _ type: Value.Type, from url: URL, advice: String = makingAnew
  ) throws -> Value {
    try read(type, in: BoundedFile.read(url, limit: largestFile), of: url, advice: advice)
  }

  /// Reads a value from the bytes of a file.
  ///
  /// - Parameter advice: what is to be done about a file that is not what it should be, without a full stop.
  /// - Throws: ``Fault`` naming the file when it is not what it should be.
  package static func read<Value: Decodable>(
    _ type: Value.Type, in data: Data, of url: URL, advice: String = makingAnew
  ) throws -> Value {
    do {
      return try decode(type, data)
    } catch {
      throw Fault(.data, at: .file(url.path), "not what HipZoo writes there (\(reason(error))); \(advice).")
    }
  }

  /// Reads a value from a text that its caller names.
  /// - Throws: what the decoder throws.
  package static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
    try JSONDecoder().decode(type, from: data)
  }

  /// The largest file that is read, in bytes.
  package static let largestFile = 256 << 20

  private static func encode(_ value: some Encodable, _ form: JSONEncoder.OutputFormatting) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = form.union([.sortedKeys, .withoutEscapingSlashes])
    return try encoder.encode(value)
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    // What a value's own rules say of it; the sentence goes on here.
    case let fault as Fault: withoutFullStop(fault.description)
    case DecodingError.keyNotFound(let key, _): "no key '\(key.stringValue)'"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      context.codingPath.isEmpty ? "wrong kind of value" : "wrong value at '\(path(context))'"
    default: "it is not JSON"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }
}
