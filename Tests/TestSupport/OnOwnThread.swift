import Foundation

/// Runs work that waits for programs on a thread of its own.
///
/// Tests share a few threads; were they all to wait, nobody would be left to watch the programs.
public func onOwnThread(_ work: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    let thread = Thread { continuation.resume(with: Result(catching: work)) }
    thread.stackSize = 8 << 20
    thread.start()
  }
}
