/// How long is waited for a server, and how often it is asked again.
public struct Patience: Sendable, Equatable {
  /// For a connection, in seconds.
  public var connect = 10
  /// With less than ``rate``, until a connection counts as broken, in seconds.
  public var stall = 15
  /// The bytes a second that are the least.
  public var rate = 1024
  /// The time that a file may take beyond what ``rate`` allows for the bytes that came, in seconds.
  public var grace = 30
  /// The most that a file may take, however steadily it comes, in seconds.
  public var whole = 3600
  /// The most that a small answer may take, such as an index, in seconds.
  public var answer = 40
  /// How often a server is asked without anything new having come.
  public var attempts = 5
  /// Before asking again, in seconds.
  public var pause = 1.0
  /// The most that a server may ask to be waited for, all pauses of a file together, in seconds.
  public var longestPause = 20

  /// Makes the usual patience.
  public init() {}
}
