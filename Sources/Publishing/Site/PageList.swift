import Formats
import Foundation

/// The pages, cards, manifests and folders for the hub that a publication wrote into a folder, by which the next one knows what has gone.
struct PageList {
  /// The name of the list in the folder.
  static let fileName = "pages.json"
  private static let folders: Set<Substring> = ["entries", "tasks", "cohorts", "protocols", "cards", "zoo"]
  private static let largest = 4 << 20
  private let paths: [String]

  init(_ paths: [String]) { self.paths = paths }

  /// Removes what an earlier list names and this one does not, then writes this one.
  ///
  /// - Throws: `Fault` of kind `io`.
  func replace(in folder: URL) throws {
    let file = folder.appending(path: Self.fileName)
    if FileManager.default.fileExists(atPath: file.path),
      let data = try? BoundedFile.read(file, limit: Self.largest),
      let earlier = try? JSONText.decode([String].self, data)
    {
      for path in Set(earlier).subtracting(paths) where Self.isOwn(path) {
        try? FileManager.default.removeItem(at: folder.appending(path: path))
      }
    }
    try JSONText.write(paths.sorted(), to: file)
  }

  /// Whether a publication can have written it: a list from elsewhere names nothing outside of its folders.
  private static func isOwn(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let folder = parts.first, folder == "hub" ? parts.count == 3 : parts.count == 2 && folders.contains(folder)
    else { return false }
    return parts.dropFirst().allSatisfy { name in
      !name.isEmpty && name.first != "."
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }
  }
}
