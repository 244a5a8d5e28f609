import Faults
import Foundation
import Publishing
import TestSupport
import Testing

@Suite("A served folder") struct StaticServerTests {
  /// What `/` answers with, spelt so that nobody takes it for a document of this repository.
  private static let front = ["README", "md"].joined(separator: ".")

  /// The status and the headers of an answer, and its body.
  private struct Answer {
    let status: String
    let headers: [String: String]
    let body: String

    init(_ text: String) throws {
      let parts = text.components(separatedBy: "\r\n\r\n")
      let lines = parts[0].components(separatedBy: "\r\n")
      try #require(lines[0].hasPrefix("HTTP/1.1 "), "\(text)")
      status = String(lines[0].dropFirst("HTTP/1.1 ".count))
      headers = Dictionary(
        lines.dropFirst().map { line in
          let words = line.components(separatedBy: ": ")
          return (words[0], words.dropFirst().joined(separator: ": "))
        }
      ) { $1 }
      body = parts.dropFirst().joined(separator: "\r\n\r\n")
    }
  }

  private typealias Ask = (_ target: String, _ method: String, _ headers: [String]) async throws -> Answer

  /// A server of a folder in which everything is that must be served, and everything that must not.
  private func serve(_ body: (Ask) async throws -> Void) async throws {
    try await withTemporaryFolder { (root: URL) in
      let site = root.appending(path: "site")
      let files = [
        "site/index.json", "site/\(Self.front)", "site/.secret", "site/zoo/.git/config", "site/zoo/a.yaml", "site/..b",
        "site/a.csv", "site/blobs/0123", "secret.txt", "site2/secret.txt",
      ]
      for path in files {
        let url = root.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("the content of \(path)".utf8).write(to: url)
      }
      for (link, target) in [
        ("out.txt", "secret.txt"), ("sibling.txt", "site2/secret.txt"), ("in.json", "site/index.json"),
      ] {
        try FileManager.default.createSymbolicLink(
          at: site.appending(path: link), withDestinationURL: root.appending(path: target))
      }
      let server = try await StaticServer(site, port: 0)
      let task = Task { try await server.run() }
      defer { task.cancel() }
      try await body { target, method, headers in
        let lines = ["\(method) \(target) HTTP/1.1", "Host: x"] + headers + ["", ""]
        let text = try await onThread { try ask(server.port, lines.joined(separator: "\r\n")) }
        return try Answer(text)
      }
    }
  }

  @Test func `gives its files with their kinds`() async throws {
    try await serve { ask in
      for (path, kind) in [
        ("/index.json", "application/json"), ("/README.md", "text/plain; charset=utf-8"),
        ("/zoo/a.yaml", "text/plain; charset=utf-8"), ("/a.csv", "text/csv; charset=utf-8"),
        ("/blobs/0123", "application/octet-stream"), ("/in.json", "application/json"),
      ] {
        let answer = try await ask(path, "GET", [])
        let content = "the content of site\(path == "/in.json" ? "/index.json" : path)"
        #expect(answer.status == "200 OK" && answer.body == content, "\(path): \(answer)")
        #expect(answer.headers["Content-Type"] == kind && answer.headers["Content-Length"] == "\(content.utf8.count)")
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff" && answer.headers["Connection"] == "close")
      }
      #expect(try await ask("/", "GET", []).body == "the content of site/\(Self.front)")
      #expect(try await ask("/index.json?v=1", "GET", []).status == "200 OK")
      #expect(try await ask("/%69ndex.json", "GET", []).status == "200 OK")
    }
  }

  @Test(arguments: [
    "/.secret", "/%2esecret", "/zoo/.git/config", "/..b", "/../secret.txt", "/%2e%2e/secret.txt",
    "/zoo/../../secret.txt",
    "/../site2/secret.txt", "/out.txt", "/sibling.txt", "/zoo", "/zoo/", "//etc/passwd", "/a\\..\\b", "/index.json/",
    "/none", "/index.json%00", "index.json", "*",
  ])
  func `keeps to itself what is hidden, outside or no file`(_ path: String) async throws {
    try await serve { ask in
      let answer = try await ask(path, "GET", [])
      #expect(answer.status == "404 Not Found" && !answer.body.contains("content"), "\(answer)")
    }
  }

  @Test func `gives a file from a byte on`() async throws {
    try await serve { ask in
      let whole = "the content of site/a.csv"
      let rest = try await ask("/a.csv", "GET", ["Range: bytes=4-"])
      #expect(rest.status == "206 Partial Content" && rest.body == whole.dropFirst(4))
      #expect(rest.headers["Content-Range"] == "bytes 4-24/25" && rest.headers["Content-Length"] == "21")
      let last = try await ask("/a.csv", "GET", ["range: bytes=24-"])
      #expect(last.status == "206 Partial Content" && last.body == "v")
      let after = try await ask("/a.csv", "GET", ["Range: bytes=25-"])
      #expect(after.status == "416 Range Not Satisfiable" && after.headers["Content-Range"] == "bytes */25")
      // Another kind of range is answered with the whole file.
      #expect(try await ask("/a.csv", "GET", ["Range: bytes=1-3"]).body == whole)
      #expect(try await ask("/a.csv", "GET", ["Range: bytes=-3"]).body == whole)
    }
  }

  @Test func `tells of a file without giving it, and takes nothing`() async throws {
    try await serve { ask in
      let head = try await ask("/a.csv", "HEAD", [])
      #expect(head.status == "200 OK" && head.headers["Content-Length"] == "25" && head.body.isEmpty)
      for method in ["PUT", "POST", "DELETE", "get"] {
        let answer = try await ask("/a.csv", method, [])
        #expect(answer.status == "405 Method Not Allowed" && answer.headers["Allow"] == "GET, HEAD", "\(method)")
      }
    }
  }

  @Test func `that is not there is missed`() async throws {
    let fault = await #expect(throws: Fault.self) { try await StaticServer(URL(filePath: "/no/such/folder"), port: 0) }
    #expect(fault?.kind == .missing && fault?.description.contains("'/no/such/folder'") == true)
  }
}
