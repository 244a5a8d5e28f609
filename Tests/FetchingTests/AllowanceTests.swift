import Faults
import Fetching
import Foundation
import TestSupport
import Testing

@Suite("The time that is waited for a server")
struct AllowanceTests {
  /// The pauses that are made for what a server asks for.
  private func pauses(_ asked: [Int?]) throws -> [Double] {
    var patience = Patience()
    (patience.pause, patience.longestPause) = (0.5, 20)
    var slept: [Double] = []
    var allowance = Allowance(patience) { slept.append($0) }
    let place = try Address(#require(URL(string: "http://127.0.0.1/x")))
    for seconds in asked { try allowance.rest(seconds, after: 503, from: place) }
    return slept
  }

  @Test("is what the server asks for, and the usual pause where it asks for none")
  func asked() throws {
    #expect(try pauses([nil, 0, 7, 1]) == [0.5, 0.5, 7, 1])
  }

  @Test("is no longer, all pauses together, than is sat through")
  func longest() throws {
    #expect(try pauses([15, 5]) == [15, 5])
    expectFault(.io, "in 6 s") { try pauses([15, 6]) }
  }
}
