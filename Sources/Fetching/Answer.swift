import Faults
import Foundation

/// A small answer that is read whole: an index, a record.
package enum Answer {
  /// Fetches an answer, after redirects and after waiting where the server asks for it.
  ///
  /// - Parameter largest: the most bytes that it may have.
  /// - Throws: ``Fault``: `missing` when the server has none; `data` when it is too long or leads elsewhere; `io` when
  ///   none came.
  package static func get(_ address: Address, largest: Int, _ patience: Patience) throws -> Data {
    var (place, redirects, failures) = (address, 0, 0)
    var allowance = Allowance(patience, isAnswer: true)
    while true {
      var bytes = Data()
      try allowance.check(place)
      let end = try Transfer.get(place, patience, within: allowance.remaining) { _, piece in
        bytes += piece
        try allowance.take(piece.count, from: place)
        guard bytes.count <= largest else {
          throw Fault(
            .data, at: .file(place.url.absoluteString), "the answer is longer than the \(largest) bytes it may have.")
        }
      }
      let reason: String
      var (asked, status) = (Int?.none, 0)
      switch end {
      case .whole(let head) where head.status == 200:
        guard !isWebPage(bytes) else { throw webPage(at: place) }
        return bytes
      case .whole(let head) where head.isRedirect && redirects < 5:
        place = try place.redirected(to: head.location ?? "")
        redirects += 1
        continue
      case .whole(let head):
        guard head.mayComeLater else { throw head.refusal(of: place) }
        reason = "the server answers \(head.status)"
        (asked, status) = (head.retryAfter, head.status)
      case .broken(let message): reason = message
      }
      failures += 1
      guard failures < patience.attempts else {
        throw Fault(.io, at: .file(place.url.absoluteString), "\(reason); tried \(patience.attempts) times.")
      }
      try allowance.rest(asked, after: status, from: place)
    }
  }

  /// Whether bytes are a web page, which some servers send with status 200 to programs that they do not want.
  package static func isWebPage(_ bytes: Data) -> Bool {
    let start = String(decoding: bytes.prefix(512), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      .lowercased()
    return ["<!doctype html", "<html", "<head"].contains { start.hasPrefix($0) }
  }

  static func webPage(at place: Address) -> Fault {
    Fault(
      .data, at: .file(place.url.absoluteString),
      "the server sends a web page instead of the file; open it in a browser, fetch the file there, and give its folder "
        + "with --from DIR. Nothing was kept.")
  }
}

extension Transfer.Head {
  /// Whether the answer lies elsewhere.
  var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }

  /// Whether the same question may be answered later.
  var mayComeLater: Bool { [408, 425, 429].contains(status) || status >= 500 }

  /// What a person can do about an answer that will not change.
  func refusal(of place: Address) -> Fault {
    let advice =
      switch status {
      case 401, 403: " (refused): fetch the file with a browser, and give its folder with --from DIR"
      case 404, 410: " (not there): is the address right, and still the same?"
      default: ""
      }
    return Fault(
      .missing, at: .file(place.url.absoluteString), "the server answers \(status)\(advice).")
  }
}
