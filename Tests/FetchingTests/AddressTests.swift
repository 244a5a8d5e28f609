import Faults
import Fetching
import Foundation
import TestSupport
import Testing

@Suite("An address") struct AddressTests {
  private func address(_ text: String) throws -> Address { try Address(try #require(URL(string: text))) }

  @Test(arguments: [
    "https://example.org/a", "http://127.0.0.1:8000/", "http://127.1.2.3/", "http://localhost/", "http://[::1]:80/",
  ])
  func `may be fetched over https, and over http on loopback`(_ text: String) throws {
    #expect(try address(text).isLoopback == text.hasPrefix("http:"))
  }

  @Test(arguments: [
    "http://example.org/", "http://127.0.0.+1/", "http://192.0.2.1/", "http://127.0.0.1.example.com/",
    "http://127.0.0/", "http://128.0.0.1/",
    "http://127.0.0.256/", "ftp://127.0.0.1/", "file:///etc/passwd", "https:///", "https://me@example.org/",
    "https://me:secret@example.org/",
  ])
  func `of anything else is refused`(_ text: String) throws {
    expectFault(.usage, "only https") { try address(text) }
  }

  @Test(arguments: [
    ("https://a.org/x/y", "https://b.org/z", "https://b.org/z"), ("https://a.org/x/y", "/z", "https://a.org/z"),
    ("https://a.org/x/y", "z?q=1", "https://a.org/x/z?q=1"),
    ("http://127.0.0.1:1/x", "https://a.org/", "https://a.org/"),
    ("http://127.0.0.1:1/x", "http://localhost:2/y", "http://localhost:2/y"),
  ])
  func `may lead to another`(_ from: String, _ to: String, _ target: String) throws {
    #expect(try address(from).redirected(to: to).url.absoluteString == target)
  }

  /// From `https` to this machine's own services is a way in for whoever runs the other server.
  @Test(arguments: [
    ("https://a.org/", "http://127.0.0.1:8000/"), ("https://a.org/", "http://localhost/"),
    ("https://a.org/", "http://[::1]/"), ("https://a.org/", "http://a.org/"), ("https://a.org/", "file:///etc/passwd"),
    ("https://a.org/", "https://me@b.org/"), ("http://127.0.0.1/", "http://192.0.2.1/"),
    ("http://127.0.0.1/", "ftp://a/"),
    ("https://a.org/", "//"), ("https://a.org/", "http://"),
  ])
  func `never leads from https to http, nor off loopback`(_ from: String, _ to: String) throws {
    expectFault(.data, "redirects to '\(to)', which is not followed") { try address(from).redirected(to: to) }
  }
}

@Suite("The cache of downloads") struct BlobCacheTests {
  private static let hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

  @Test func `takes a file that is what it should be, and no other`() throws {
    try withTemporaryFolder { folder in
      let (cache, file) = (BlobCache(folder.appending(path: "blobs")), folder.appending(path: "file"))
      try Data("hello".utf8).write(to: file)
      #expect(try cache.file(.init(sha256: Self.hello, bytes: 5, name: "file")) == nil)
      let kept = try cache.take(file, .init(sha256: Self.hello, bytes: 5, name: "file"))
      #expect(try Data(contentsOf: kept) == Data("hello".utf8))
      #expect(try cache.file(.init(sha256: Self.hello, bytes: nil, name: "file")) == kept)
      let zeros = String(repeating: "0", count: 64)
      expectFault(.data, "its SHA-256 is \(Self.hello), expected \(zeros)") {
        try cache.take(file, ExpectedFile(sha256: zeros, bytes: 5, name: "file"))
      }
      expectFault(.data, "it has 5 bytes, expected 6") {
        try cache.take(file, ExpectedFile(sha256: Self.hello, bytes: 6, name: "file"))
      }
      expectFault(.data, "its MD5 is 5d41402abc4b2a76b9719d911017c592, expected 0000") {
        try cache.take(file, ExpectedFile(md5: String(zeros.prefix(32)), bytes: 5, name: "file"))
      }
      #expect(try cache.check().map { $0.sha256 } == [Self.hello])
    }
  }

  @Test func `throws a file away that is no longer what its name says`() throws {
    try withTemporaryFolder { folder in
      let cache = BlobCache(folder)
      try Data("hullo".utf8).write(to: cache.url(of: Self.hello))
      #expect(try cache.check().map { $0.isSound } == [false])
      #expect(try cache.file(.init(sha256: Self.hello, bytes: 5, name: "file")) == nil)
      #expect(!FileManager.default.fileExists(atPath: cache.url(of: Self.hello).path))
    }
  }
}
