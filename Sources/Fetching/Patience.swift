/// How long is waited for a server, and how often it is asked again.
public struct Patience: Sendable, Equatable {
  /// For a connection, in seconds.
  public var connect = 10
  /// For the next byte, in seconds.
  public var stall = 15
  /// How often a server is asked without a byte having come.
  public var attempts = 5
  /// Before asking again, in seconds.
  public var pause = 1.0

  /// Makes the usual patience.
  public init() {}
}
