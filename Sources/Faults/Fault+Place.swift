extension Fault {
  /// The same fault with the place where it happened put before its line, for example `cohort.npz: `.
  public func within(_ place: String) -> Fault { Fault(kind, "\(place): \(description)") }
}

/// Runs `body` and puts a place before the line of any ``Fault`` that it throws.
///
/// Readers say what is wrong; only their callers know which file or array it is.
public func locating<Result>(_ place: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let fault as Fault {
    throw fault.within(place)
  }
}
