import Foundation

/// The name of a file that is being written, which says whose it is, so that what a killed process left can be told from
/// what a living one is writing.
package enum TemporaryFile {
  /// A name beside a target: `.TARGET.HOST-PROCESS.RANDOM.tmp`.
  package static func name(for target: String) -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return ".\(target).\(host)-\(getpid()).\(random).tmp"
  }

  /// Whether a name is one of these.
  static func isOne(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".tmp") }

  /// How old a file of another machine has to be, in seconds, before nobody can be writing it any more.
  private static let longest = 86_400.0

  /// Whether nobody is writing the file any more: its process on this machine has ended, or it is a day old.
  static func isAbandoned(_ file: URL) -> Bool {
    let parts = file.lastPathComponent.split(separator: ".")
    let owner = (parts.dropLast(2).last ?? "").split(separator: "-")
    if owner.count == 2, owner[0] == host, let process = pid_t(owner[1]) {
      return process != getpid() && kill(process, 0) != 0 && errno == ESRCH
    }
    let written = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    return written.map { $0.timeIntervalSinceNow < -longest } ?? false
  }

  /// A few characters for this machine.
  private static let host: String = {
    var name = [UInt8](repeating: 0, count: 256)
    _ = name.withUnsafeMutableBytes { $0.baseAddress.map { base in gethostname(base, 255) } }
    return String(Digest.sha256(of: Data(name)).prefix(8))
  }()
}

extension AtomicFile {
  /// Removes what killed processes left in a folder and in those below; what a living one is writing stays.
  ///
  /// A file of another machine, or of one that is not known, stays until it is a day old.
  /// - Returns: how many files went.
  @discardableResult
  public static func removeLeftovers(in folder: URL) -> Int {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
    return files.compactMap { $0 as? URL }
      .filter { TemporaryFile.isOne($0.lastPathComponent) && TemporaryFile.isAbandoned($0) }
      .filter { (try? FileManager.default.removeItem(at: $0)) != nil }.count
  }
}
