import Formats
import Foundation

/// The figures that a report wrote into a folder, by which the next one knows what is no longer its own.
struct FigureList {
  /// The name of the list in the folder.
  static let fileName = "figures.json"
  /// What is drawn of an `.svg` by another program.
  private static let conversions = ["pdf", "png"]
  private static let endings = ["svg", "csv"] + conversions
  private static let largest = 4 << 20
  private let names: [String]

  init(_ names: [String]) { self.names = names }

  /// Writes a drawing; where it is another one than before, what was drawn of the earlier one goes.
  ///
  /// - Throws: `Fault` of kind `io`.
  static func write(_ drawing: String, as name: String, in folder: URL) throws {
    let (file, data) = (folder.appending(path: "\(name).svg"), Data(drawing.utf8))
    if (try? BoundedFile.read(file, limit: data.count)) != data {
      for ending in conversions { try? FileManager.default.removeItem(at: folder.appending(path: "\(name).\(ending)")) }
    }
    try AtomicFile.write(data, to: file)
  }

  /// Removes what an earlier list names and this one does not, then writes this one.
  ///
  /// - Throws: `Fault` of kind `io`.
  func replace(in folder: URL) throws {
    let file = folder.appending(path: Self.fileName)
    if FileManager.default.fileExists(atPath: file.path),
      let data = try? BoundedFile.read(file, limit: Self.largest),
      let earlier = try? JSONText.decode([String].self, data)
    {
      // Only a name that a figure can have: a list from elsewhere names no file outside of the folder.
      for name in Set(earlier).subtracting(names)
      where !name.isEmpty && name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) {
        for ending in Self.endings {
          try? FileManager.default.removeItem(at: folder.appending(path: "\(name).\(ending)"))
        }
      }
    }
    try JSONText.write(names.sorted(), to: file)
  }
}
