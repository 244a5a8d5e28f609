import Foundation

/// Removes a folder whatever a program has made of it: folders without rights, and such as lie so deep that no path
/// leads to them.
///
/// What cannot be removed as it is is first moved up: a path then never has more than two parts below the folder.
package func removeWhole(_ folder: URL) {
  let manager = FileManager.default
  guard (try? manager.removeItem(at: folder)) == nil else { return }
  let root = folder.path(percentEncoded: false)
  let mark = UUID().uuidString
  var moved = 0
  func names(_ path: String) -> [String] {
    _ = chmod(path, 0o700)
    return (try? manager.contentsOfDirectory(atPath: path)) ?? []
  }
  // A round ends what it found; nobody is left who could go on making more.
  for _ in 0..<1_000_000 {
    let found = names(root)
    if found.isEmpty { break }
    let before = moved
    var isRemoved = false
    for name in found {
      let path = "\(root)/\(name)"
      // `remove` takes links, files and empty folders.
      if remove(path) == 0 {
        isRemoved = true
      } else {
        for child in names(path) where !isFolder("\(path)/\(child)") || chmod("\(path)/\(child)", 0o700) == 0 {
          if rename("\(path)/\(child)", "\(root)/\(mark)-\(moved)") == 0 { moved += 1 }
        }
        if remove(path) == 0 { isRemoved = true }
      }
    }
    guard isRemoved || moved > before else { break }
  }
  remove(root)
}

/// Whether a path is a folder itself and no link to one.
private func isFolder(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
