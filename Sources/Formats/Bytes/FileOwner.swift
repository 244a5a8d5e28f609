import Foundation

/// The process that a temporary file belongs to, as its name says: `MACHINE-PROCESS-BEGIN`.
package struct FileOwner: Sendable, Equatable {
  private let machine: Substring
  private let process: pid_t
  /// When the process began, in the kernel's ticks since the machine did; nil where the name or the system does not say.
  private let begin: UInt64?

  /// Reads the part of a name; nil for any other text.
  package init?(_ text: Substring) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count, !parts[0].isEmpty, let process = pid_t(parts[1]), process > 0 else { return nil }
    begin = parts.count == 3 ? UInt64(parts[2]) : nil
    if parts.count == 3, begin == nil { return nil }
    machine = parts[0]
    self.process = process
  }

  /// This process, as it stands in names.
  package static let own = "\(machine)-\(getpid())" + (begin(of: getpid()).map { "-\($0)" } ?? "")

  /// Whether the process is, or was, one of this machine and its container.
  package var isHere: Bool { machine == Self.machine }

  /// Whether the process is over, so that nobody writes the file any more; always false for another machine's.
  ///
  /// Numbers of processes come again: one that began at another time is another process, whatever clocks were set to.
  package var hasEnded: Bool {
    guard isHere else { return false }
    guard kill(process, 0) == 0 || errno != ESRCH else { return true }
    guard let begin, let other = Self.begin(of: process) else { return false }
    return begin != other
  }

  /// A few characters for this machine and, on Linux, for the container whose processes are counted here.
  private static let machine: Substring = {
    var name = [UInt8](repeating: 0, count: 256)
    // One byte less than there are, so that the last stays zero.
    _ = name.withUnsafeMutableBytes { $0.baseAddress.map { base in gethostname(base, 255) } }
    let container = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    return Digest.sha256(of: Data(name) + Data(container.utf8)).prefix(8)
  }()

  private static func begin(of process: pid_t) -> UInt64? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let bracket = text.lastIndex(of: ")")
    else { return nil }
    // The name in brackets may hold blanks; what comes after it are fields 3 and on, and the begin is the 22nd.
    let fields = text[text.index(after: bracket)...].split(separator: " ")
    return fields.count > 19 ? UInt64(fields[19]) : nil
  }
}
