import Foundation

/// Writes `tasks/*.yaml` into a Swift file, as they are: whether they are well formed is checked by who can read them
/// (Sources/ArchitectureIndex).
let arguments = Array(CommandLine.arguments.dropFirst())
guard let output = arguments.first else {
  FileHandle.standardError.write(Data("usage: task-index OUTPUT FILE...\n".utf8))
  exit(64)
}
do {
  let files = try arguments.dropFirst().map { path in
    // The bytes as numbers, so that no text can end the literal.
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path)).map(String.init).joined(separator: ",")
    return "  EmbeddedFile(name: \"tasks/\(URL(fileURLWithPath: path).lastPathComponent)\", bytes: [\(bytes)]),\n"
  }
  let source = """
    // Written by task-index from tasks/ at every build; changes here are lost.

    /// The files that were under `tasks/`, sorted by name.
    extension TaskFiles: EmbeddedFiles {
      static let embedded: [EmbeddedFile] = [
    \(files.joined())  ]
    }

    """
  // A file that is written again is compiled again, and with it all that imports its target.
  let (url, bytes) = (URL(fileURLWithPath: output), Data(source.utf8))
  if (try? Data(contentsOf: url)) != bytes { try bytes.write(to: url, options: .atomic) }
} catch {
  FileHandle.standardError.write(Data("\(output): error: it cannot be written: \(error.localizedDescription)\n".utf8))
  exit(74)
}
