import Faults
import Formats
import Foundation

/// Initial contacts that a person gives.
public struct ContactEvents: Sendable, Equatable {
  /// The contacts of each foot in seconds, in time's order.
  public let contacts: [Side: [Double]]
  /// Contacts of which the table does not say whose they are, in time's order.
  public let ofNoSide: [Double]
  /// Events that are no initial contact and were passed over, with their number, by name.
  public let passedOver: [String: Int]

  /// The contacts of a foot; those of no side belong to whoever is asked for.
  public func contacts(of side: Side) -> [Double] { contacts.isEmpty ? ofNoSide : contacts[side] ?? [] }

  /// A sentence on what was passed over, or `nil`.
  public var remark: String? {
    guard !passedOver.isEmpty else { return nil }
    let names =
      passedOver.sorted { $0.key < $1.key }.prefix(8).map { "\($0.value) \(quoted($0.key))" }
      .joined(separator: ", ") + (passedOver.count > 8 ? " and \(passedOver.count - 8) other kinds" : "")
    return "events that are no initial contact were passed over: \(names)"
  }

  /// Reads a table of contacts, or of events as Vicon's and Mokka's exports have them.
  ///
  /// It has a column `time` (or `Time (s)`), where both feet are in it a column `side`, `foot` or `context` (right, R,
  /// left, L), and where other events are in it a column `event`, `name` or `label`, of which foot strikes, heel
  /// strikes and initial contacts are read and foot offs are not. Lines above the header are passed over.
  ///
  /// - Parameter name: the file's name in messages; by default its path.
  /// - Throws: ``Fault``: missing, or data with file and line.
  public init(contentsOf url: URL, named name: String? = nil) throws {
    let file = name ?? url.relativePath
    self = try EventTable(BoundedFile.bytes(of: url, limit: 1 << 20), file: file).events()
  }

  init(contacts: [Side: [Double]], ofNoSide: [Double], passedOver: [String: Int]) {
    self.contacts = contacts.mapValues { $0.sorted() }
    self.ofNoSide = ofNoSide.sorted()
    self.passedOver = passedOver
  }

  /// Reads the contacts of the right foot from a table; see ``init(contentsOf:)``.
  /// - Throws: ``Fault``: missing, or data with file and line.
  public static func right(inFile url: URL) throws -> [Double] {
    try ContactEvents(contentsOf: url).contacts(of: .right)
  }

  /// Reads contacts from a list such as `0.62,1.85`.
  /// - Throws: ``Fault`` (usage) when one is not a number of seconds.
  public static func parse(_ list: String) throws -> [Double] {
    try list.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let instant = text.decimal, instant.isFinite else {
        throw Fault(.usage, "'\(text)' is not a contact in seconds; write them as in 0.62,1.85.")
      }
      return instant
    }
  }
}
