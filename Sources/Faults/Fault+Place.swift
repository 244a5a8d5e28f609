extension Fault {
  /// The same fault inside another place, which is put before its own, for example `cohort.npz`.
  public func within(_ outer: Place) -> Fault {
    Fault(kind, code: code, at: place?.within(outer) ?? outer, text)
  }
}

/// Runs `body` and puts a place before that of any ``Fault`` that it throws.
///
/// Readers say what is wrong; only their callers know which file or array it is.
public func locating<Result>(_ place: Place, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let fault as Fault {
    throw fault.within(place)
  }
}
