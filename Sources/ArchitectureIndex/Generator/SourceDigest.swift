import Formats
import Foundation

/// SHA-256 of the sources of one architecture: every file under `Plugins/NAME`, by path, hidden ones left out.
///
/// - Throws: what reading throws.
func sourceDigest(of architecture: String, in root: URL) throws -> String {
  let folder = root.appending(path: "Plugins/\(architecture)")
  let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    .filter { path in !path.split(separator: "/").contains { $0.hasPrefix(".") } }
    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  var digest = Digest()
  for path in paths {
    let file = folder.appending(path: path)
    guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
    digest.update(Data("\(path)\n\(try Digest.sha256(ofFile: file))\n".utf8))
  }
  return digest.hexadecimal
}
