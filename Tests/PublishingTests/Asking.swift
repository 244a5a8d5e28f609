import Foundation
import Testing

/// Work that blocks, off the threads that serve.
func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
  }
}

/// Sends bytes to a port of loopback and returns all that comes back.
func ask(_ port: UInt16, _ request: String) throws -> String {
  let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(connection) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let isConnected = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
  try #require(isConnected)
  _ = request.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
  var (text, buffer) = ("", [UInt8](repeating: 0, count: 4096))
  while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
    text += String(decoding: buffer.prefix(count), as: UTF8.self)
  }
  return text
}
