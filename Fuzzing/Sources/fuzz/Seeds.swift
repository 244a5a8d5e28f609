import Foundation
import Readers

/// Writes the small files that a reader takes, a folder a reader.
func writeSeeds(to folder: String) -> Int32 {
  do {
    for reader in readers {
      let place = URL(filePath: folder).appending(path: reader.name)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for (number, seed) in try reader.seeds().enumerated() {
        try Data(seed).write(to: place.appending(path: "seed-\(number)"))
      }
    }
    return 0
  } catch {
    FileHandle.standardError.write(Data("fuzz: the seeds cannot be written: \(error)\n".utf8))
    return 74
  }
}
