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

  /// Makes limits.
  public init(entries: Int, entrySize: Int, totalSize: Int, ratio: Int = 200, allowsFolders: Bool = false) {
    self.entries = entries
    self.entrySize = entrySize
    self.totalSize = totalSize
    self.ratio = ratio
    self.allowsFolders = allowsFolders
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
