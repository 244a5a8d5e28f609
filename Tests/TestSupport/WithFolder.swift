import Foundation
import Runs

/// A folder for one test, removed afterwards.
public func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = try newFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

/// A folder for one test that waits, removed afterwards.
public func withTemporaryFolder(_ body: (URL) async throws -> Void) async throws {
  let folder = try newFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  try await body(folder)
}

/// A home folder for one test, removed afterwards.
public func withHome(_ body: (HomeFolder) throws -> Void) throws {
  try withTemporaryFolder { try body(HomeFolder($0.appending(path: "home").path)) }
}

private func newFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}
