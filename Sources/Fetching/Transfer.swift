import CHTTP
import Faults
import Formats
import Foundation

/// One GET over HTTP, piece by piece; libcurl does the work.
package struct Transfer {
  /// What the server said before the first byte of the body.
  package struct Head: Sendable, Equatable {
    package var status = 0
    package var location: String?
    package var length: Int?
    /// Where the body begins within the whole file, in an answer to a request for a range.
    package var rangeStart: Int?
    /// The seconds after which the server wants to be asked again.
    package var retryAfter: Int?
  }

  /// How a transfer ended.
  package enum End: Equatable {
    /// The body came whole.
    case whole(Head)
    /// The connection failed or broke; trying again may help.
    case broken(String)
  }

  /// Fetches.
  ///
  /// - Parameters:
  ///   - address: where; a redirect is not followed.
  ///   - offset: from which byte on.
  ///   - seconds: the most that it may take.
  ///   - receive: takes pieces of the body of an answer of status 200 or 206; what it throws ends the transfer.
  /// - Throws: what `receive` throws; ``Fault`` of kind `missing` without libcurl.
  package static func get(
    _ address: Address, from offset: Int = 0, _ patience: Patience, within seconds: Int,
    receive: (Head, Data) throws -> Void
  ) throws -> End {
    try withoutActuallyEscaping(receive) { receive in
      let state = State(receive: receive)
      let answer = perform(address, offset, patience, seconds, state)
      if let error = state.error { throw error }
      switch answer.error {
      case 0: return .whole(state.head)
      case -1:
        throw Fault(
          .missing, "libcurl is not here, and downloads need it; install it (Debian: apt-get install libcurl4).")
      case 27:
        return .broken("the server's answer has a head that is too long, or there is no memory")
      default:
        let message = withUnsafeBytes(of: answer.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return .broken(message)
      }
    }
  }

  private final class State {
    let receive: (Head, Data) throws -> Void
    var head = Head()
    var error: (any Error)?

    init(receive: @escaping (Head, Data) throws -> Void) { self.receive = receive }

    func take(header line: String) {
      if line.hasPrefix("HTTP/") {
        // A new answer, such as the one after "100 Continue".
        head = Head(status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        return
      }
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      guard parts.count == 2 else { return }
      switch parts[0].lowercased() {
      case "location": head.location = parts[1]
      case "retry-after": head.retryAfter = Int(parts[1]).flatMap { $0 >= 0 ? $0 : nil }
      case "content-length": head.length = Int(parts[1])
      case "content-range":
        let range = parts[1].split(separator: " ").last?.split(separator: "-").first
        head.rangeStart = range.flatMap { Int($0) }
      default: break
      }
    }

    func take(body: Data) -> Bool {
      guard head.status == 200 || head.status == 206 else { return true }
      do {
        try receive(head, body)
        return true
      } catch {
        self.error = error
        return false
      }
    }
  }

  private static func perform(
    _ address: Address, _ offset: Int, _ patience: Patience, _ seconds: Int, _ state: State
  ) -> http_answer {
    // Not retained: http_get calls back on this thread and has returned before `state`, a parameter, can go.
    let context = Unmanaged.passUnretained(state).toOpaque()
    let noProxy: String? = address.isLoopback ? "*" : nil
    let range: String? = offset > 0 ? "\(offset)-" : nil
    return address.url.absoluteString.withCString { url in
      "hipzoo/\(hipzooVersion) (https://arxiv.org/abs/2605.30374)".withCString { agent in
        withOptionalCString(range) { range in
          withOptionalCString(noProxy) { noProxy in
            var request = http_request(
              url: url, range: range, user_agent: agent, no_proxy: noProxy, connect_seconds: patience.connect,
              least_rate: patience.rate, stall_seconds: patience.stall, whole_seconds: seconds,
              header: { bytes, count, context in
                // libcurl's bytes are good until this returns; the text and the data are copies.
                guard let bytes, let context else { return 0 }
                let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
                Unmanaged<State>.fromOpaque(context).takeUnretainedValue().take(header: line)
                return count
              },
              body: { bytes, count, context in
                guard let bytes, let context else { return 0 }
                let data = Data(bytes: bytes, count: count)
                return Unmanaged<State>.fromOpaque(context).takeUnretainedValue().take(body: data) ? count : 0
              }, context: context)
            return http_get(&request)
          }
        }
      }
    }
  }
}

/// The text as C has it, within `body` alone.
private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  text.map { $0.withCString { body($0) } } ?? body(nil)
}
