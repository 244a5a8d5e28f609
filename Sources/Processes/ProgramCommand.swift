import Faults
import Formats
import Foundation

/// The command of a process entry, with the files of the manifest's folder found.
package struct ProgramCommand: Sendable {
  /// The program: a path, or a name that is looked for on `PATH`.
  package let program: String
  /// What is put between the program and the word `fit` or `predict`.
  package let arguments: [String]
  /// The files of the manifest's folder among the words.
  let files: [URL]
  /// SHA-256 of the words and of every file of the manifest's folder among them: another program is another entry.
  package let digest: String

  /// Finds the files that a command names.
  ///
  /// A first word with a slash is a path from the manifest's folder. Any other word that is the path of a regular file
  /// in that folder stands for that file; everything else is handed over as it is.
  ///
  /// - Parameters:
  ///   - words: the manifest's `command`.
  ///   - folder: the folder of the manifest; nil for one that is built in.
  ///   - place: the entry, for messages.
  /// - Throws: ``Fault`` of kind `missing` when the program is not there, `data` when it may not be run.
  package init(_ words: [String], folder: URL?, place: String) throws {
    ProgramGuard.start()
    guard let first = words.first else { throw Fault(.data, at: .part(place), "'command' is an empty list.") }
    let files = words.enumerated().map { place, word -> URL? in
      // A bare program name is looked for on PATH, whatever files there are.
      guard place > 0 || word.contains("/"), let folder else { return nil }
      return Self.file(word, in: folder)
    }
    if let file = files[0] {
      program = file.path
    } else if first.contains("/"), !first.hasPrefix("/") {
      let home = folder.map { "in '\($0.relativePath)'" } ?? "here: the entry is built in; give its folder with --zoo"
      throw Fault(.missing, at: .part(place), "there is no program '\(first)' \(home).")
    } else {
      program = first
    }
    if program.hasPrefix("/"), !FileManager.default.isExecutableFile(atPath: program) {
      throw Fault(.data, at: .part(place), "'\(first)' is not a program that may be run; 'chmod +x' makes it one.")
    }
    arguments = zip(words, files).dropFirst().map { word, file in file?.path ?? word }
    var digest = Digest()
    for (word, file) in zip(words, files) {
      digest.update(Data("\(word)\n".utf8))
      if let file { digest.update(Data("\(try Digest.sha256(ofFile: file))\n".utf8)) }
    }
    self.digest = digest.hexadecimal
    self.files = files.compactMap { $0 }
  }

  /// The regular file that a word names inside a folder, links followed.
  private static func file(_ word: String, in folder: URL) -> URL? {
    guard !word.isEmpty, !word.hasPrefix("/"), !word.hasPrefix("-") else { return nil }
    let root = folder.resolvingSymlinksInPath().standardizedFileURL
    let file = root.appending(path: word).resolvingSymlinksInPath().standardizedFileURL
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular,
      file.pathComponents.starts(with: root.pathComponents)
    else { return nil }
    return file
  }
}
