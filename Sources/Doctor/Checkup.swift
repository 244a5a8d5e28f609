import Formats
import Foundation
import Protocols
import Runs
import Zoo

/// Looks at all that HipZoo needs on this machine and says what to do.
public struct Checkup: Sendable {
  let home: HomeFolder
  /// The folders of further manifests.
  let folders: [URL]
  /// The working directory, which may be in a checkout.
  let here: URL
  let types: [any Architecture.Type]
  let builtIn: [EmbeddedFile]

  /// Prepares an examination of this machine.
  ///
  /// - Parameters:
  ///   - home: the folder of all state.
  ///   - folders: the folders of further manifests.
  ///   - here: the working directory.
  ///   - types: the compiled architectures.
  ///   - builtIn: the manifests inside the program.
  public init(
    home: HomeFolder, folders: [URL], here: URL, types: [any Architecture.Type], builtIn: [EmbeddedFile]
  ) {
    self.home = home
    self.folders = folders
    self.here = here
    self.types = types
    self.builtIn = builtIn
  }

  /// Everything that was found out, in the order in which things depend on each other.
  public func results() -> [CheckResult] {
    machine() + checkout() + manifests() + state() + records() + programs()
  }

  /// The exit status of some results: that of the first that is wrong, 0 when none is.
  public static func status(of results: [CheckResult]) -> Int32 {
    for case .wrong(let kind) in results.map(\.state) { return kind.rawValue }
    return 0
  }

  /// The entries of everything that can be read; a file that cannot is another check's.
  var entries: [Manifest] {
    let texts = builtIn.compactMap { try? Manifest($0) }
    let files = folders.flatMap { folder in
      ((try? YAMLFile.files(in: folder)) ?? []).compactMap {
        try? Manifest(yaml: $0.bytes, file: $0.name, folder: folder)
      }
    }
    let own = Set(files.map(\.name))
    return texts.filter { !own.contains($0.name) } + files
  }
}
