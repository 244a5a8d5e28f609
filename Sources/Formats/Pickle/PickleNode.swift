/// One value of a pickle, as data; nothing that the pickle asks for has been called.
public struct PickleNode: Sendable {
  /// Which kind of value it is, with its content unless that is made of other values.
  public enum Kind: Sendable, Equatable {
    /// `None`.
    case none
    /// `True` or `False`.
    case boolean(Bool)
    /// An integer of at most 64 bits.
    case integer(Int64)
    /// A floating-point number.
    case real(Double)
    /// A string.
    case text(String)
    /// A byte string.
    case bytes([UInt8])
    /// A name that the caller allowed, for example `torch FloatStorage`.
    case global(String)
    /// `items` are the members.
    case tuple
    /// `items` are the members.
    case list
    /// `items` are keys and values in turn.
    case dictionary
    /// What calling the named global would give: `items` are the tuple of its arguments and the state given to it,
    /// if any.
    case call(String)
    /// What only running Python would give, for example an object of some class, with the reason why it cannot be used.
    case unevaluated(String)
    /// A reference to something outside the pickle: `items` is the one value that describes it.
    case persistent
  }

  /// Which kind of value it is.
  public internal(set) var kind: Kind
  /// The values it is made of; they may be shared and may contain themselves.
  public internal(set) var items: [Pickle.Reference] = []
}

/// What a reader allows a pickle to name, and what stands for calling it.
public enum PickleMeaning: Sendable {
  /// The call is kept as data: ``PickleNode/Kind/call(_:)``.
  case symbol
  /// Called without arguments, it is an empty dictionary (`collections.OrderedDict`).
  case dictionary
  /// Called with a text and `latin1`, it is the text's bytes (`_codecs.encode`).
  case latin1
}
