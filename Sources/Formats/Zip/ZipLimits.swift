/// What a ZIP archive may hold; everything else is refused before memory is taken (docs/limits.md, section 2).
public struct ZipLimits: Sendable {
  /// The most entries.
  public var entries: Int
  /// The most bytes of one entry after inflation.
  public var entrySize: Int
  /// The most bytes of all entries together after inflation.
  public var totalSize: Int
  /// The most that an entry may grow in inflation; a bomb of zeros grows a thousandfold.
  public var ratio: Int
  /// Whether entry names may hold folders (`archive/data/0`).
  public var allowsFolders: Bool
  /// Whether an entry that nobody reads must keep these limits, too; else one that does not is left unread.
  public var holdForUnread: Bool

  /// Makes limits.
  public init(
    entries: Int, entrySize: Int, totalSize: Int, ratio: Int = 200, allowsFolders: Bool = false,
    holdForUnread: Bool = true
  ) {
    self.entries = entries
    self.entrySize = entrySize
    self.totalSize = totalSize
    self.ratio = ratio
    self.allowsFolders = allowsFolders
    self.holdForUnread = holdForUnread
  }

  /// A small entry may grow as it likes: a table of equal names is packed a thousandfold, and is no bomb.
  static let smallEntry: UInt64 = 1 << 20

  /// Why an entry is not read, or nil when it is fine.
  func objection(to record: ZipDirectory.Record, named name: String) -> String? {
    if let objection = objection(to: name) { return objection }
    // Bits 0, 6 and 13: encrypted, strongly encrypted, encrypted directory.
    guard record.flags & 0x2041 == 0 else { return "is encrypted; save it without a password" }
    guard record.method == 0 || record.method == 8 else {
      return "is packed by method \(record.method); only stored (0) and deflated (8) are read"
    }
    guard record.size <= UInt64(entrySize) else { return "has \(record.size) bytes; at most \(entrySize) are allowed" }
    guard record.size < Self.smallEntry || record.size / UInt64(max(ratio, 1)) <= record.compressedSize else {
      return "would grow more than \(ratio)-fold, from \(record.compressedSize) bytes to \(record.size)"
    }
    guard record.method == 8 || record.size == record.compressedSize else {
      return "is stored, yet states two sizes: \(record.compressedSize) and \(record.size) bytes"
    }
    return nil
  }

  /// Why a name is unsafe, or nil when it is fine.
  func objection(to name: String) -> String? {
    if name.isEmpty || name.utf8.count > 256 { return "has no name of 1 to 256 bytes" }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\\" || $0 == "\u{7F}" }) {
      return "has a backslash or a control character in its name"
    }
    if !allowsFolders && name.contains("/") { return "names a folder" }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.contains(where: { ["", ".", ".."].contains($0) }) { return "has a path that leaves its folder" }
    return nil
  }
}
