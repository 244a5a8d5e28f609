import CProcesses
import Foundation
import Synchronization

/// What keeps programs from outliving HipZoo, and from looking into it while they run.
package enum ProgramGuard {
  /// The first part of every mark of this process.
  ///
  /// With it a process of its own is started that waits for this one to end, by SIGKILL too, and then ends all that
  /// carries one of its marks, whatever session it is in; a parent-death signal would reach the first child alone.
  private static let owner: (mark: String, guardian: pid_t) = {
    let mark = UUID().uuidString
    return (mark, programs_guard("\(ProgramEnvironment.name)=\(mark)."))
  }()

  /// Starts the guard, early, since it keeps a copy of what this process has in memory at that time.
  package static func start() { _ = owner }

  /// A new value of ``ProgramEnvironment/name``.
  package static func mark() -> String { "\(owner.mark).\(UUID().uuidString)" }

  private static let isParent = Atomic(false)

  /// Makes this process the parent of what programs leave running in sessions of their own, to be ended after their calls.
  ///
  /// Only for a command, none of whose children has a session of its own but programs: a library must not end what its
  /// host has started.
  package static func adopt() { isParent.store(programs_adopt() == 0, ordering: .relaxed) }

  /// The calls that are running, and what undoes the hiding.
  private static let hidden = Mutex<(calls: Int, before: Int32)>((0, 0))

  /// Lets no process of the same user read this one's environment, memory and open files before ``show()``.
  static func hide() {
    hidden.withLock { state in
      if state.calls == 0 { state.before = programs_hide() }
      state.calls += 1
    }
  }

  /// Ends one ``hide()``; after the last, what programs have left running in sessions of their own ends, too, where this
  /// process has adopted it.
  ///
  /// Under the lock, so that no program of another call is among them.
  static func show() {
    hidden.withLock { state in
      state.calls -= 1
      guard state.calls == 0 else { return }
      if isParent.load(ordering: .relaxed) { Leftovers.endInherited(sparing: owner.guardian) }
      programs_show(state.before)
    }
  }

  /// Whether nobody else may look into this process now.
  package static var isHidden: Bool { programs_is_hidden() == 1 }
}
