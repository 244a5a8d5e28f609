import Foundation
import Runs

/// A home folder for one test, removed afterwards.
public func withHome(_ body: (HomeFolder) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-home-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(HomeFolder(folder.path))
}
