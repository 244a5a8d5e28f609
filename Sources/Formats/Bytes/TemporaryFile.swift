import Foundation

/// The name of a file that is being written, which says whose it is, so that what a killed process left can be told from
/// what a living one is writing.
package enum TemporaryFile {
  /// A name beside a target: `.TARGET.MACHINE-PROCESS-BEGIN.RANDOM.tmp`.
  package static func name(for target: String) -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return ".\(target).\(FileOwner.own).\(random).tmp"
  }

  /// The target of such a name; nil for any other name.
  package static func target(of name: String) -> String? {
    let parts = name.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    guard isOne(name), parts.count > 3, FileOwner(parts[parts.count - 3]) != nil else { return nil }
    return parts.dropLast(3).joined(separator: ".")
  }

  /// Whether a name is one of these.
  static func isOne(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".tmp") }

  /// How old a file of another machine has to be, in seconds, before nobody can be writing it any more.
  private static let longest = 86_400.0

  /// Whether nobody is writing the file any more: its process on this machine has ended, or it is a day old.
  package static func isAbandoned(_ file: URL) -> Bool {
    let parts = file.lastPathComponent.split(separator: ".")
    if let owner = parts.dropLast(2).last.flatMap(FileOwner.init), owner.isHere { return owner.hasEnded }
    let written = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    return written.map { $0.timeIntervalSinceNow < -longest } ?? false
  }
}

extension AtomicFile {
  /// Removes what killed processes left in a folder and in those below; what a living one is writing stays.
  ///
  /// A file of another machine, or of one that is not known, stays until it is a day old.
  /// - Returns: how many files went.
  @discardableResult
  public static func removeLeftovers(in folder: URL) -> Int {
    leftovers(in: folder).filter { (try? FileManager.default.removeItem(at: $0)) != nil }.count
  }

  /// What killed processes left in a folder and in those below: files, and folders that were being filled.
  package static func leftovers(in folder: URL) -> [URL] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
    return files.compactMap { $0 as? URL }
      .filter { TemporaryFile.isOne($0.lastPathComponent) && TemporaryFile.isAbandoned($0) }
  }

  /// Removes what killed processes left in a folder itself, which is quicker where there are many below.
  package static func removeLeftovers(directlyIn folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    for file in names.filter(TemporaryFile.isOne).map({ folder.appending(path: $0) })
    where TemporaryFile.isAbandoned(file) {
      try? FileManager.default.removeItem(at: file)
    }
  }
}
