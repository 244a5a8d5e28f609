import Faults
import Foundation

/// Text that a person can read and a program can compare: keys sorted, two spaces, a line feed at the end.
public enum JSONText {
  /// Writes a value.
  /// - Throws: ``Fault`` of kind `io`.
  public static func write(_ value: some Encodable, to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(value) + Data("\n".utf8), to: url)
  }

  /// A value on one line, with a line feed at the end.
  public static func line(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }

  /// Reads a value.
  /// - Throws: ``Fault`` naming the file when it is absent, too large or not what it should be.
  public static func read<Value: Decodable>(_ type: Value.Type, from url: URL) throws -> Value {
    let data = try BoundedFile.read(url, limit: 256 << 20)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw Fault(
        .data, at: .file(url.path),
        "not what HipZoo writes there (\(reason(error))); delete it and run the command again.")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
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
