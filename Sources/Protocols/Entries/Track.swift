/// By whose rules an entry trains; entries of different tracks are ranked apart.
public enum Track: String, Sendable, Codable, CaseIterable {
  /// By the protocol's recipe, as everybody.
  case fixed
  /// By the protocol's recipe, as the authors of a program say of it.
  case declared
  /// As its manifest says.
  case open

  /// Whether it is ranked with those that train by the protocol's recipe.
  public var isFixed: Bool { self != .open }
}
