import Foundation

/// Whether the file system of a folder lets processes share the memory of a file, which SQLite's WAL mode stands on.
public enum SharedMemory {
  /// Tries it with a file of one page that is gone at once.
  ///
  /// File systems of several machines map files, too, but do not keep the same what their machines see; they are known by
  /// their names.
  public static func isShared(in folder: URL) -> Bool {
    if let kind = fileSystem(of: folder), ofSeveralMachines.contains(where: kind.hasPrefix) { return false }
    var name = Array(folder.appending(path: ".shared.XXXXXX").path(percentEncoded: false).utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    unlink(name)
    let size = 4096
    guard ftruncate(descriptor, off_t(size)) == 0,
      let page = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), page != MAP_FAILED
    else { return false }
    munmap(page, size)
    return true
  }

  private static let ofSeveralMachines = [
    "nfs", "cifs", "smb", "lustre", "gpfs", "ceph", "glusterfs", "fuse.sshfs", "fuse.gluster", "fuse.ceph", "beegfs",
    "9p", "afs", "gfs2", "ocfs2", "orangefs", "pvfs2", "panfs", "wekafs",
  ]

  /// The name of the file system that a folder stands on, as Linux lists it; nil where nothing says it.
  static func fileSystem(of folder: URL) -> String? {
    guard let table = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return nil }
    let path = folder.resolvingSymlinksInPath().path(percentEncoded: false)
    var best: (place: String, kind: String)?
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 4, let dash = words.firstIndex(of: "-"), dash + 1 < words.count else { continue }
      let place = String(words[4]).replacing("\\040", with: " ")
      let isAbove = place == "/" || path == place || path.hasPrefix(place + "/")
      // A later mount over the same place hides the earlier one.
      if isAbove, place.count >= best?.place.count ?? 0 { best = (place, String(words[dash + 1])) }
    }
    return best?.kind
  }
}
