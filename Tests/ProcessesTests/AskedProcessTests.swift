import Foundation
import Processes
import Testing

@Suite("A process that is asked") struct AskedProcessTests {
  private func ask(_ script: String, limit: Int? = nil) throws -> AskedProcess {
    try AskedProcess(URL(fileURLWithPath: "/bin/sh"), ["-c", script], limit: limit)
  }

  @Test func `answers`() throws {
    let child = try ask("echo no matter >&2; echo yes")
    #expect(child.hasSucceeded && String(decoding: child.answer, as: UTF8.self) == "yes\n")
  }

  @Test(arguments: [
    ("echo 'shape fault: linear: no.' >&2; echo more >&2; exit 65", "ends with status 65: shape fault: linear: no."),
    ("echo first >&2; echo last >&2; exit 3", "ends with status 3: last"),
    ("echo 'hipzoo: skipped zoo/a.yaml' >&2; exit 0", "ends with status 0: it says nothing."),
    ("echo 'N/N.swift:3: Fatal error: Index out of range' >&2; kill -TRAP $$", "(signal 5): Index out of range"),
    ("echo 'hipzoo: skipped zoo/a.yaml' >&2; kill -ILL $$", "(signal 4): an index out of range, an unwrapped nil"),
    ("kill -SEGV $$", "(signal 11): most often a function that calls itself without an end."),
  ])
  func `says in one sentence how it ended`(_ script: String, _ words: String) throws {
    let child = try ask(script)
    #expect(child.end.contains(words) && !child.end.contains("\n"), "\(child.end)")
  }

  @Test func `is ended when it takes too long`() throws {
    let child = try ask("exec sleep 600", limit: 1)
    #expect(!child.hasSucceeded && child.end == "comes to no end within 1 seconds.")
  }

  @Test func `waits for nobody to read what it says beside the answer`() throws {
    let child = try ask("head -c 3000000 /dev/zero | tr '\\0' 'a' >&2; echo >&2; echo last >&2; echo done; exit 9")
    #expect(child.end == "ends with status 9: last" && String(decoding: child.answer, as: UTF8.self) == "done\n")
  }

  @Test func `cannot be started where there is no program`() {
    #expect(throws: (any Error).self) { try AskedProcess(URL(fileURLWithPath: "/no/such/program"), []) }
  }
}
