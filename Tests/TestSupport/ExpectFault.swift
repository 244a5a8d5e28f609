import Faults
import Formats
import Testing

/// Expects a fault of a kind whose one line has all of some words.
public func expectFault<Result>(
  _ kind: Fault.Kind, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Result
) {
  do {
    _ = try body()
    Issue.record("nothing was refused", sourceLocation: sourceLocation)
  } catch let fault as Fault {
    #expect(fault.kind == kind, "\(fault)", sourceLocation: sourceLocation)
    for word in words { #expect(fault.description.contains(word), "\(fault)", sourceLocation: sourceLocation) }
    #expect(!fault.description.contains("\n"), sourceLocation: sourceLocation)
  } catch {
    Issue.record("\(error) is no fault", sourceLocation: sourceLocation)
  }
}

/// The line that a call fails with, or `nil` when it does not fail.
public func message(of call: () throws -> Void) -> String? {
  do {
    try call()
    return nil
  } catch {
    return "\(error)"
  }
}
