import Cohorts
import Foundation
import TestSupport
import Testing

@Suite("What a process entry is given") struct ProcessSecrecyTests {
  /// Copies all that it finds: arguments, environment, files, open descriptors, and what the files hold.
  private func spy(_ notes: URL) -> String {
    """
    into="\(notes.path)/$1-$$"
    mkdir -p "$into"
    printf '%s\\n' "$0" "$@" > "$into/arguments"
    env > "$into/environment"
    pwd > "$into/folder"
    find . | sort > "$into/names"
    ls -l /proc/self/fd > "$into/descriptors" 2>/dev/null || true
    find . -type f -exec cat {} + > "$into/content"
    """
  }

  private func targets(of cohort: Cohort, trial: Int) throws -> Data {
    let values = try #require(cohort.normalisedTargets)
    return Array(values[trial * 540..<trial * 540 + 4]).withUnsafeBytes { Data($0) }
  }

  @Test func `holds no test target, no subject and no path of HipZoo's own`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let notes = shell.folder.appending(path: "notes")
      let entry = try shell.trainable(
        "spy", fit: spy(notes) + "\necho learnt > model/a", predict: spy(notes) + "\nzeros")
      let examination = try shell.examination([entry])
      #expect(shell.run(examination).failures.isEmpty)

      let cohort = try tinyCohort()
      let description = try #require(examination.runs.first?.description)
      let test = Set(description.split.divisions.flatMap(\.test))
      let calls = try FileManager.default.contentsOfDirectory(atPath: notes.path).sorted()
      // Two folds and the final training; a prediction for each fold and for the test.
      #expect(calls.map { $0.prefix(3) } == ["fit", "fit", "fit", "pre", "pre", "pre"])
      var seen = 0
      for call in calls {
        func note(_ name: String) throws -> Data { try Data(contentsOf: notes.appending(path: "\(call)/\(name)")) }
        let content = try note("content")
        for (trial, subject) in cohort.subjects.enumerated() {
          let isThere = content.range(of: try targets(of: cohort, trial: trial)) != nil
          if isThere { seen += 1 }
          #expect(!isThere || (call.hasPrefix("fit") && !test.contains(subject)))
          #expect(content.range(of: Data(subject.utf8)) == nil)
        }
        for name in ["arguments", "environment", "folder", "names", "descriptors", "content"] {
          let text = String(decoding: try note(name), as: UTF8.self)
          #expect(!text.contains(shell.folder.appending(path: "home").path), "\(name) of \(call)")
          #expect(!text.contains("tiny.npz"), "\(name) of \(call)")
        }
      }
      // The looking itself works: every trial of the pool is found in both folds and in the final training.
      #expect(seen == 3 * cohort.subjects.filter { !test.contains($0) }.count)
    }
  }

  @Test func `is a clean environment and a folder of its own`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      setenv("HIPZOO_SECRET_OF_THE_CALLER", "1", 1)
      let notes = shell.folder.appending(path: "notes")
      let entry = try shell.trainable("spy", fit: spy(notes) + "\necho learnt > model/a", predict: "zeros")
      #expect(try shell.failures(of: entry).isEmpty)
      let calls = try FileManager.default.contentsOfDirectory(atPath: notes.path).sorted()
      var folders = Set<String>()
      for call in calls {
        let text = try String(contentsOf: notes.appending(path: "\(call)/environment"), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        let folder = try String(contentsOf: notes.appending(path: "\(call)/folder"), encoding: .utf8)
          .trimmingCharacters(in: .newlines)
        folders.insert(folder)
        #expect(lines.contains("HOME=\(folder)"))
        #expect(lines.contains("TMPDIR=\(folder)/tmp"))
        #expect(lines.contains("OMP_NUM_THREADS=1"))
        #expect(!text.contains("HIPZOO_SECRET_OF_THE_CALLER"))
        #expect(!FileManager.default.fileExists(atPath: folder))
      }
      #expect(folders.count == calls.count)
    }
  }
}
