import Faults
import Foundation

/// A download into the cache: nothing is in the cache under a digest that has not matched it.
package struct Download {
  package let wanted: ExpectedFile
  package let address: Address
  package let cache: BlobCache
  package var patience = Patience()
  /// Called with the bytes that have come and all that are expected.
  package var progress: @Sendable (Int, Int?) -> Void = { _, _ in }

  /// A download from an address.
  package init(wanted: ExpectedFile, address: Address, cache: BlobCache) {
    self.wanted = wanted
    self.address = address
    self.cache = cache
  }

  /// The most bytes of a file whose size nobody has said.
  package static let largestFile = 512 << 20

  /// Fetches and checks.
  ///
  /// A connection that breaks is gone on from with a `Range` request; a server that answers such a request with the
  /// whole file starts it anew. What has come by the time of a failure is kept for the next call.
  /// - Returns: the file in the cache.
  /// - Throws: ``Fault``: `io` when the server cannot be reached or breaks off; `data` when it sends something else.
  package func fetch() throws -> URL {
    let part = try PartialFile(claiming: wanted, in: cache)
    var allowance = Allowance(patience)
    do {
      try receive(into: part, &allowance)
      if part.contradiction != nil, part.isResumed {
        // One of the pieces was not of this file; only a whole new one can tell which side is wrong.
        try part.restart()
        try receive(into: part, &allowance)
      }
      if let contradiction = part.contradiction {
        part.discard()
        throw Fault(.data, at: .file(address.url.absoluteString), "\(contradiction); nothing was kept.")
      }
      return try part.keep()
    } catch let fault as Fault {
      fault.kind == .io ? part.leave() : part.discard()
      throw fault
    }
  }

  private func receive(into part: PartialFile, _ allowance: inout Allowance) throws {
    var (place, redirects, failures, furthest) = (address, 0, 0, part.count)
    while true {
      part.reconnect()
      let before = part.count
      let end = try Transfer.get(place, from: before, patience, within: allowance.remaining) { head, piece in
        try begin(head, before, part)
        if part.count == 0, Answer.isWebPage(piece) { throw Answer.webPage(at: place) }
        guard part.count + piece.count <= wanted.bytes ?? Self.largestFile else {
          throw Fault(
            .data,
            "\(place.url.absoluteString) sends more than the \(wanted.bytes ?? Self.largestFile) bytes that "
              + "\(wanted.name) has; nothing was kept.")
        }
        try part.append(piece)
        try allowance.take(piece.count, from: place)
        progress(part.count, wanted.bytes)
      }
      let reason: String
      var (asked, status) = (Int?.none, 0)
      switch end {
      case .broken(let message): reason = message
      case .whole(let head):
        if head.isRedirect, let location = head.location {
          redirects += 1
          guard redirects <= 5 else {
            throw Fault(.data, "\(address.url.absoluteString) redirects more than 5 times; that is not followed.")
          }
          place = try place.redirected(to: location)
          continue
        }
        if head.status == 416, before > 0 {
          try part.restart()
          reason = "the server has no byte \(before)"
        } else if head.status == 200 || head.status == 206 {
          // An empty body never reached the closure.
          if part.count == wanted.bytes || wanted.bytes == nil { return }
          reason = "\(part.count) of \(counted(wanted.bytes ?? 0, "byte")) came"
        } else if head.mayComeLater {
          reason = "the server answers \(head.status)"
          (asked, status) = (head.retryAfter, head.status)
        } else {
          throw head.refusal(of: place)
        }
      }
      // A server that gives the same bytes again and again gives nothing new.
      failures = part.count > furthest ? 1 : failures + 1
      furthest = max(furthest, part.count)
      try allowance.check(place)
      guard failures < patience.attempts else {
        let advice = part.count > 0 ? " What came is kept; run the command again to go on." : ""
        throw Fault(
          .io, at: .file(place.url.absoluteString), "\(reason); tried \(patience.attempts) times.\(advice)")
      }
      try allowance.rest(asked, after: status, from: place)
    }
  }

  /// Looks at the head of an answer before the first piece of its body is taken.
  private func begin(_ head: Transfer.Head, _ offset: Int, _ part: PartialFile) throws {
    guard part.expectsHead else { return }
    part.expectsHead = false
    let isContinued = head.status == 206 && head.rangeStart == offset
    guard head.status == 200 || isContinued else {
      throw Fault(.data, "\(address.url.absoluteString) answers with another part of the file than it was asked for.")
    }
    if offset > 0, !isContinued { try part.restart() }
    guard let length = head.length, let bytes = wanted.bytes else { return }
    let (all, overflow) = length.addingReportingOverflow(isContinued ? offset : 0)
    guard !overflow, all <= bytes else {
      throw Fault(
        .data, at: .file(address.url.absoluteString),
        "it says it has \(overflow ? "more than 2^63" : "\(all)") bytes; \(wanted.name) has \(bytes). Nothing was kept."
      )
    }
  }
}
