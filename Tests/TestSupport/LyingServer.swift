import Foundation
import Testing

/// A server on loopback that answers each connection as a test says, truthfully or not.
///
/// It knows nothing of HTTP but where a request ends, so that it can break every rule of it.
public final class LyingServer: Sendable {
  /// What becomes of one request: bytes to send, and whether the connection then stays open and silent.
  public struct Answer: Sendable {
    public var bytes: Data
    public var staysOpen = false
    /// The seconds between one byte of the body and the next.
    public var pause = 0.0
    fileprivate var headCount: Int

    /// A head without its empty line, and a body.
    public init(_ head: String, _ body: Data = Data(), staysOpen: Bool = false, pause: Double = 0) {
      headCount = head.utf8.count + 4
      bytes = Data((head + "\r\n\r\n").utf8) + body
      self.staysOpen = staysOpen
      self.pause = pause
    }

    /// The whole truth.
    public static func whole(_ body: Data) -> Answer {
      Answer("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: close", body)
    }
  }

  /// The port of loopback that it listens on.
  public let port: UInt16
  private let listener: Int32

  /// Starts; `answer` gets the number of the request, from 0, and its text.
  public init(_ answer: @escaping @Sendable (Int, String) -> Answer) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    try #require(bound, "no port of loopback can be listened on")
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread {
      var number = 0
      var silent = [Int32]()
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { break }
        let reply = answer(number, Self.request(connection))
        number += 1
        reply.bytes.withUnsafeBytes { bytes in
          var left = bytes[...]
          let head = reply.headCount
          while !left.isEmpty {
            let next = reply.pause == 0 ? left : left.prefix(max(head - left.startIndex, 1))
            let piece = UnsafeRawBufferPointer(rebasing: next)
            let count = send(connection, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
            if count <= 0 { break }
            left = left.dropFirst(count)
            if reply.pause > 0 { Thread.sleep(forTimeInterval: reply.pause) }
          }
        }
        if reply.staysOpen { silent.append(connection) } else { close(connection) }
      }
      for connection in silent { close(connection) }
      // Not before: another server's listener would get the same number, and this thread would answer for it.
      close(descriptor)
    }
  }

  /// Where it is.
  public var address: String { "http://127.0.0.1:\(port)" }

  /// Ends it.
  public func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private static func request(_ connection: Int32) -> String {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { break }
      text += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    return text
  }
}
