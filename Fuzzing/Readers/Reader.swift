import Faults
import Foundation

/// A reader of bytes from strangers.
public struct Reader: Sendable {
  /// What it reads, for the command line.
  public let name: String
  /// The most bytes of a file that is made: enough for every part that a file has, and no more, since time is what bounds a campaign.
  public let longest: Int
  /// Small files that it takes, from which others are made.
  public let seeds: @Sendable () throws -> [[UInt8]]
  private let read: @Sendable ([UInt8]) throws -> Void

  init(
    _ name: String, longest: Int = 4096, seeds: @escaping @Sendable () throws -> [[UInt8]] = { [] },
    _ read: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.longest = longest
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
  try put(bytes, in: url)
  try read(url)
}

/// Writes a file, not atomically: nobody else looks, and a million are written.
func put(_ bytes: some ContiguousBytes, in url: URL) throws {
  let descriptor = open(url.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard descriptor >= 0 else { throw Fault(.io, "the file cannot be written.") }
  defer { close(descriptor) }
  let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) == $0.count }
  guard written else { throw Fault(.io, "the file cannot be written.") }
}
