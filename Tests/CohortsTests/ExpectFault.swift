import Testing
import Zoo

/// Expects a fault of a kind whose one line holds a text.
func expectFault<Result>(
  _ kind: Fault.Kind, _ text: String, from body: () throws -> Result,
  at location: SourceLocation = #_sourceLocation
) {
  do {
    _ = try body()
    Issue.record("nothing was refused", sourceLocation: location)
  } catch let fault as Fault {
    #expect(fault.kind == kind, sourceLocation: location)
    #expect(fault.description.contains(text), "\(fault.description)", sourceLocation: location)
    #expect(!fault.description.contains("\n"), sourceLocation: location)
  } catch {
    Issue.record("\(error) is no fault", sourceLocation: location)
  }
}
