import Faults
import Fetching
import Formats
import Foundation

/// What a record at zenodo.org says of its files (https://developers.zenodo.org, "Records").
public struct ZenodoRecord: Sendable, Equatable {
  /// A file of a record.
  public struct File: Sendable, Equatable {
    /// Its name.
    public let key: String
    /// The number of bytes.
    public let bytes: Int?
    /// MD5 of its bytes, the only checksum that records list.
    public let md5: String?
  }

  /// The number in its address.
  public let id: Int
  /// What it is called.
  public let title: String
  /// Its digital object identifier.
  public let doi: String?
  /// The licence, as the record names it.
  public let license: String?
  /// Its files, sorted by name.
  public let files: [File]

  /// The most bytes that the answer of the interface may have.
  static let largestAnswer = 4 << 20

  /// Reads the answer of `GET /api/records/ID`.
  /// - Throws: ``Fault`` of kind `data` naming where it came from.
  public init(_ bytes: Data, id: Int, from source: String) throws {
    let place = Place.file(source)
    let answer = try locating(place) { try JSON(bytes) }
    guard let members = answer.object, let list = members["files"]?.array else {
      throw Fault(.data, at: place, "the answer lists no files, so it is no record; is its number right?")
    }
    self.id = id
    let metadata = members["metadata"]?.object ?? [:]
    title = Self.line(metadata["title"] ?? members["title"]) ?? "record \(id)"
    doi = Self.line(members["doi"] ?? metadata["doi"])
    license = Self.line(metadata["license"]?.object?["id"] ?? metadata["license"])
    files = try list.map { item in
      let file = item.object ?? [:]
      guard let key = Self.line(file["key"] ?? file["filename"]), !key.contains("/"), !key.hasPrefix(".") else {
        throw Fault(.data, at: place, "a file of the record has no name that a file may have.")
      }
      let size = file["size"] ?? file["filesize"]
      let checksum = Self.line(file["checksum"]).map { $0.hasPrefix("md5:") ? String($0.dropFirst(4)) : $0 }
      let digits = checksum.flatMap { text in
        text.utf8.count == 32 && text.allSatisfy(\.isHexDigit) ? text.lowercased() : nil
      }
      return File(key: key, bytes: size?.integer.flatMap { $0 > 0 ? $0 : nil }, md5: digits)
    }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// The file of a name.
  /// - Throws: ``Fault`` of kind `missing` with the names that there are.
  public func file(_ key: String) throws -> File {
    if let file = files.first(where: { $0.key == key }) { return file }
    throw Fault(
      .missing,
      "the record \(id) has no file '\(key)' any more; it has: \(files.map(\.key).joined(separator: ", ")).")
  }

  /// A text of an answer without what a terminal would obey.
  private static func line(_ value: JSON?) -> String? {
    value?.text.map { text in
      String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }
  }
}

/// Where the records of zenodo.org are, or a server that answers like it.
public struct ZenodoAddress: Sendable {
  private let base: URL

  /// The server: zenodo.org when none is named.
  /// - Throws: ``Fault`` of kind `usage` for an address that may not be fetched.
  public init(_ server: String?) throws {
    guard let url = URL(string: server ?? "https://zenodo.org") else {
      throw Fault(.usage, "'\(server ?? "")' is no address.")
    }
    base = try Address(url).url
  }

  /// The interface's answer about a record.
  func record(_ id: Int) throws -> Address { try Address(base.appending(path: "api/records/\(id)")) }

  /// The page of a record, for a browser.
  func page(_ id: Int) -> URL { base.appending(path: "records/\(id)") }

  /// A file of a record.
  func file(_ key: String, of id: Int) throws -> Address {
    try Address(
      base.appending(path: "records/\(id)/files/\(key)").appending(queryItems: [
        URLQueryItem(name: "download", value: "1")
      ])
    )
  }
}
