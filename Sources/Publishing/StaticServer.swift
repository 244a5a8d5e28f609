import Faults
import FlyingSocks
import Foundation

/// Serves a folder over HTTP on this machine's loopback, for reading only.
public struct StaticServer: Sendable {
  private let folder: URL
  private let socket: AsyncSocket
  /// The port it listens on.
  public let port: UInt16

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - folder: what is served; nothing outside of it is, links included.
  ///   - port: the port; 0 for any that is free.
  /// - Throws: ``Fault``: `missing` without the folder; `io` when the port is taken.
  public init(_ folder: URL, port: UInt16) async throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw Fault(.missing, "There is no folder '\(folder.path)' to serve; hipzoo publish --output DIR makes one.")
    }
    self.folder = folder.resolvingSymlinksInPath()
    do {
      let socket = try Socket(domain: Int32(sockaddr_in.family), type: .stream)
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
      try socket.listen()
      guard case .ip4(_, let bound) = try socket.sockname() else {
        throw Fault(.software, "the server listens on no port of loopback.")
      }
      self.port = bound
      self.socket = try await AsyncSocket(socket: socket, pool: .client)
    } catch let fault as Fault {
      throw fault
    } catch SocketError.failed(_, _, let reason) {
      throw Fault(.io, "Port \(port) on 127.0.0.1 cannot be listened on: \(reason); choose another with --port.")
    } catch {
      throw Fault(.io, "Port \(port) on 127.0.0.1 cannot be listened on (\(error)); choose another with --port.")
    }
  }

  /// Answers until the task is cancelled.
  ///
  /// - Parameter report: called with a line for each request.
  public func run(report: @escaping @Sendable (String) -> Void = { _ in }) async throws {
    defer { try? socket.close() }
    try await withThrowingDiscardingTaskGroup { group in
      for try await connection in socket.sockets {
        group.addTask {
          // A visitor that goes away or says nothing ends its own connection and no other.
          if let line = try? await answer(connection) { report(line) }
          try? connection.close()
        }
      }
    }
  }

  /// How long a visitor may take to ask, in seconds.
  private static let patience = 10

  private func answer(_ connection: AsyncSocket) async throws -> String {
    let request = try await withThrowingTaskGroup(of: StaticRequest?.self) { group in
      group.addTask { try await StaticRequest(from: connection) }
      group.addTask {
        try await Task.sleep(for: .seconds(Self.patience))
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    guard let request else { return "a connection that asked nothing" }
    let answer = StaticAnswer(request, in: folder)
    try await connection.write(Data(answer.head.utf8))
    if request.method == "GET" { try await send(answer, connection) }
    return "\(request.method) \(request.target) \(answer.status)"
  }

  private func send(_ answer: StaticAnswer, _ connection: AsyncSocket) async throws {
    guard let file = answer.file else { return try await connection.write(Data(answer.text.utf8)) }
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64(answer.range.lowerBound))
    var left = answer.range.count
    while left > 0, let piece = try handle.read(upToCount: min(left, 1 << 16)), !piece.isEmpty {
      try await connection.write(piece)
      left -= piece.count
    }
  }
}

/// The first lines of a request, which is all that reading a file needs.
struct StaticRequest: Sendable {
  let method: String
  let target: String
  /// The first byte that is asked for, where a range is.
  let rangeStart: Int?

  /// - Throws: what the socket says; nil for what is not HTTP.
  init?(from connection: AsyncSocket) async throws {
    var bytes = [UInt8]()
    while !bytes.suffix(4096 + 3).contains([13, 10, 13, 10]), bytes.count < 16384 {
      bytes += try await connection.read(atMost: 4096)
    }
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines.first?.split(separator: " ").map(String.init) ?? []
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
    (method, target) = (words[0], words[1])
    let range = lines.dropFirst().first { $0.lowercased().hasPrefix("range:") }
    // "bytes=123-"; any other kind of range is answered with the whole file, as the protocol allows.
    let spec = range?.split(separator: "=").last
    rangeStart = spec.flatMap { $0.hasSuffix("-") ? Int($0.dropLast()) : nil }
  }
}

/// What a request is answered with.
struct StaticAnswer {
  private(set) var status = "200 OK"
  private(set) var file: URL?
  private(set) var range = 0..<0
  private(set) var text = ""
  private var headers = [String]()

  init(_ request: StaticRequest, in folder: URL) {
    guard request.method == "GET" || request.method == "HEAD" else {
      refuse("405 Method Not Allowed", extra: ["Allow: GET, HEAD"])
      return
    }
    guard let (url, size) = Self.file(request.target, in: folder) else {
      refuse("404 Not Found")
      return
    }
    range = 0..<size
    if let start = request.rangeStart {
      guard start >= 0, start < size else {
        refuse("416 Range Not Satisfiable", extra: ["Content-Range: bytes */\(size)"])
        return
      }
      status = "206 Partial Content"
      range = start..<size
      headers.append("Content-Range: bytes \(start)-\(size - 1)/\(size)")
    }
    file = url
    headers += [
      "Content-Type: \(Self.kind(of: url))", "Content-Length: \(range.count)", "Accept-Ranges: bytes",
      "X-Content-Type-Options: nosniff",
    ]
  }

  /// Status line and headers.
  var head: String { "HTTP/1.1 \(status)\r\n" + (headers + ["Connection: close", "", ""]).joined(separator: "\r\n") }

  private mutating func refuse(_ status: String, extra: [String] = []) {
    self.status = status
    text = status + "\n"
    headers = extra + ["Content-Type: text/plain; charset=utf-8", "Content-Length: \(text.utf8.count)"]
  }

  /// The regular file that a target names, provided that it lies in the folder.
  private static func file(_ target: String, in folder: URL) -> (URL, size: Int)? {
    let path = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    guard path.hasPrefix("/"), let plain = path.removingPercentEncoding, !plain.unicodeScalars.contains("\0") else {
      return nil
    }
    var parts = plain.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
    if parts == [""] {
      let hasPage = FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path)
      parts = [hasPage ? "index.html" : "README.md"]
    }
    guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.contains("\\") }) else { return nil }
    let url = parts.reduce(folder) { $0.appending(path: $1) }.resolvingSymlinksInPath()
    guard url.pathComponents.starts(with: folder.pathComponents),
      let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
      attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int
    else { return nil }
    return (url, size)
  }

  private static func kind(of url: URL) -> String {
    switch url.pathExtension {
    case "json": "application/json"
    case "csv": "text/csv; charset=utf-8"
    case "md", "yaml", "txt": "text/plain; charset=utf-8"
    case "html": "text/html; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }
}
