import Faults
import Formats
import Foundation

/// What marks a step as done, `done.txt` in its folder: the key of its job, and SHA-256 of every file that it left.
///
/// So a file that was cut or changed later makes its step be done again, and is in no cohort meanwhile.
package struct StepSeal {
  private static let name = "done.txt"

  /// By what it was made.
  let key: String
  private let digests: [String: String]

  /// Seals what a step has left in a folder.
  /// - Throws: ``Fault`` when a file cannot be read.
  package init(of folder: URL, key: String) throws {
    self.key = key
    var digests = [String: String]()
    for name in try Folder.names(in: folder) where name != Self.name {
      var isFolder: ObjCBool = false
      let file = folder.appending(path: name)
      guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      digests[name] = try Digest.sha256(ofFile: file)
    }
    self.digests = digests
  }

  /// The seal in a folder; nil where there is none.
  package init?(in folder: URL) {
    guard let text = try? String(contentsOf: folder.appending(path: Self.name), encoding: .utf8) else { return nil }
    let lines = text.split(separator: "\n").map(String.init)
    guard let key = lines.first, lines.count > 1 else { return nil }
    self.key = key
    let pairs = lines.dropFirst().map { line in (String(line.dropFirst(66)), String(line.prefix(64))) }
    digests = Dictionary(pairs) { first, _ in first }
  }

  /// Puts it into a folder.
  /// - Throws: ``Fault`` when it cannot be written.
  package func write(to folder: URL) throws {
    let lines = [key] + digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)" }
    try AtomicFile.write(Data((lines.joined(separator: "\n") + "\n").utf8), to: folder.appending(path: Self.name))
  }

  /// The files that are not there any more, or are others than the step left.
  package func changed(in folder: URL) -> [String] {
    digests.filter { (try? Digest.sha256(ofFile: folder.appending(path: $0.key))) != $0.value }.keys.sorted()
  }

  /// Whether a step is done and all of it is as it was left.
  static func isWhole(_ folder: URL) -> Bool { StepSeal(in: folder)?.changed(in: folder).isEmpty ?? false }

  /// What a person should know of the steps in the folders inside a folder, a line each that was changed.
  static func notes(on parent: URL) -> [String] {
    let steps = (try? Folder.names(in: parent)) ?? []
    return steps.flatMap { step -> [String] in
      let folder = parent.appending(path: step)
      let changed = StepSeal(in: folder)?.changed(in: folder) ?? []
      guard let first = changed.first else { return [] }
      let more = changed.count > 1 ? " and \(counted(changed.count - 1, "file")) more" : ""
      return [
        "'\(parent.lastPathComponent)/\(step)/\(first)'\(more) was changed or removed after it was made, so that step is done again"
      ]
    }
  }
}
