import Foundation
import Synchronization

/// What is wrong with the shapes, axes or sizes that an operation was given.
///
/// Checks throw it. An operation whose check has thrown ends the process with one line on standard error, which is this
/// fault's ``description``, and with ``exitStatus``: in a release build as in a debug build, and without a stack trace.
/// To see where a network asked for it, run it in a debugger with a breakpoint on `ShapeFault.stop`.
public struct ShapeFault: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the operation and says the shapes.
  ///
  /// For example `matmul: [2, 3] times [4, 5]; the first has 3 columns and the second 4 rows.`
  public let sentence: String

  init(_ sentence: String) { self.sentence = sentence }

  /// Finds a fault in a line that another process has written to its standard error.
  public init?(line: some StringProtocol) {
    guard line.hasPrefix(Self.mark) else { return nil }
    sentence = String(line.dropFirst(Self.mark.count))
  }

  /// The status with which the process ends.
  public static let exitStatus: Int32 = 65

  /// The whole line.
  public var description: String { Self.mark + sentence }

  private static let mark = "shape fault: "
  // Threads that run parts of a batch find the same fault at the same time; the first one says it for all.
  private static let door = Mutex(())

  /// Says the fault and ends the process.
  ///
  /// Other threads are still computing, so nothing is torn down around them.
  func stop() -> Never {
    Self.door.withLock { _ -> Never in
      fflush(nil)
      let line = Array("\(self)\n".utf8)
      _ = write(STDERR_FILENO, line, line.count)
      _exit(Self.exitStatus)
    }
  }
}

/// Gives what a check gives, or ends the process with what it throws: the one place where a fault of shapes does.
@inline(__always)
func fitting<Value>(_ check: () throws(ShapeFault) -> Value) -> Value {
  do { return try check() } catch { error.stop() }
}

/// Throws a sentence, which is only made where the condition does not hold.
@inline(__always)
func requireShape(_ condition: Bool, _ sentence: @autoclosure () -> String) throws(ShapeFault) {
  if !condition { throw ShapeFault(sentence()) }
}
