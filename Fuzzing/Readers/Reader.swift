import Faults
import Foundation

/// A reader of bytes from strangers.
public struct Reader: Sendable {
  /// What it reads, for the command line.
  public let name: String
  /// Small files that it takes, from which others are made.
  public let seeds: @Sendable () throws -> [[UInt8]]
  private let read: @Sendable ([UInt8]) throws -> Void

  init(
    _ name: String, seeds: @escaping @Sendable () throws -> [[UInt8]] = { [] },
    _ read: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.seeds = seeds
    self.read = read
  }

  /// Reads; the only error that it may end with is a fault of one line.
  public func take(_ bytes: [UInt8]) {
    do { try read(bytes) } catch let fault as Fault {
      if fault.description.contains(where: \.isNewline),
        printable(fault.description, isLine: true).contains(where: \.isNewline)
      {
        end("a fault of several lines: \(fault)")
      }
    } catch { end("another error than a fault: \(error)") }
  }

  private func end(_ what: String) -> Never {
    FileHandle.standardError.write(Data("fuzz: \(name): \(what)\n".utf8))
    abort()
  }
}

/// A folder of this process in memory where there is one, for readers that take files.
let place: URL = {
  let memory = URL(filePath: "/dev/shm")
  let root = FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
  let folder = root.appending(path: "hipzoo-fuzzing-\(getpid())")
  try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}()

/// Puts bytes into a file and reads that.
func withFile(_ name: String, _ bytes: [UInt8], _ read: (URL) throws -> Void) throws {
  let url = place.appending(path: name)
  // Not atomically: nobody else looks, and an input is read a million times.
  guard let file = fopen(url.path, "wb") else { throw Fault(.io, "the file cannot be written.") }
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
  try read(url)
}
