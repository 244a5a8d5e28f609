import Foundation

/// Ends every process that a program has left running.
package enum Leftovers {
  /// Ends the processes of a session's first group, and those that left the group but still carry the call's mark.
  ///
  /// - Parameters:
  ///   - leader: the program; ended or not, but not yet waited for, so that its number is not another's by now.
  ///   - mark: the value of ``ProgramEnvironment/name`` in this call.
  package static func end(_ leader: pid_t, mark: String) {
    guard leader > 1 else { return }
    _ = kill(-leader, SIGKILL)
    _ = kill(leader, SIGKILL)
    // One that is being made while another is ended is found in the next round.
    for _ in 0..<20 {
      let marked = processes(marked: mark).filter { $0 != leader }
      if marked.isEmpty { return }
      for process in marked { _ = kill(process, SIGKILL) }
      usleep(2000)
    }
  }

  /// Ends the children of this process in other sessions: what programs have left, whatever its environment says.
  ///
  /// A process that adopts inherits those whose parents have ended; nothing but programs has a session of its own there.
  /// - Parameter guardian: the one child with a session of its own that stays.
  static func endInherited(sparing guardian: pid_t) {
    // The children of one that is ended are inherited next.
    for _ in 0..<100 {
      let inherited = children().filter { $0 != guardian }
      if inherited.isEmpty { return }
      for process in inherited {
        _ = kill(process, SIGKILL)
        // It is nobody else's to wait for.
        var status: Int32 = 0
        for _ in 0..<100 where waitpid(process, &status, WNOHANG) == 0 { usleep(1000) }
      }
    }
  }

  /// The children of this process in other sessions; none where the system does not tell.
  private static func children() -> [pid_t] {
    #if os(Linux)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      let (own, session) = (getpid(), getsid(0))
      return names.compactMap { pid_t($0) }.filter { process in
        // The name in parentheses may hold anything; behind it stand state, parent, group and session.
        guard let text = try? String(contentsOf: URL(filePath: "/proc/\(process)/stat"), encoding: .utf8),
          let end = text.lastIndex(of: ")")
        else { return false }
        let fields = text[end...].split(separator: " ")
        return fields.count > 4 && pid_t(fields[2]) == own && pid_t(fields[4]) != session
      }
    #else
      return []
    #endif
  }

  /// The living processes whose environment carries a mark; none where the system does not tell.
  package static func processes(marked mark: String) -> [pid_t] {
    processes(with: "\(ProgramEnvironment.name)=\(mark)")
  }

  /// The living processes whose environment has an entry.
  static func processes(with entry: String) -> [pid_t] {
    #if os(Linux)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      let entry = Data("\(entry)\0".utf8)
      return names.compactMap { pid_t($0) }.filter { process in
        guard process != getpid(), let data = try? Data(contentsOf: URL(filePath: "/proc/\(process)/environ")) else {
          return false
        }
        return data.range(of: entry) != nil
      }
    #else
      return []
    #endif
  }
}
