import Files
import Foundation
import Testing
import Zoo

/// A home folder for one test, removed afterwards.
func withHome(_ body: (HomeFolder) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-publishing-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(HomeFolder(folder.path))
}

/// Expects a fault of a kind whose line has all of some words.
func expectFault(
  _ kind: Fault.Kind, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
  do {
    try body()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  } catch let fault as Fault {
    #expect(fault.kind == kind, "\(fault)", sourceLocation: sourceLocation)
    for word in words { #expect(fault.description.contains(word), "\(fault)", sourceLocation: sourceLocation) }
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}
